"""Places: what can be found besides customers, their needs and actions: tags, industries, owners, plans for segments, pages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from crmsite.figures.facts import Say, Term, Who
from crmsite.summaries.plain import unpack_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from crmsite.figures.facts import Shown
    from crmsite.finding.pinyin import Pinyin
    from crmsite.portfolio.portfolio import Portfolio

PAGES = (
    ("index.html", "nav.overview"), ("customers.html", "nav.customers"), ("segments.html", "nav.segments"),
    ("owners.html", "nav.owners"), ("needs.html", "nav.needs"), ("execution.html", "nav.execution"),
    ("satisfaction.html", "satisfaction.title"), ("metrics.html", "nav.metrics"), ("goals.html", "nav.goals"),
    ("report.html", "nav.report"), ("quality.html", "nav.quality"), ("backtest.html", "backtest.title"),
    ("methods.html", "nav.methods"),
    ("glossary.html", "nav.glossary"), ("about.html", "nav.about"),
)  # fmt: skip


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
    """Yield every place: tags, industries and owners that customers have, actions for segments, the pages of the rail.

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
    for href, key in PAGES:
        yield place("page", href, Say(key))
