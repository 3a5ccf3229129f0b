"""Rows of effects 前后变化: an improvement's metric before and after, in words, with its receipt; or why it is not told."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.dossier.waves import exact
from crmsite.figures.facts import Factor, Receipt, Say, say
from crmsite.grammar.measures import Measure, measure_of
from crmsite.metrics.own_figures import how_measured
from crmsite.portfolio.changes import Told, Untold, change_told
from crmsite.portfolio.metric_words import shown
from crmsite.scores.improving.change import Gates
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from crmsite.figures.facts import Shown, State
    from crmsite.kinds.improvement import Improvement
    from crmsite.metrics.figure import Book
    from crmsite.portfolio.changes import Side
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.scores.improving.change import Compared


LEAST = Decimal("0.001")
"""Below this a probability is told as being below it."""


class EffectRow(Slotted):
    """What became of an improvement's metric at the same customers.

    ``told`` is the sentence, ``known`` whether it tells a change; ``notes`` are its caveats. ``compared`` holds it against the
    others, ``held`` tells whether that is a difference; ``trend`` is what both were before. ``against``: the same customers moved
    away from the target.
    """

    told: Say
    known: bool
    notes: tuple[Say, ...]
    compared: Say | None
    held: bool
    times: Say
    trend: tuple[tuple[Shown, Shown, Shown], ...]
    receipt: Receipt | None
    against: bool = False


def looks_back(record: Improvement) -> bool:
    """Tell whether an improvement is measured by what all customers' figures of past days are needed for."""
    return how_measured(record.metric.name) in ("years", "quarters")


def effect_row(portfolio: Portfolio, record: Improvement, book: Callable[[], Book]) -> EffectRow | None:
    """Return what is told of an improvement's change; ``None`` while it runs, or where the reader may not see it."""
    if portfolio.policies is None:
        return None
    policy = portfolio.policies.effects(portfolio.as_of)
    found = change_told(portfolio, record, Gates(policy.compare_customers, policy.compare_periods, policy.change_customers), book)
    if found is None:
        return None
    if isinstance(found, Untold):
        words = say(f"change.untold.{found.reason}.day" if found.day else f"change.untold.{found.reason}", day=found.day)
        return EffectRow(words, False, (), None, False, say("change.col.time"), (), None)
    measure = measure_of(record.metric.name)
    assert measure is not None
    moved, way = found.change.difference, record.metric.target - record.metric.baseline
    against = found.change.state == "value" and moved is not None and moved * (1 if way > 0 else -1) < 0 and way != 0
    return _row(found, measure, portfolio, policy.id)._replace(against=against)


def _row(found: Told, measure: Measure, portfolio: Portfolio, policy: str) -> EffectRow:
    change, currency, compared = found.change, portfolio.currency, found.compared
    kind = "survey" if found.how == "surveys" else "time"
    times = {"before": found.before.label, "after": found.after.label, "n": change.pairs}
    if change.state == "value" and change.p is not None:
        mean = "mean" if measure.unit == "score" else "other"
        words = say(
            f"change.told.{mean}", **times, first=_value(change.before, measure, currency),
            last=_value(change.after, measure, currency), diff=_moved(change.difference, measure, currency), p=_seldom(change.p),
        )
    else:
        words = say(f"change.few.{kind}", **times)
    once = change.lost + change.joined
    held = compared is not None and compared.state == "value"
    notes = [say("change.caveat.held" if held else "change.caveat")]
    if found.seasons:
        notes.append(say("change.seasons"))
    if once:
        notes.append(say(f"change.once.{kind}", n=once))
    trend = [(label, _value(mine, measure, currency), _value(theirs, measure, currency)) for label, mine, theirs in found.trend]
    against = _compared(compared, found, measure, currency) if compared is not None else None
    return EffectRow(
        words, change.state == "value", tuple(notes), against,
        held, say(f"change.col.{kind}"), tuple(trend),
        _receipt(found, measure, portfolio, policy),
    )


def _receipt(found: Told, measure: Measure, portfolio: Portfolio, policy: str) -> Receipt:
    """Say what a change was made from: the means of the same customers, who was left out, what the comparison needs."""
    change, surveys, currency = found.change, portfolio.organisation.surveys, portfolio.currency

    def cited(side: Side) -> Factor:
        survey = surveys.get(side.survey or "")
        value = _value(change.before if side is found.before else change.after, measure, currency)
        sources = (survey.cite(),) if survey is not None else ()
        pairs = say("change.factor.pairs", n=change.pairs)
        state: State = "unknown" if value is None else "value"
        return Factor(say("change.factor.mean", when=side.label), value, None, pairs, sources, state)

    factors = [
        cited(found.before), cited(found.after),
        Factor(say("change.factor.lost"), change.lost), Factor(say("change.factor.joined"), change.joined),
    ]
    if change.p is not None:
        factors.append(Factor(say("change.factor.p"), f"{change.p:.4f}"))
    compared = found.compared
    if compared is not None and compared.state == "value":
        sides = (("treated", compared.treated_change, compared.treated), ("others", compared.others_change, compared.others))
        factors += [
            Factor(say(f"change.factor.{name}"), _moved(moved, measure, currency), None, say("change.factor.pairs", n=n))
            for name, moved, n in sides
        ]
    parameters = (
        (say("change.parameter.pairs"), found.gates.pairs), (say("change.parameter.customers"), found.gates.customers),
        (say("change.parameter.periods"), found.gates.periods),
    )
    told = change.state == "value"
    result = say("change.result", diff=_moved(change.difference, measure, currency)) if told else say("change.unknown")
    return Receipt("change", result, tuple(factors), parameters, policy, "2-44 3-16")


def _compared(compared: Compared, found: Told, measure: Measure, currency: str) -> Say:
    """Say how much more the treated changed than the others, or why that is not told."""
    gates = found.gates
    if compared.state != "value" or compared.p is None:
        key = f"change.refused.{compared.reason}"
        return say(key, k=compared.treated, n=compared.others, least=gates.customers, periods=gates.periods)
    return say(
        "change.compared", k=compared.treated, n=compared.others, mine=_moved(compared.treated_change, measure, currency),
        theirs=_moved(compared.others_change, measure, currency), value=_moved(compared.value, measure, currency),
        p=_seldom(compared.p),
    )


def _seldom(p: Decimal) -> str:
    """Return a probability of three digits; one that they would show as nought is told as below the least of them."""
    return "< 0.001" if p < LEAST else f"{p:.3f}"


def _value(value: Fraction | None, measure: Measure, currency: str) -> Shown:
    """Return a mean over customers as its metric is printed; means of what is counted have two digits."""
    if value is None:
        return None
    if measure.unit in ("score", "count", "level"):
        return f"{float(value):.2f}"
    if measure.unit == "nps":
        return f"{float(value):+.0f}".replace("-", "−")
    return shown(exact(value), measure, currency)


def _moved(value: Fraction | None, measure: Measure, currency: str) -> Shown:
    """Return a change with its sign; that of a share in points."""
    if value is None:
        return None
    size = exact(abs(value))
    words: Shown
    if measure.unit == "share":
        words = say("change.points", n=round(size * 100, 1))
    else:
        words = f"{float(size):.0f}" if measure.unit == "nps" else _value(abs(value), measure, currency)
    return say("change.less" if value < 0 else "change.more", value=words)
