"""PDCA 改进循环: the phase that an improvement has reached, each measure's status, and its effect by its check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from crmsite.figures.facts import Factor, Percent, Receipt, Say, Shown, Term
from crmsite.grammar.fields import Citation
from crmsite.scores.actions import Standing, standing_of
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from crmsite.figures.facts import Shown, State
    from crmsite.grammar.fields import Localised
    from crmsite.kinds.improvement import Act, Check, Improvement

Phase = Literal["P", "D", "C", "A", "off"]
"""Plan, do, check, act; ``off`` where every measure was given up."""

DONE = ("done_on_time", "done_late")
SEED = "3-22 3-23 3-24"


class MeasureFact(Slotted):
    """One measure and where it stands; ``percent`` is what was last written down of its progress."""

    id: str
    text: Localised
    owner: str
    due: date
    start: date | None
    done: date | None
    standing: Standing
    percent: int | None
    resources: Localised | None
    expected: Localised | None
    reason: Localised | None
    source: Citation


class CheckFact(Slotted):
    """One measured value, and as it is ``told`` with its unit.

    ``counts`` only after the last measure was done; ``closed`` is the part of the way to the target.
    """

    day: date
    value: Decimal
    told: Shown
    n: int
    source: Localised
    counts: bool
    met: bool
    closed: Percent | None


class Effect(Slotted):
    """Whether the improvement worked. ``reason`` where that is not known: ``not_done``, ``no_check``, ``met_before``."""

    state: State
    reason: str | None
    effective: bool | None
    check: CheckFact | None


class Pdca(Slotted):
    """One improvement at a date."""

    id: str
    phase: Phase
    measures: tuple[MeasureFact, ...]
    checks: tuple[CheckFact, ...]
    effect: Effect
    act: Act | None
    done: int
    live: int
    receipt: Receipt


def pdca_of(record: Improvement, as_of: date, soon: int) -> Pdca:
    """Work out one improvement as it stands; ``soon`` is from how many days ahead a measure is due soon.

    Done is not effective: only a check after the last measure that meets the target says so.
    """
    measures = tuple([_measure(record, place, as_of, soon) for place in range(len(record.plan))])
    live = [measure for measure in measures if measure.standing.status != "cancelled"]
    finished = bool(live) and all(measure.standing.status in DONE for measure in live)
    last = max([measure.done for measure in live if measure.done is not None], default=None) if finished else None
    checks = tuple([_check(record, check, last) for check in sorted(record.checks, key=lambda check: check.date)])
    phase = _phase(record, live, finished=finished, as_of=as_of)
    effect = _effect(record, checks, finished=finished)
    done = sum([measure.standing.status in DONE for measure in live])
    receipt = _receipt(record, phase, effect, measures)
    return Pdca(record.id, phase, measures, checks, effect, record.act, done, len(live), receipt)


def _measure(record: Improvement, place: int, as_of: date, soon: int) -> MeasureFact:
    measure = record.plan[place]
    cancelled = measure.cancelled is not None
    standing = standing_of(measure.due, measure.done, as_of, soon, start=measure.start, cancelled=cancelled)
    percent = max(measure.progress, key=lambda step: step.on).percent if measure.progress else None
    return MeasureFact(
        measure.id, measure.text, measure.owner, measure.due, measure.start, measure.done, standing, percent,
        measure.resources, measure.expected, measure.cancelled.reason if measure.cancelled else None,
        Citation(record.path, measure.line("id")),
    )


def _phase(record: Improvement, live: list[MeasureFact], *, finished: bool, as_of: date) -> Phase:
    if record.act is not None:
        return "A"
    if not live:
        return "off"
    if finished:
        return "C"
    return "D" if any(_begun(measure, as_of) for measure in live) else "P"


def _begun(measure: MeasureFact, as_of: date) -> bool:
    started = measure.start is not None and measure.start <= as_of
    return started or measure.done is not None or bool(measure.percent)


def _check(record: Improvement, check: Check, last: date | None) -> CheckFact:
    metric = record.metric
    way = metric.target - metric.baseline
    closed = Percent((check.value - metric.baseline) / way) if way else None
    counts = last is not None and check.date >= last and check.n > 0
    met, told = meets(check.value, metric.op, metric.target), in_unit(check.value, metric.unit)
    return CheckFact(check.date, check.value, told, check.n, check.source, counts, met, closed)


def meets(value: Decimal, op: str, target: Decimal) -> bool:
    """Tell whether a value reaches its target."""
    if op == "=":
        return value == target
    if op in (">=", ">"):
        return value > target or (op == ">=" and value == target)
    return value < target or (op == "<=" and value == target)


def _effect(record: Improvement, checks: tuple[CheckFact, ...], *, finished: bool) -> Effect:
    if not finished:
        return Effect("unknown", "not_done", None, None)
    judged = [check for check in checks if check.counts]
    if not judged:
        return Effect("unknown", "no_check", None, None)
    latest = judged[-1]
    metric = record.metric
    if meets(metric.baseline, metric.op, metric.target):
        return Effect("unknown", "met_before", None, latest)
    return Effect("value", None, latest.met, latest)


SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}
"""How a comparison is printed."""


def in_unit(value: Decimal, unit: str) -> Shown:
    """Return a value of an improvement's metric with its unit; a ratio is told as a percentage."""
    return Percent(value) if unit == "ratio" else Say("improve.value", (("n", value), ("unit", Term("improve_unit", unit))))


def _receipt(record: Improvement, phase: Phase, effect: Effect, measures: tuple[MeasureFact, ...]) -> Receipt:
    factors = [
        Factor(Say("improve.measure", (("id", measure.id),)), _standing(measure), None, None, (measure.source,))
        for measure in measures
    ]
    metric = record.metric
    baseline = in_unit(metric.baseline, metric.unit)
    factors.append(Factor(Say("improve.factor.baseline"), baseline, None, None, (record.cite("metric", "baseline"),)))
    target = Say("improve.target", (("op", SIGNS[metric.op]), ("n", in_unit(metric.target, metric.unit))))
    factors.append(Factor(Say("improve.factor.target"), target, None, None, (record.cite("metric", "target"),)))
    if effect.check is not None:
        value = Say("improve.checked", (("n", effect.check.told), ("k", effect.check.n), ("day", effect.check.day)))
        factors.append(Factor(Say("improve.factor.check"), value, None, None, (record.cite("checks"),)))
    return Receipt("pdca", result_of(phase, effect), tuple(factors), (), "", SEED, (record.cite(),))


def _standing(measure: MeasureFact) -> Say:
    status, days = measure.standing
    plain = days is None or (status == "done_on_time" and not days)
    return Say(f"action.status.{status}.plain") if plain else Say(f"action.status.{status}", (("n", days),))


def result_of(phase: Phase, effect: Effect) -> Say:
    """Return phase and effect in one sentence."""
    told = f"effect.{effect.reason}" if effect.state != "value" else "effect.yes" if effect.effective else "effect.no"
    return Say("improve.result", (("phase", Say(f"improve.phase.{phase}")), ("effect", Say(f"improve.{told}"))))
