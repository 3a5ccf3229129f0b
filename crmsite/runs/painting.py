"""Profile pages: what each is made from, and how it is drawn. Runs in the worker that holds the customer's records."""

from __future__ import annotations

import contextlib
import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from crmsite.machine.generations import content_digest
from crmsite.machine.memo import digest_of
from crmsite.machine.output import write_page
from crmsite.scores.in_step import in_step
from crmsite.views.profile import putting_together
from crmsite.views.profile.aims import blank_own_book, own_book
from crmsite.views.profile.tier import scale_of
from crmsite.wording import Remembered

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from datetime import date

    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.figures.facts import Facts
    from crmsite.machine.generations import Stat
    from crmsite.machine.output import Previous
    from crmsite.policy import Policies
    from crmsite.rendering.render import Renderer
    from crmsite.stages.customers import Sitter
    from crmsite.stages.kept import Head
    from crmsite.summaries.summary import Summary
    from crmsite.views.profile import ProfileView
    from crmsite.views.profile.tier import Segment

TEMPLATE = "profile.html"


class Painted(NamedTuple):
    """A page that was drawn: where it lies, its bytes' digest, its state on disk; ``None`` where its bytes are those it had."""

    path: str
    digest: str
    stat: Stat | None


class Settled(NamedTuple):
    """The shards whose pages stand in the site as they would be painted: what these shared, and the stamp of each shard."""

    context: str
    stamps: Mapping[str, str]


def profile_path(customer: str) -> str:
    """Return where a customer's page lies below its language's root."""
    return f"c/{customer}.html"


class ProfilePainter:
    """Draws profiles of customers in every language, and writes each into the stage unless nothing changed in it.

    ``dress`` is the digest of what all pages share: theme, languages, frame. A page's key holds besides it the customer's
    own records and figures, the names of the people it mentions, and its group: nothing else can show on it.
    """

    def __init__(
        self,
        renderers: tuple[Renderer, ...],
        organisation: Organisation,
        policies: Policies | None,
        *,
        dress: str,
        stage: str,
        previous: Previous,
        labels: Mapping[str, str],
        again: bool = False,
        settled: Settled | None = None,
    ) -> None:
        self._renderers = renderers
        self._organisation = organisation
        self._policies = policies
        self._dress = dress
        self._stage = stage
        self._previous = previous
        self._labels = labels
        self._again = again
        self._blanks = Remembered(partial(blank_own_book, organisation, policies))
        self._scales = Remembered(self._scale)
        shared = (organisation.relatives, organisation.members, sorted(labels.items()))
        self.context = digest_of(dress, repr(shared))
        """The digest of all that pages show besides the customer's own records and figures."""
        self.settled = settled.stamps if settled is not None and settled.context == self.context else {}

    @property
    def groups(self) -> object:
        """What pages show of other customers: who belongs to whom, and how each of them stands."""
        return self._organisation.relatives, self._organisation.members

    def key(self, head: Head) -> str:
        """Return the key of everything that the customer's pages are made from."""
        relatives = self._organisation.relatives
        members = self._organisation.members.get(head.id, ())
        group = [f"{name}={relatives.get(name)!r}" for name in (head.parent, *members) if name]
        return digest_of(head.key, self._dress, *(f"{name}={self._labels.get(name, '')}" for name in head.people), *group)

    def fits(self, head: Head) -> bool:
        """Tell whether the pages that a customer has, in the site or from this run, are the ones that would be painted now.

        What was painted last need not stand in the site: that run may have been killed, or have found errors elsewhere.
        """
        if not head.page or head.page != self.key(head):
            return False
        if self._again:
            return True
        paths = [renderer.output_path(profile_path(head.id)) for renderer in self._renderers]
        return [self._previous.digest(path) for path in paths] == head.drawn

    def _scale(self, as_of: date) -> Remembered[str | None, tuple[Segment, ...]]:
        """Return what remembers the scale of tiers as of a day, by the tier that is marked."""
        policies = self._policies
        return Remembered(lambda tier: () if policies is None else scale_of(policies.tier(as_of), tier))

    def paint(self, sitters: Sequence[Sitter]) -> list[list[Painted]]:
        """Render the pages of some customers, in order; only bytes that differ from those in the site are written.

        All are looked at before the first is drawn, and all are drawn in a language before the first is written.
        """
        views = in_step([self._view(*sitter) for sitter in sitters])
        painted: list[list[Painted]] = [[] for _ in sitters]
        for renderer in self._renderers:
            paths = [profile_path(sitter.customer) for sitter in sitters]
            drawn = [renderer.render(TEMPLATE, view, path) for view, path in zip(views, paths, strict=True)]
            for pages, path, data in zip(painted, paths, drawn, strict=True):
                pages.append(self._written(renderer.output_path(path), data))
        return painted

    def _view(self, _customer: str, dossier: Dossier, facts: Facts, summary: Summary) -> Generator[None, None, ProfileView]:
        blank = partial(self._blanks.__getitem__, facts.as_of)
        book = own_book(dossier, facts, self._organisation, self._policies, summary, blank)
        scales = self._scales[facts.as_of].__getitem__
        yield
        return (yield from putting_together(dossier, facts, self._organisation, self._policies, facts.as_of, book, scales))

    def _written(self, target: str, data: bytes) -> Painted:
        if self._again:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{self._stage}/{target}")
        before = self._previous.digest(target)
        if before is not None and before == content_digest(data):
            return Painted(target, before, None)
        written = write_page(self._stage, target, data)
        return Painted(target, written.digest, written)
