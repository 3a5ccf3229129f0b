"""Risk register 风险控制: likelihood times impact, its band, the state of its controls, what is left, when it is reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import Factor, Receipt, Say
from crmsite.figures.in_depth import ControlFact, ResidualFact, RiskFact
from crmsite.scores.actions import standing_of
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crmsite.figures.facts import Shown
    from crmsite.figures.in_depth import RiskBand
    from crmsite.grammar.fields import Citation, Localised
    from crmsite.kinds.approach import EffectsPolicy
    from crmsite.kinds.risk import Control, Risk

SEED = "4-01"
_DONE = ("done_on_time", "done_late")


class RiskRule(Slotted):
    """What the date and the policy fix for every risk."""

    as_of: date
    soon: int
    high: int
    medium: int
    policy: str


def risk_rule(policy: EffectsPolicy, as_of: date, soon: int) -> RiskRule:
    """Prepare the register for a date."""
    return RiskRule(as_of, soon, policy.risk_high, policy.risk_medium, policy.id)


def band_of(product: int, rule: RiskRule) -> RiskBand:
    """Return the band of a product of likelihood and impact."""
    return "high" if product >= rule.high else "medium" if product >= rule.medium else "low"


def risk_of(risk: Risk, rule: RiskRule) -> RiskFact:
    """Work out one risk as it stands. A closed one has no review any more."""
    product = risk.likelihood * risk.impact
    controls = tuple([_control(control, rule) for control in risk.controls])
    late = (rule.as_of - risk.review).days if risk.review is not None and risk.closed is None else 0
    residual = _residual(risk, controls, rule)
    return RiskFact(
        risk.id, risk.text, risk.likelihood, risk.impact, product, band_of(product, rule), risk.response, risk.owner,
        risk.raised, risk.review, max(0, late), risk.closed, controls, residual, _receipt(risk, controls, residual, rule),
        risk.cite("text"),
    )


def _control(control: Control, rule: RiskRule) -> ControlFact:
    status, days = standing_of(control.due, control.done, rule.as_of, rule.soon)
    return ControlFact(control.text, control.owner, control.due, control.done, status, days)


def _residual(risk: Risk, controls: tuple[ControlFact, ...], rule: RiskRule) -> ResidualFact:
    """Tell what is left: only where all controls are done and somebody judged it since."""
    if not controls:
        return _unknown("no_controls")
    done = [control.done for control in controls if control.done is not None]
    if len(done) < len(controls):
        return _unknown("open_controls")
    judged = risk.residual
    if judged is None or judged.on < max(done):
        return _unknown("not_judged")
    product = judged.likelihood * judged.impact
    return ResidualFact("value", None, judged.likelihood, judged.impact, product, band_of(product, rule))


def _unknown(reason: str) -> ResidualFact:
    return ResidualFact("unknown", reason, None, None, None, None)


def _receipt(risk: Risk, controls: tuple[ControlFact, ...], residual: ResidualFact, rule: RiskRule) -> Receipt:
    left = (residual.product, residual.band) if residual.product is not None and residual.band is not None else None
    weighed = Weighed(risk.likelihood, risk.impact, tuple([(one.text, one.status, one.days) for one in controls]), left)
    cited = [risk.cite("likelihood"), risk.cite("impact"), *(risk.cite("controls", place) for place in range(len(controls)))]
    return receipt_of(weighed, [*cited, risk.cite("residual")], (risk.cite("text"),), rule)


class Weighed(Slotted):
    """What a risk is weighed by: both judgements, the text, status and days of each control, what is left with its band."""

    likelihood: int
    impact: int
    controls: tuple[tuple[Localised, str, int | None], ...]
    left: tuple[int, str] | None


def receipt_of(weighed: Weighed, cited: Sequence[Citation], sources: tuple[Citation, ...], rule: RiskRule) -> Receipt:
    """Say what makes a risk as large as it is. ``cited`` are the places of likelihood, impact, each control, what is left."""
    product = weighed.likelihood * weighed.impact
    band = Say(f"risk.band.{band_of(product, rule)}")
    result = Say("risk.result", (("l", weighed.likelihood), ("i", weighed.impact), ("n", product), ("band", band)))
    rows: list[tuple[Say, Shown]] = [
        (Say("risk.factor.likelihood"), weighed.likelihood), (Say("risk.factor.impact"), weighed.impact)
    ]  # fmt: skip
    for text, status, days in weighed.controls:
        plain = days is None or (status == "done_on_time" and not days)
        standing = Say(f"action.status.{status}{'.plain' if plain else ''}", () if plain else (("n", days),))
        rows.append((Say("risk.factor.control", (("text", text),)), standing))
    if weighed.left is not None:
        left = Say("risk.residual.value", (("n", weighed.left[0]), ("band", Say(f"risk.band.{weighed.left[1]}"))))
        rows.append((Say("risk.factor.residual"), left))
    places: list[tuple[Citation, ...]] = [(place,) for place in cited] or [()] * len(rows)
    factors = tuple([Factor(name, value, None, None, place) for (name, value), place in zip(rows, places, strict=False)])
    parameters = ((Say("risk.parameter.high"), rule.high), (Say("risk.parameter.medium"), rule.medium))
    return Receipt("risk", result, factors, parameters, rule.policy, SEED, sources)
