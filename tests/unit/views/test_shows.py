"""What the catalogue says that pages show of a customer is all that they show: nothing else can change one of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from portfolios import customer, need, plan, portfolio, rated
from surveys import asked, survey

from crmsite.catalogue import PAGES
from crmsite.dossier.assemble import TableRows
from crmsite.portfolio.deferred import Deferred
from crmsite.runs.families import linked
from crmsite.summaries.summary import Summary

if TYPE_CHECKING:
    from crmsite.catalogue import PageSpec
    from crmsite.portfolio.portfolio import Portfolio

STANDS_FOR = {
    "face": (*Summary._fields[:9], "step"),
    "pressing": ("pressing",),
    "steps": ("steps",),
    "alerts": ("alerts",),
    "placed": ("needs", "placed"),
    "doers": ("actions", "doers"),
    "risks": ("risks",),
    "causes": ("causes",),
    "trace": ("trace",),
    "fit": ("fit",),
    "wants": ("wants",),
    "owed": ("owed",),
    "rates": ("rates",),
    "promised": ("promised",),
    "cared": ("cared",),
    "changed": ("changed",),
    "before": ("before",),
    "satisfaction": ("satisfaction",),
    "whole": Summary._fields,
}
ASKED = [page for page in PAGES if page.shows is not None and page.sees == "portfolio"]
COUNTING = [page for page in PAGES if page.counts is not None]


def made(page: PageSpec, seen: Portfolio) -> list[tuple[str, str, str]]:
    found = import_module(page.module).pages(seen)
    return [(path, template, repr(view.make() if isinstance(view, Deferred) else view)) for path, template, view in found]


def two_customers() -> Portfolio:
    busy = customer(
        "C1",
        [("2024-06-02", 1000)],
        own={"short_name": "一号"},
        needs=[need("N-1", 5, 4, themes=["training"], match="low"), need("N-2", None, None)],
        plans=[plan({"id": "A-1", "text": "回访", "due": "2024-05-01", "owner": "E-li"}, id="SP-1")],
        cases=[{"id": "CS-1", "type": "fault", "topic": "x", "opened": "2024-07-30 10:00"}],
        assessments=[rated("2024-Q1", "2024-04-05"), rated()],
        risks=[{"id": "RK-1", "text": "流失", "likelihood": 4, "impact": 5, "response": "mitigate", "owner": "E-li",
                "raised": "2024-05-01"}],
        rootcauses=[{"id": "RC-1", "opened": "2024-06-19", "problem": "超时", "whys": [{"answer": "甲", "verified": True}]}],
    )
    sent = TableRows("send", "care/sends/x.csv", [["C1", "routine", "2024-07-23", "email", "sent", "2"]])
    seen = portfolio(busy._replace(tables=(*busy.tables, sent)), customer("C2"))
    told = seen.summaries[0]._replace(satisfaction='[["SV-1"],[["SV-1",[[{"product":4},9,null]]]]]')
    return seen._replace(summaries=(told, seen.summaries[1]), organisation=asked(survey("SV-1", "2024-06-01")))


def with_others(seen: Portfolio, count: int, hidden: tuple[str, ...]) -> Portfolio:
    """Give a portfolio of ``count`` customers, the hidden columns of each taken from a customer of the other sort."""
    first, second = seen.summaries
    summaries = []
    for n in range(count):
        one, other = (first, second) if n % 2 else (second, first)
        summaries.append(one._replace(id=f"C{n:03d}")._replace(**{name: getattr(other, name) for name in hidden}))
    return seen._replace(summaries=tuple(summaries))


@pytest.mark.parametrize("count", [4, 260])
@pytest.mark.parametrize("page", ASKED, ids=[page.module.rpartition(".")[2] for page in ASKED])
def test_what_a_page_does_not_show_by_the_catalogue_changes_none_of_its_bytes(page: PageSpec, count: int) -> None:
    seen = two_customers()
    shown = {name for column in page.shows or () for name in (column, *STANDS_FOR[column])}
    hidden = tuple(name for name in Summary._fields if name not in shown and name != "id")
    for column in STANDS_FOR.keys() - shown - {"whole"}:
        first, second = ([getattr(one, name) for name in STANDS_FOR[column]] for one in seen.summaries)
        assert first != second, column
    assert made(page, with_others(seen, count, ())) == made(page, with_others(seen, count, hidden))


def worded(count: int, words: str) -> Portfolio:
    """Make customers who differ from those of other words in their words alone."""
    texts = {name: f"{words}{name}" for name in ("text", "short", "gap")}
    return portfolio(
        *(
            customer(
                f"C{n:03d}",
                [("2024-06-02", 1000 + n)],
                needs=[
                    need("N-1", 1 + n % 5, 4, themes=["training"], match="low", owner="E-li", **texts),
                    need("N-2", 2, 1 + n % 4, match="high", pain={"text": f"{words}痛点", "decision_impact": "high"}, short=f"{words}短"),
                ],
                plans=[
                    plan({"id": "A-1", "text": f"{words}回访", "due": "2024-05-01", "owner": "E-li", "needs": ["N-2"]}, id=f"SP-{n}"),
                ],
                rootcauses=[{"id": f"RC-{n}", "opened": "2024-06-19", "problem": f"{words}超时",
                             "whys": [{"answer": "人手", "verified": True}]}],
            )
            for n in range(count)
        )
    )


def with_words_of(other: Summary, one: Summary, quoted: dict[str, set[str]]) -> Summary:
    """Give a customer the words of the other one, but for the columns of which a page quotes it."""
    kept = {name for column, names in quoted.items() if one.id in names for name in (column, *STANDS_FOR[column])}
    return one if "whole" in kept else other._replace(**{name: getattr(one, name) for name in kept})


@pytest.mark.parametrize("count", [4, 260])
@pytest.mark.parametrize("page", COUNTING, ids=[page.module.rpartition(".")[2] for page in COUNTING])
def test_the_words_of_a_customer_that_a_page_does_not_link_to_change_none_of_its_bytes(page: PageSpec, count: int) -> None:
    seen, other = worded(count, "甲"), worded(count, "乙")
    assert [one.counted for one in seen.summaries] == [one.counted for one in other.summaries]
    assert seen.summaries[0].whole != other.summaries[0].whole
    own = {one.id for one in seen.summaries}
    told = 0
    for path, _, view in import_module(page.module).pages(seen):
        whole = view.make() if isinstance(view, Deferred) else view
        given = view.names if isinstance(view, Deferred) else None
        words = getattr(whole, "words", {"whole": whole})
        there = {column: set(linked(part, own) if given is None else given) for column, part in words.items()}
        told += sum(map(len, there.values()))
        mixed = [with_words_of(other.summaries[place], one, there) for place, one in enumerate(seen.summaries)]
        found = import_module(page.module).pages(seen._replace(summaries=tuple(mixed)))
        again = next(view for name, _, view in found if name == path)
        assert repr(again.make() if isinstance(again, Deferred) else again) == repr(whole), path
    assert told, "no page of the family says whose words it shows"


@pytest.mark.parametrize("module", [page.module for page in COUNTING if hasattr(import_module(page.module), "part")])
def test_a_part_of_a_long_list_is_made_from_those_who_are_on_it_as_all_pages_are(module: str) -> None:
    seen, family = worded(260, "甲"), import_module(module)
    own = {one.id: one for one in seen.summaries}
    made_again = 0
    for path, template, view in family.pages(seen):
        names = view.names if isinstance(view, Deferred) and view.names is not None else []
        found = family.part(seen, path, [own[name] for name in names])
        if found is not None:
            made_again += 1
            assert found[:2] == (path, template)
            assert (found[2].key, found[2].rows, found[2].choosy) == (view.key, view.rows, view.choosy)
            assert repr(found[2].make()) == repr(view.make())
    assert made_again
