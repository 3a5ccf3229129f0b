"""The page of changes and the section of a profile: counts, who was where, words for none, one and many, in both languages."""

from __future__ import annotations

import re

import pytest
from dossiers import Case
from portfolios import customer, drawn, need, portfolio, rated, read, summary

from crmsite.figures.changed import withheld
from crmsite.summaries.changing import WITHHELD, changing_of, changing_text
from crmsite.views import changes


def fallen(name: str) -> Case:
    return customer(name, assessments=[rated("2024-Q1", "2024-04-05"), rated("2024-Q2", "2024-07-05", risk="2", growth="3")])


def risen(name: str) -> Case:
    return customer(name, assessments=[rated("2024-Q1", "2024-04-05", risk="2", growth="3"), rated("2024-Q2", "2024-07-05")])


def new(name: str) -> Case:
    return customer(name, own={"stages": [{"from": "2024-07-02", "stage": "won"}], "cooperation_since": None})


def page(*customers: Case, lang: str = "zh-CN", day: str = "2024-07-31") -> str:
    return read(drawn(changes, portfolio(*customers, day=day), "en" if lang == "en" else "zh-CN")["changes.html"])


def test_the_summary_keeps_every_change_with_its_words_and_its_line() -> None:
    found = changing_of(summary(fallen("C1")).changed)
    (tier,) = [line for line in found.changes if line.kind == "tier"]
    assert (tier.judgement, tier.place, tier.day) == ("worse", "score", "2024-07-05")
    assert re.fullmatch(r".+\.yaml:\d+", tier.source)
    assert found.then is not None
    assert found.then.tier == "S"


@pytest.mark.parametrize(
    ("customers", "zh", "en"),
    [
        ([fallen("C1")], "1 家客户降级，没有客户升级", "1 customer has moved down a tier and none up"),
        ([risen("C1"), risen("C2")], "2 家客户升级，没有客户降级", "2 customers have moved up a tier and none down"),
        ([risen("C1"), fallen("C2")], "1 家客户升级，1 家降级", "1 customer has moved up a tier and 1 down"),
        ([customer("C1")], "没有客户升级或降级", "no customer has moved up or down a tier"),
    ],
)
def test_the_lede_tells_of_none_one_and_many(customers: list[Case], zh: str, en: str) -> None:
    assert zh in page(*customers)
    assert en in page(*customers, lang="en")


def test_without_anybody_on_record_then_there_is_no_earlier_quarter() -> None:
    assert "暂时无可比较" in page(new("C1"))
    assert "nothing to compare with yet" in page(new("C1"), lang="en")
    assert "nothing to compare with yet" in page(lang="en")
    assert "nothing to compare with yet" not in page(new("C1"), fallen("C2"), lang="en")


def test_who_entered_and_left_a_group_adds_up_to_who_is_in_it() -> None:
    view = changes.changes(portfolio(fallen("C1"), risen("C2"), new("C3"), customer("C4")))
    for part, flows in view.flows:
        for flow in flows:
            assert flow.then + flow.entered - flow.left == flow.now, part
        assert sum(flow.then for flow in flows) == 3
        assert sum(flow.now for flow in flows) == 4


def test_counts_are_words_where_there_is_nothing_to_count() -> None:
    said = page(fallen("C1"), lang="en")
    assert re.search(r"Won or won back ?None ?none lost", said)
    assert "0 lost" not in said


def test_each_change_leads_to_its_place_on_the_profile_and_to_its_line() -> None:
    markup = drawn(changes, portfolio(fallen("C1"), customer("C2", needs=[need("N-1", recorded="2024-07-03")])))["changes.html"]
    assert 'href="c/C1.html#score"' in markup
    assert 'href="c/C2.html#N-1"' in markup
    assert markup.count('class="src"') >= 2


def test_many_changes_are_counted_and_the_first_are_named() -> None:
    many = [customer(f"C{n}", needs=[need("N-1", recorded="2024-07-03")]) for n in range(changes.FIRST + 3)]
    view = changes.changes(portfolio(*many))
    (needs,) = [sort for sort in view.sorts if sort.name == "needs"]
    assert (len(needs.rows), needs.total) == (changes.FIRST, changes.FIRST + 3)
    assert f"前 {changes.FIRST} 条" in page(*many)


def test_what_may_not_be_seen_is_said_to_be_closed_and_not_to_be_none() -> None:
    seen = portfolio(fallen("C1"))
    hidden = seen._replace(summaries=tuple(one._replace(changed=WITHHELD) for one in seen.summaries))
    assert changing_text(withheld(seen.as_of)) == WITHHELD
    said = read(drawn(changes, hidden, "en")["changes.html"])
    assert "not open to you" in said
    assert "Tier moves" not in said
