"""Improvement cycle PDCA: the phase from dates, and whether the check met the target. Done is not effective."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from crmsite.kinds.improvement import Improvement

Phase = Literal["plan", "do", "check", "act"]


class Cycle(NamedTuple):
    """Where an improvement stands. ``effective`` is ``None`` until a value was measured after the last measure was done."""

    phase: Phase
    effective: bool | None
    measured: Decimal | None


def cycle_of(improvement: Improvement, as_of: date) -> Cycle:
    """Follow one cycle: planned, under way once one measure has begun, to be checked once all are done, then decided."""
    measures = [m for m in improvement.plan if m.cancelled is None or m.cancelled.on > as_of]
    done = [m.done for m in measures if m.done is not None and m.done <= as_of]
    begun = bool(done) or any(
        (m.start is not None and m.start <= as_of) or any(step.on <= as_of for step in m.progress) for m in measures
    )
    if not measures or len(done) < len(measures):
        return Cycle("do" if begun else "plan", None, None)
    checks = [c for c in improvement.checks if max(done) <= c.date <= as_of]
    if not checks:
        return Cycle("check", None, None)
    value = max(checks, key=lambda c: c.date).value
    decided = improvement.act is not None and improvement.act.date <= as_of
    return Cycle("act" if decided else "check", _meets(value, improvement.metric.op, improvement.metric.target), value)


def _meets(value: Decimal, op: str, target: Decimal) -> bool:
    if op == "=":
        return value == target
    if op in (">", ">="):
        return value > target or (op == ">=" and value == target)
    return value < target or (op == "<=" and value == target)
