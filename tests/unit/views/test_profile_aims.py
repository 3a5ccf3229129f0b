"""What a customer's plans aim at stands beside what it came to at this customer: reached, not reached, unknown with the reason."""

from __future__ import annotations

from datetime import date

import pytest
from dossiers import Case, case, facts, organisation, policies

from crmsite.audience import Audience, redacted_dossier, redacted_facts
from crmsite.views.profile import profile
from crmsite.views.profile.aims import AimRow

DAY = "2024-07-31"
ORDERS = [("2021-05-02", 5), ("2022-09-01", 100_000), ("2023-05-02", 20_000), ("2023-10-02", 60_000), ("2024-05-02", 90_000)]


def aiming(metric: str, target: object, unit: str, op: str = ">=", due: str = "2024-12-31") -> Case:
    objective = {"id": "O1", "metric": metric, "op": op, "target": target, "unit": unit, "due": due}
    return case(orders=ORDERS, plans=[{"period": {"from": "2024-01-01", "to": "2024-12-31"}, "objectives": [objective]}])


def row(of: Case) -> AimRow:
    view = profile(of.at(DAY), facts(of, DAY), organisation(), policies(), date.fromisoformat(DAY))
    return (*view.plans, *view.past_plans)[0].objectives[0]


@pytest.mark.parametrize(("target", "verdict"), [(0.15, "ahead"), (0.8, "behind")])
def test_an_objective_is_held_against_what_this_customer_did_so_far(target: float, verdict: str) -> None:
    found = row(aiming("upsell_rate", target, "ratio"))
    assert (found.verdict, found.reason) == (verdict, None)
    assert found.actual is not None


def test_once_it_is_due_it_was_reached_or_missed() -> None:
    assert row(aiming("amount_12m", 100_000, "money", due="2024-06-30")).verdict == "met"
    assert row(aiming("amount_12m", 200_000, "money", due="2024-06-30")).verdict == "missed"


@pytest.mark.parametrize(
    ("metric", "unit", "reason"),
    [("survey_return_rate", "ratio", "of_all_only"), ("nps", "scale_0_100", "no_survey"), ("fit", "ratio", "no_open_need"), ("duty_coverage", "ratio", "no_duty_closed")],
)
def test_what_cannot_be_told_of_this_customer_says_why(metric: str, unit: str, reason: str) -> None:
    found = row(aiming(metric, 0.5, unit))
    assert (found.actual, found.verdict) == (None, "unknown")
    assert found.reason is not None
    assert found.reason.key == f"metrics.reason.{reason}"


def test_a_change_is_told_against_the_year_before() -> None:
    assert row(aiming("amount_12m", 0.1, "relative")).verdict in ("ahead", "behind")


def test_who_may_not_see_figures_sees_the_objective_and_no_verdict() -> None:
    of = aiming("amount_12m", 100_000, "money")
    team = Audience("team", frozenset(["public", "internal"]), frozenset(), frozenset(), frozenset())
    seen = profile(redacted_dossier(of.at(DAY), team), redacted_facts(facts(of, DAY), team), organisation(), policies(), date.fromisoformat(DAY))
    rows = [one for plan in (*seen.plans, *seen.past_plans) for one in plan.objectives]
    assert [(one.actual, one.reason, one.verdict) for one in rows] == [(None, None, "withheld")]
