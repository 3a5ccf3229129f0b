"""Places: what can be found besides customers, their needs and actions.

These are tags, industries, owners, plans for segments, pages, and on pages each figure, method and term by its name.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from crmsite.catalogue import TERMS
from crmsite.figures.facts import Say, Term, Who
from crmsite.grammar.fields import Localised
from crmsite.grammar.measures import measure_of
from crmsite.metrics.table import METRICS
from crmsite.scores import SCORES
from crmsite.summaries.plain import unpack_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from crmsite.figures.facts import Shown
    from crmsite.finding.pinyin import Pinyin
    from crmsite.portfolio.portfolio import Portfolio

PAGES = (
    ("index.html", "nav.overview"), ("changes.html", "nav.changes"), ("alerts.html", "alerts.title"),
    ("customers.html", "nav.customers"), ("segments.html", "nav.segments"), ("owners.html", "nav.owners"),
    ("needs.html", "nav.needs"), ("fit.html", "fit.title"), ("themes.html", "themes.title"),
    ("execution.html", "nav.execution"), ("duties.html", "nav.duties"), ("care.html", "nav.care"),
    ("satisfaction.html", "satisfaction.title"), ("journey.html", "nav.journey"), ("improvement.html", "improve.title"),
    ("risks.html", "risk.title"), ("metrics.html", "nav.metrics"), ("goals.html", "nav.goals"), ("report.html", "nav.report"),
    ("quality.html", "nav.quality"), ("backtest.html", "backtest.title"), ("methods.html", "nav.methods"),
    ("glossary.html", "nav.glossary"), ("about.html", "nav.about"),
)  # fmt: skip
"""The pages that every site has, and what they are called."""


class Place(NamedTuple):
    """Something with an address: its kind, where it is below a language's root, its names, their sound, how many customers.

    ``customers`` is 0 where it is not about customers.
    """

    kind: str
    href: str
    zh: str
    en: str
    sounds: str
    customers: int


def places(portfolio: Portfolio, say: Mapping[str, Callable[[Shown], str]], pinyin: Pinyin) -> Iterator[Place]:
    """Yield every place: tags, industries and owners that customers have, actions for segments, pages, and what stands on them.

    ``say`` tells for each language of the site how it puts a value into words; a language that the site has not is empty.
    """

    def place(kind: str, href: str, label: Shown, customers: int = 0) -> Place:
        zh, en = (say[lang](label) if lang in say else "" for lang in ("zh-CN", "en"))
        return Place(kind, href, zh, en, pinyin.of(zh), customers)

    traits = [summary.traits for summary in portfolio.summaries]
    tags = Counter(tag for held in traits for tag in held.tags.split(",") if tag)
    industries = Counter(held.industry for held in traits if held.industry)
    owners = Counter(held.owner for held in traits if held.owner)
    for tag, count in sorted(tags.items()):
        yield place("tag", f"customers.html?tag={tag}", Term("taxonomy:tag", tag), count)
    for industry, count in sorted(industries.items()):
        yield place("industry", f"customers.html?industry={industry}", Term("taxonomy:industry", industry), count)
    for person, count in sorted(owners.items()):
        yield place("owner", f"owners/{person}.html", Who(person), count)
    for action in portfolio.segment_actions:
        text = unpack_text(action.line.text)
        if text is not None:
            yield place("action", "execution.html", text)
    for kind, href, label in _standing():
        yield place(kind, href, label)


def _standing() -> Iterator[tuple[str, str, Shown]]:
    """Yield what every site has: its pages, and each figure, method and term where it stands on one."""
    yield from (("page", href, Say(key)) for href, key in PAGES)
    for name in METRICS:
        measure = measure_of(name)
        if measure is not None:
            yield "metric", f"metrics.html#{name}", Localised(measure.zh, measure.en)
    yield from (("method", f"methods.html#{spec.id}", Localised(spec.zh, spec.en)) for spec in SCORES)
    yield from (("term", f"glossary.html#{term}", Say(f"glossary.{term}.name")) for term in TERMS)
