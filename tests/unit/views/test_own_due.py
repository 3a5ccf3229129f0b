"""What belongs to no customer and is due to one of us: on that person's page, and on the overview, counted like all the rest."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from dossiers import organisation, policies, record
from portfolios import AS_OF, customer, drawn, portfolio, read

from crmsite.audience import Audience, redacted_organisation
from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.portfolio.deferred import Deferred
from crmsite.portfolio.portfolio import build
from crmsite.scores.actions import actions_of
from crmsite.views import overview, owners
from crmsite.views.own_due import own_due, week_of

if TYPE_CHECKING:
    from crmsite.portfolio.portfolio import Portfolio

METRIC = {"name": "first_response_hours_p90", "baseline": 40, "target": 24, "op": "<=", "unit": "h"}


def measure(name: str, due: str, **more: object) -> dict[str, object]:
    return {"id": name, "text": f"措施{name}", "owner": "E-qi", "due": due, **more}


def improvement(*plan: dict[str, object]) -> object:
    return record("improvement", id="IM-1", metric=METRIC, plan=list(plan))


def risk(**more: object) -> object:
    plain = {"id": "RK-1", "text": "夜间无人", "likelihood": 4, "impact": 3, "response": "mitigate", "owner": "E-qi", "raised": "2024-06-01"}
    return record("risk", **{**plain, **more})


def action(name: str, **more: object) -> dict[str, object]:
    return {"id": name, "text": f"行动{name}", "owner": "E-qi", **more}


def shared(**kinds: object) -> Portfolio:
    of = portfolio(customer("C1"))
    return of._replace(organisation=of.organisation._replace(**kinds))


def for_segment(*actions: dict[str, object]) -> Portfolio:
    plan = record("plan", id="SP-1", subject={"tier": ["S"]}, period={"from": "2024-01-01", "to": "2024-12-31"}, actions=list(actions))
    ours = organisation()._replace(segment_plans=(plan,))  # type: ignore[arg-type]
    day = date.fromisoformat(AS_OF)
    facts = actions_of(ours.segment_plans, day, 14, "CNY", CALENDAR_YEAR)
    return build(as_of=day, organisation=ours, policies=policies(), summaries=(), segment_actions=facts)


OPEN = improvement(measure("M1", "2024-07-12"), measure("M2", "2024-06-30", done="2024-06-28"), measure("M3", "2024-08-02"))
CONTROL = risk(controls=[{"text": "夜间值守", "due": "2024-07-26"}], review="2024-08-20")


def listed(of: Portfolio) -> list[tuple[str, str, str | None]]:
    return [(row.line.kind, row.line.ref, row.line.owner) for row in own_due(of)]


def test_measures_that_are_open_and_controls_of_our_own_risks_wait_for_their_owners_the_oldest_first() -> None:
    assert listed(shared(improvements=(OPEN,), risks=(CONTROL,))) == [
        ("measure", "IM-1.M1", "E-qi"), ("control", "RK-1.1", "E-qi"), ("measure", "IM-1.M3", "E-qi"),
    ]


def test_an_action_for_a_segment_waits_too_but_for_one_that_is_owed_to_each_customer() -> None:
    of = for_segment(action("A1", due="2024-07-10"), action("A2", due="2024-07-10", done="2024-07-09"), action("A3", due="2024-08-31", per_customer=True))
    assert listed(of) == [("action", "SP-1.A1", "E-qi")]


def test_what_was_given_up_waits_for_nobody() -> None:
    gone = measure("M1", "2024-07-12", cancelled={"on": "2024-07-01", "reason": "改方案"})
    assert listed(shared(improvements=(improvement(gone),))) == []
    assert listed(for_segment(action("A1", due="2024-07-10", cancelled={"on": "2024-07-01", "reason": "改方案"}))) == []


def test_overdue_and_due_this_week_are_counted_apart() -> None:
    of = shared(improvements=(OPEN,), risks=(CONTROL,))
    assert week_of(own_due(of), of) == (2, 1)  # 31 July 2024 is a Wednesday
    assert week_of([], of) == (0, 0)


@pytest.mark.parametrize(
    ("lang", "late", "soon"),
    [
        ("zh-CN", "逾期 19 天改进 IM-1 措施M1", "08-02 周五改进 IM-1 措施M3"),
        ("en", "19 days lateImprovement IM-1 措施M1", "Fri 2 AugImprovement IM-1 措施M3"),
    ],
)
def test_the_owner_s_page_and_the_overview_tell_the_same(lang: str, late: str, soon: str) -> None:
    of = shared(improvements=(OPEN,), risks=(CONTROL,))
    first = drawn(overview, of, lang)["index.html"]  # type: ignore[arg-type]
    mine = drawn(owners, of, lang)["owners/E-qi.html"]  # type: ignore[arg-type]
    for page in (first, mine):
        assert late in read(page)
        assert soon in read(page)
        assert 'improvement.html#IM-1.M1"' in page
        assert 'risks.html#RK-1"' in page
        assert "IM-1.yaml" in read(page), "each names the file that it is written in"
    assert ("2 项待办逾期。" if lang == "zh-CN" else "2 things late.") in read(mine)


def test_a_measure_that_moves_moves_the_page_of_its_owner_and_no_other() -> None:
    of = shared(improvements=(OPEN,))
    moved = shared(improvements=(improvement(measure("M1", "2024-07-15")),))
    before, after = ({path: view.key for path, _, view in owners.pages(one) if isinstance(view, Deferred)} for one in (of, moved))
    assert [path for path in before if before[path] != after[path]] == ["owners/E-qi.html"]


def test_who_may_not_see_risks_is_told_of_no_control() -> None:
    of = shared(improvements=(OPEN,), risks=(CONTROL,))
    team = Audience("team", frozenset(["public", "internal"]), frozenset(), frozenset(), frozenset())
    seen = of._replace(organisation=redacted_organisation(of.organisation, team), policies=None)
    assert "control" not in {kind for kind, _, _ in listed(seen)}
    assert "RK-1" not in "".join(drawn(owners, seen).values())
