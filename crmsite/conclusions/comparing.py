"""Comparisons 比较: whether one segment differs from all others, by an exact test, with the false finds of many tests held down."""

from __future__ import annotations

from decimal import Decimal
from math import erfc
from typing import TYPE_CHECKING

from crmsite.conclusions.finding import Finding
from crmsite.figures.shown import Say, Shown, Term, say
from crmsite.inference.counting import fisher
from crmsite.inference.intervals import newcombe
from crmsite.inference.many_tests import benjamini_hochberg
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crmsite.conclusions.finding import Ground, Module
    from crmsite.summaries.summary import Summary

EXACT_UP_TO = 400
"""Up to so many customers every table is counted."""

EXPECTED_AT_LEAST = 5
"""Below so many expected in a cell the approximation may not be used."""


class Group(Slotted):
    """Something that some customers have: its name, its label, and of whom it is true or not; others were not asked."""

    name: str
    label: Shown
    inside: Mapping[str, bool]


class _Tested(Slotted):
    """One segment and one thing: who has it inside, who else is inside, how many have it outside and of how many, the chance."""

    group: Group
    dimension: str
    segment: str
    ids: tuple[str, ...]
    others: tuple[str, ...]
    outside: int
    of: int
    p: Decimal


def segments_of(summary: Summary) -> dict[str, str]:
    """Return the segments that a customer is held in, by dimension."""
    traits, worth = summary.traits, summary.worth
    held = {
        "tier": summary.standing.tier, "industry": traits.industry, "need_feature": traits.need_feature, "region": traits.region,
        "segment": worth.segment,
    }
    return {name: value for name, value in held.items() if value}


def compared(
    ground: Ground, rule: str, module: Module, groups: Sequence[Group], *, severity: int, skip: Sequence[str] = ()
) -> list[Finding]:
    """Return the segments in which something is more frequent than elsewhere: at enough customers, seldom enough by chance.

    All pairs of segment and thing are tested together, and the rate of false finds is that of the whole table.
    """
    segments: dict[tuple[str, str], list[str]] = {}
    for one in ground.summaries:
        for dimension, value in segments_of(one).items():
            if dimension not in skip:
                segments.setdefault((dimension, value), []).append(one.id)
    here = {one.id for one in ground.summaries}
    tests = [found for group in groups for found in _tests(group, segments, here, ground.gates.support)]
    rates = benjamini_hochberg([one.p for one in tests])
    gates = ground.gates
    kept = [
        (q, one)
        for q, one in zip(rates, tests, strict=True)
        if q <= gates.false_share and _higher(one) and len(one.ids) >= gates.support
    ]
    kept.sort(key=lambda pair: (pair[0], pair[1].group.name, pair[1].dimension, pair[1].segment))
    return [_finding(rule, module, one, q, severity) for q, one in kept]


def _tests(group: Group, segments: Mapping[tuple[str, str], list[str]], here: set[str], support: int) -> list[_Tested]:
    asked = {name: has for name, has in group.inside.items() if name in here}
    total, having = len(asked), sum(asked.values())
    found = []
    for (dimension, value), names in sorted(segments.items()):
        inside = [name for name in names if name in asked]
        ids = tuple([name for name in inside if asked[name]])
        if len(inside) < support or len(inside) == total:
            continue
        others = tuple([name for name in inside if not asked[name]])
        outside, of = having - len(ids), total - len(inside)
        found.append(_Tested(group, dimension, value, ids, others, outside, of, chance(len(ids), len(inside), outside, of)))
    return found


def chance(count: int, total: int, other_count: int, other_total: int) -> Decimal:
    """Return how likely two shares differ this much by chance: exactly, or by chi-squared where all of many are expected often.

    Counting every table of ten thousand customers would take minutes; with five or more expected in each cell the
    approximation differs in no digit that matters.
    """
    whole, having = total + other_total, count + other_count
    least = min(total, other_total) * min(having, whole - having) / whole
    if whole <= EXACT_UP_TO or least < EXPECTED_AT_LEAST:
        return fisher(count, total, other_count, other_total)
    apart = count * (other_total - other_count) - other_count * (total - count)
    square = Decimal(apart) ** 2 * whole / (Decimal(total) * other_total * having * (whole - having))
    return Decimal(f"{erfc(float((square / 2).sqrt())):.12g}")


def _higher(one: _Tested) -> bool:
    return len(one.ids) * one.of > one.outside * (len(one.ids) + len(one.others))


def _finding(rule: str, module: Module, one: _Tested, q: Decimal, severity: int) -> Finding:
    n = len(one.ids) + len(one.others)
    where = label_of(one.dimension, one.segment)
    counts = {"k": len(one.ids), "n": n, "k2": one.outside, "n2": one.of}
    sentence = say(f"report.say.{rule}", what=one.group.label, segment=where, q=round(q, 3), **counts)
    ends = newcombe(len(one.ids), n, one.outside, one.of)
    subject = f"{one.group.name}.{one.dimension}.{one.segment}"
    return Finding(
        rule, subject, module, sentence, one.ids, one.others, Decimal(len(one.ids)) / n - Decimal(one.outside) / one.of, ends,
        "comparison", severity, q,
    )


def label_of(dimension: str, value: str) -> Say | Term:
    """Return a segment in words."""
    if dimension == "tier":
        return say("list.tier", tier=value)
    if dimension == "segment":
        return say(f"rfm.segment.{value}")
    return Term({"industry": "taxonomy:industry", "region": "taxonomy:region", "need_feature": "need_feature"}[dimension], value)
