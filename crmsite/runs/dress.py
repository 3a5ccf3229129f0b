"""What all pages wear: the theme, one renderer for each language, the frame around a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.audience import redacted_organisation, redacted_scales, sees_policies
from crmsite.grammar.fields import Localised
from crmsite.language import Language
from crmsite.machine.memo import digest_of
from crmsite.policy import scales
from crmsite.rendering.render import Renderer
from crmsite.rendering.theme import theme_of
from crmsite.runs.painting import ProfilePainter, Settled
from crmsite.stages.relatives import relations
from crmsite.views.frame import SiteFrame

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crmsite.dossier.book import Organisation
    from crmsite.figures.facts import Shown
    from crmsite.machine.output import Previous
    from crmsite.policy import Policies, Scales
    from crmsite.rendering.theme import Theme
    from crmsite.stages.customers import Painter
    from crmsite.stages.freshness import LastSite
    from crmsite.stages.kept import Head
    from crmsite.stages.options import Options
    from crmsite.stages.pipeline import Ground, Loaded

TITLE = Localised("客户关系档案", "Customer records")


class Dress:
    """Made once for each build, as soon as the shared records are known; hands out painters for profile pages."""

    def __init__(self, options: Options, previous: Previous, last: LastSite, stage: str) -> None:
        """Take what stands in the site's folder, and what this memo published last, wherever that was."""
        self._options = options
        self._previous = previous
        self._digests = last.digests
        self._stands = previous.stands(self._digests)
        self._settled = Settled(last.context, last.stamps if self._stands else {})
        self._stage = stage
        self.context = ""
        self._painted = False
        self.theme: Theme
        self.renderers: tuple[Renderer, ...] = ()
        self.frame: SiteFrame
        self.languages: dict[str, Language] = {}
        self.key = ""

    def painter(self, ground: Ground, heads: Mapping[str, Head]) -> Painter:
        """Return a painter that knows the groups as they stand in ``heads``."""
        organisation = shown_organisation(ground)
        if not self.renderers:
            self._put_on(organisation, ground)
        relatives, members = relations(heads)
        organisation = organisation._replace(relatives=relatives, members=members)
        labels = {name: repr(label) for name, label in organisation.people_labels().items()}
        painter = ProfilePainter(
            self.renderers,
            organisation,
            shown_policies(ground),
            dress=self.key,
            stage=self._stage,
            previous=self._previous,
            labels=labels,
            again=self._painted,
            settled=self._settled,
        )
        self._painted = True
        self.context = painter.context
        return painter

    def _put_on(self, organisation: Organisation, ground: Ground) -> None:
        site = organisation.site
        self.theme = theme_of(site, self._options.root, self._options.records)
        self.frame = SiteFrame(
            title=site.title or TITLE,
            department=site.org.department,
            as_of=ground.as_of,
            languages=site.languages,
            repository=site.repository or "",
            branch=site.branch or "main",
        )
        named = organisation.people_labels().items()
        people = {name: label if isinstance(label, Localised) else Localised(label, label) for name, label in named}
        labels = taxonomy_labels(organisation)
        first = organisation.first_lang
        self.languages = {lang: Language(lang, first, people, labels, site.org.currency) for lang in site.languages}
        self.renderers = tuple(Renderer(self.theme, language, self.frame) for language in self.languages.values())
        self.key = digest_of(self.theme.digest, repr(self.frame), repr(sorted((k, sorted(v.items())) for k, v in labels.items())))

    def speakers(self) -> dict[str, Callable[[Shown], str]]:
        """Return how each language says a value, for drawings."""
        return {lang: language.say for lang, language in self.languages.items()}

    def has(self, path: str) -> bool:
        """Tell whether the site has a page as it was last published: untouched since, and by nobody else."""
        return path in self._digests if self._stands else self._previous.holds(path, self._digests.get(path))

    def digest(self, path: str) -> str | None:
        """Return the digest of a file of the site as it stands; ``None`` where there is none, or one edited by hand."""
        return self._previous.digest(path)

    def assets(self, state: tuple[bytes, bytes]) -> dict[str, bytes]:
        """Return every asset of the site by name; ``state`` is a script, and what each language's own style sheet ends with."""
        script, style = state
        found = dict(self.theme.assets) | {"state.js": script}
        for renderer in self.renderers:
            found |= {name: data + style for name, data in renderer.assets().items()}
        return found


def taxonomy_labels(organisation: Organisation) -> dict[str, dict[str, tuple[str, str]]]:
    """Return the labels of every taxonomy's values, by id and by every other spelling."""
    labels: dict[str, dict[str, tuple[str, str]]] = {}
    for name, taxonomy in organisation.taxonomies.items():
        values = labels.setdefault(name, {})
        for value in taxonomy.values:
            for spelling in (*value.aliases, value.zh, value.en, value.id):
                values[spelling] = (value.zh, value.en)
    return labels


def shown_organisation(known: Ground | Loaded) -> Organisation:
    """Return what pages may see of what all share."""
    return redacted_organisation(known.organisation, known.audience) if known.audience else known.organisation


def shown_policies(known: Ground | Loaded) -> Policies | None:
    """Return the policies as pages may print them; ``None`` for an audience that may not see their kinds."""
    return known.policies if known.audience is None or sees_policies(known.audience) else None


def shown_scales(known: Ground | Loaded) -> Scales:
    """Return what pages may see of the scales in force at the as-of date."""
    whole = scales(known.policies, known.as_of)
    return redacted_scales(whole, known.audience) if known.audience else whole
