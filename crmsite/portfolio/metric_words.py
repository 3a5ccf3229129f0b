"""Words of metrics: how a figure is told, its value in its unit, its sentence, its interval, what it was divided from."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from crmsite.figures.facts import Money, Percent, Say, Term, say
from crmsite.metrics.aims import CHANGES

if TYPE_CHECKING:
    from crmsite.figures.facts import Shown
    from crmsite.grammar.measures import Measure
    from crmsite.metrics.aims import Judged
    from crmsite.metrics.figure import Figure

SAMPLE = 5
"""Below so many in the denominator a share is told as a count, and no line is drawn."""

NONE_TOLD = frozenset({
    "churn_rate", "churn_rate_annual", "churn_amount", "winback_rate", "repurchase_rate", "renewal_rate", "renewal_amount_rate",
    "executive_visits", "open_needs", "actions_overdue", "alerts_open", "csat_top2", "loyalty_index", "duty_coverage",
    "duty_on_time", "sla_met", "care_coverage",
})  # fmt: skip
"""Figures of which nought is told in a sentence of its own."""


def shown(value: Decimal | None, measure: Measure, currency: str) -> Shown:
    """Return a value as the unit of its metric is printed."""
    if value is None:
        return None
    if measure.unit in ("share", "growth"):
        return Percent(value)
    if measure.unit == "money":
        return Money(value, currency)
    if measure.unit == "count":
        return int(value)
    if measure.unit == "nps":
        return int(value.to_integral_value(ROUND_HALF_UP))
    if measure.unit in ("days", "years", "hours"):
        return say(f"metrics.unit.{measure.unit}", n=round(value, 1))
    return value


def headline(found: Figure, measure: Measure, currency: str) -> Shown:
    """Return the figure itself; a share of a few is told as a count, since one more would move it by far."""
    if found.value is None:
        return None
    if measure.unit == "share" and found.interval is not None and found.denominator is not None and found.denominator < SAMPLE:
        return say("metrics.of", k=_counted(found.numerator), n=_counted(found.denominator))
    return shown(found.value, measure, currency)


def sentence_of(found: Figure, measure: Measure, currency: str) -> Say | None:
    """Return the figure as a sentence; ``None`` where there is no value."""
    if found.value is None:
        return None
    key = f"metrics.say.{found.metric}"
    if measure.unit == "growth":
        key += ".up" if found.value > 0 else ".down" if found.value < 0 else ".same"
    elif not found.numerator and found.metric in NONE_TOLD:
        key += ".none"
    value = abs(found.value) if measure.unit == "growth" else found.value
    return say(
        key, value=shown(value, measure, currency), k=_counted(found.numerator), n=_counted(found.denominator), ids=len(found.ids),
        known=found.known, a=_amount(found.numerator, currency), b=_amount(found.denominator, currency),
    )


def _counted(value: Decimal | None) -> int:
    return int(value) if value is not None else 0


def _amount(value: Decimal | None, currency: str) -> Money | None:
    return None if value is None else Money(value, currency)


def between(found: Figure, measure: Measure, currency: str) -> Say | None:
    """Return the interval in words; ``None`` where there is none."""
    if found.interval is None:
        return None
    low, high = (shown(end, measure, currency) for end in found.interval)
    return say("metrics.between", low=low, high=high)


def made(found: Figure, measure: Measure, currency: str) -> Say | None:
    """Return numerator and denominator as they were divided; of a sum that it is one, of waiting times how many there were."""
    if found.value is None:
        return None
    if measure.unit == "hours":
        return say("metrics.times", n=found.parts[0][1])
    if found.denominator is None or found.numerator is None:
        return say("metrics.sum")
    parts = divided(found, measure, currency)
    return say("metrics.of", k=parts[0], n=parts[1])


def divided(found: Figure, measure: Measure, currency: str) -> tuple[Shown, Shown]:
    """Return numerator and denominator in their own units."""
    if measure.id in ("aov", "renewal_amount_rate", "upsell_rate", "aov_growth"):
        below: Shown = int(found.denominator or 0) if measure.id == "aov" else Money(found.denominator or Decimal(0), currency)
        return Money(found.numerator or Decimal(0), currency), below
    return _round(found.numerator), _round(found.denominator)


def _round(value: Decimal | None) -> Shown:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else round(value, 1)


def wanted_words(op: str, value: Decimal, unit: str, measure: Measure, currency: str) -> Say:
    """Say what is wanted of a metric."""
    words = {">=": "at_least", ">": "more", "<=": "at_most", "<": "less", "=": "exactly"}[op]
    return say(f"goals.op.{words}", value=in_unit(value, unit, measure, currency))


def in_unit(value: Decimal | None, unit: str, measure: Measure, currency: str) -> Shown:
    """Return a value in the unit of a target, with the unit said."""
    if value is None:
        return None
    if unit in CHANGES:
        return say(f"goals.change.{unit}.{'more' if value >= 0 else 'less'}", value=Percent(abs(value)), n=abs(value) * 100)
    if unit == "money":
        return Money(value, currency)
    if unit in ("scale_1_5", "scale_0_100") and measure.unit != "nps":
        return say("goals.scale", value=value, unit=Term("unit", unit))
    return shown(value, measure, currency)


def why_unknown(found: Judged) -> Say | None:
    """Say why a target has no actual value; ``None`` where it has one, or where it is withheld."""
    if found.actual is not None or found.verdict == "withheld":
        return None
    return say(f"metrics.reason.{found.figure.reason or 'no_base'}")
