"""Needs in depth: fit with what we can supply, Kano classes, what segments have in common."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from dossiers import case, policies, record

from crmsite.checks.case_file import CaseFile
from crmsite.checks.judgements import needs as checked
from crmsite.kinds.capability import Capability
from crmsite.kinds.need import Need
from crmsite.scores.wanting.fit import FitRule, fit_of, fit_rule, match_of

D = date.fromisoformat
NOW = D("2024-07-31")


# ── fit ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def rule(*capabilities: dict[str, object]) -> FitRule:
    found = [record("capability", **{"name": one["id"], "level": "high", **one}) for one in capabilities]
    return fit_rule([one for one in found if isinstance(one, Capability)], policies().match(NOW), NOW)


def need(name: str, importance: int | None = None, match: str | None = None, **more: object) -> Need:
    scores = {key: value for key, value in (("importance", importance), ("match", match)) if value is not None}
    plain = {"nature": "explicit", "kind": "function", "text": name, "source": "survey", "quote": "要", "recorded": "2024-01-01", "customer": "C1"}
    found = record("need", id=name, **{**plain, **scores, **more})
    assert isinstance(found, Need)
    return found


def test_the_worked_fit_is_seven_twelfths_of_three_assessed_needs() -> None:
    found = fit_of([need("N-1", 5, "high"), need("N-2", 4, "medium"), need("N-3", 3, "low")], rule())
    assert (found.met, found.whole, found.assessed, found.total) == (Decimal(7), 12, 3, 3)
    assert round(found.value or 0, 3) == Decimal("0.583")
    assert [factor.points for factor in found.receipt.factors] == [5, 2, 0]


def test_what_is_not_assessed_is_not_zero_and_closed_needs_are_over() -> None:
    closed = need("N-4", 5, "low", closed={"on": "2024-02-01", "outcome": "met"})
    found = fit_of([need("N-1", 5, "high"), need("N-2", 4), need("N-3", None, "low"), closed], rule())
    assert (found.value, found.assessed, found.total) == (Decimal(1), 1, 3)


def test_without_an_assessment_the_fit_is_unknown_and_without_open_needs_it_does_not_apply() -> None:
    assert fit_of([need("N-1", 5)], rule())[:2] == ("unknown", "not_assessed")
    assert fit_of([], rule())[:2] == ("not_applicable", "no_open_needs")


@pytest.mark.parametrize(
    ("capability", "match", "able", "above"),
    [
        ({"level": "high"}, "high", "high", False),
        ({"level": "medium"}, "high", "medium", True),
        ({"level": "high", "available_from": "2024-07-31"}, "high", "high", False),
        ({"level": "high", "available_from": "2024-08-01"}, "low", None, True),
        ({"level": "high", "available_from": "2024-08-01"}, None, None, False),
    ],
)
def test_a_need_is_held_against_what_its_capability_gives_today(capability: dict[str, object], match: str | None, able: str | None, above: bool) -> None:
    found = match_of(need("N-1", 5, match, capability="CAP-1"), rule({"id": "CAP-1", **capability}))
    assert (found.able, found.above, found.named) == (able, above, True)


def test_a_need_that_names_no_capability_is_held_against_the_ablest_of_its_themes() -> None:
    rules = rule({"id": "CAP-1", "level": "low", "themes": ["training"]}, {"id": "CAP-2", "level": "medium", "themes": ["training"]},
                 {"id": "CAP-3", "level": "high", "themes": ["training"], "available_from": "2025-01-01"}, {"id": "CAP-4", "level": "high", "themes": ["mobile"]})
    found = match_of(need("N-1", 5, "high", themes=["training"]), rules)
    assert (found.capability, found.able, found.named, found.above) == ("CAP-2", "medium", False, False)
    assert match_of(need("N-2", 5, "high", themes=["price"]), rules).capability is None


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ({"match": "high", "gap": "缺"}, ["high-match-with-gap"]),
        ({"match": "medium", "gap": "缺"}, []),
        ({"match": "high"}, []),
        ({"match": "high", "gap": "缺", "closed": {"on": "2024-02-01", "outcome": "met"}}, []),
        ({"nature": "pain"}, ["pain-without-impact"]),
        ({"nature": "pain", "pain": {"text": "痛", "decision_impact": "high"}}, []),
        ({"nature": "implicit"}, ["implicit-without-evidence"]),
        ({"nature": "implicit", "evidence": ["O-1"]}, []),
    ],
)
def test_check_names_a_high_match_with_a_gap_and_natures_without_their_ground(more: dict[str, object], faults: list[str]) -> None:
    seen = CaseFile("C1", {Need: [need("N-1", **more)]}, (), (), (), {}, {}, None, None)  # type: ignore[arg-type]
    assert [fault.rule for fault in checked(seen)] == faults


def test_a_customer_without_open_needs_or_risks_costs_nothing() -> None:
    from dossiers import facts

    from crmsite.in_depth import NOTHING

    assert facts(case(), "2024-07-31").in_depth is NOTHING
