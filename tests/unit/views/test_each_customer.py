"""Table 3: an action that is owed to each customer of a segment shows at how many it is done, and where not."""

from __future__ import annotations

from datetime import date

from dossiers import Case, case, organisation, policies, record
from portfolios import AS_OF, drawn, read

from crmsite.portfolio.each_customer import NAMED, progress_of
from crmsite.portfolio.portfolio import Portfolio, build
from crmsite.scores.actions import actions_of
from crmsite.scores.customer import facts_of
from crmsite.summaries.summary import summarise
from crmsite.views import execution

PLAN = record(
    "plan", id="SP-1", subject={"all": "true"}, period={"from": "2024-01-01", "to": "2024-12-31"},
    actions=[{"id": "A1", "text": "逐户回访", "per_customer": "true", "recurs": {"every": "month"}}, {"id": "A2", "text": "办体验日", "due": "2024-08-31"}],
)  # fmt: skip
OURS = organisation()._replace(segment_plans=(PLAN,))  # type: ignore[arg-type]


def customer(name: str, *months: str) -> Case:
    """A customer that was called back in some months, each call named for the plan."""
    calls = [
        {"date": f"{month}-05", "kind": "call_back", "channel": "phone", "by": "E-li", "summary": "回访", "fulfils": [{"playbook": "SP-1.A1", "period": month}]}
        for month in months
    ]
    return case({"id": name, "name": f"客户{name}"}, followups=calls)


def seen(*customers: Case) -> Portfolio:
    day = date.fromisoformat(AS_OF)
    found = [summarise(one.at(AS_OF), facts_of(one.at(AS_OF), OURS, policies(), day), OURS) for one in customers]
    actions = actions_of(OURS.segment_plans, day, 14, "CNY", (1, 1))
    return build(as_of=day, organisation=OURS, policies=policies(), summaries=found, segment_actions=actions)


def page(*customers: Case, lang: str = "zh-CN") -> str:
    return read(drawn(execution, seen(*customers), "en" if lang == "en" else "zh-CN")["execution.html"])


def test_the_latest_period_counts_who_is_done_and_names_who_is_not() -> None:
    each = progress_of(seen(customer("C1", "2024-07"), customer("C2", "2024-06"), customer("C3")))["SP-1.A1"]
    assert (each.period, each.done, each.customers, [who.id for who in each.waiting]) == ("2024-07", 1, 3, ["C2", "C3"])


def test_table_3_says_k_of_n_and_opens_the_list() -> None:
    said = page(customer("C1", "2024-07"), customer("C2"))
    assert "2 家中做到 1 家" in said
    assert "2024-07 还差 1 家" in said
    assert "客户C2" in said
    assert "1 of 2 customers" in page(customer("C1", "2024-07"), customer("C2"), lang="en")


def test_turns_of_earlier_periods_that_were_missed_are_counted_and_named() -> None:
    months = [f"2024-{month:02d}" for month in range(1, 8)]
    each = progress_of(seen(customer("C1", *months), customer("C2", *months[:4], months[-1]), customer("C3", *months[:5])))["SP-1.A1"]
    assert (each.missed, [(who.id, turns) for who, turns in each.missed_at], each.missed_more) == (3, [("C2", 2), ("C3", 1)], 0)
    said = page(customer("C1", *months), customer("C2", *months[:4], months[-1]))
    assert "此前漏做 2 家次" in said
    assert "漏 2 期" in said
    assert "2 earlier turns missed" in page(customer("C1", *months), customer("C2", *months[:4], months[-1]), lang="en")


def test_a_turn_of_the_running_period_is_not_missed_yet_and_without_missed_turns_nothing_is_said() -> None:
    months = [f"2024-{month:02d}" for month in range(1, 7)]
    assert progress_of(seen(customer("C1", *months)))["SP-1.A1"].missed == 0
    assert "漏做" not in page(customer("C1", *months))


def test_when_all_are_done_nobody_is_named() -> None:
    assert "还差" not in page(customer("C1", "2024-07"))


def test_an_action_for_the_segment_as_a_whole_has_its_own_status() -> None:
    assert "SP-1.A2" not in progress_of(seen(customer("C1")))


def test_of_very_many_customers_some_are_named_and_the_rest_counted() -> None:
    one = seen(customer("C1"))
    many = one._replace(summaries=tuple(one.summaries[0]._replace(id=f"C{n:04d}") for n in range(NAMED + 5)))
    each = progress_of(many)["SP-1.A1"]
    assert (len(each.waiting), each.more, each.customers) == (NAMED, 5, NAMED + 5)
    assert (len(each.missed_at), each.missed_more, each.missed) == (NAMED, 5, 6 * (NAMED + 5))


def test_without_such_an_action_no_customer_is_looked_at() -> None:
    assert progress_of(seen(customer("C1"))._replace(organisation=organisation())) == {}
