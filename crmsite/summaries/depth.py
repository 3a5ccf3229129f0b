"""Depth: what the pages of improvement, risks and needs in depth show of one customer, as texts of JSON.

Each text is one page's business: whoever edits a risk leaves the text of loose ends as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from crmsite.scores.improving.root_cause import analysis_of
from crmsite.scores.improving.tracing import trace_of
from crmsite.scores.wanting.fit import has_gap
from crmsite.slotted import Slotted
from crmsite.summaries.plain import compact, day_text, number_text, pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import Facts
    from crmsite.figures.in_depth import RiskFact
    from crmsite.grammar.fields import Citation
    from crmsite.kinds.improvement import RootCause
    from crmsite.kinds.need import Need
    from crmsite.summaries.lines import Served

EMPTY = "[]"
"""The text of a customer with nothing to show."""


_IMPORTANT = ("Q1", "Q2")
"""The quadrants of important needs, the pressing ones first."""


class Depth(NamedTuple):
    """The texts of one customer, each JSON; :mod:`crmsite.summaries.followed` decodes them."""

    risks: str
    causes: str
    trace: str
    fit: str
    wants: str


class RiskLine(Slotted):
    """One risk of a customer as the register shows it; of each control text, owner, due day, status and days.

    ``residual`` is the product that is left, and its band in ``left``; without one ``left`` is the reason. ``lines`` are those of
    likelihood, impact, each control and what is left, in the file of ``source``.
    """

    id: str
    text: str | None
    likelihood: int
    impact: int
    product: int
    band: str
    response: str
    owner: str
    review: str | None
    review_late: int
    closed: str | None
    controls: list[list[str | int | None]]
    residual: int | None
    left: str | None
    source: str
    lines: list[int]


class CauseLine(Slotted):
    """One analysis of a customer's own: its problem, what it found."""

    id: str
    opened: str
    problem: str | None
    result: str | None
    source: str


class LooseLine(Slotted):
    """One thing that hangs loose."""

    kind: str
    ref: str
    text: str | None
    owner: str | None
    since: str | None
    source: str


class TraceLine(Slotted):
    """How many needs reach each link of the chain, and what hangs loose."""

    links: list[int]
    loose: list[LooseLine]


class FitLine(Slotted):
    """One open need as the page of fit lists it; ``listed``: it belongs into the list of gaps.

    Its words and dates stand among the customer's needs. ``able`` is what the capability gives today.
    """

    id: str
    quadrant: str | None
    importance: int | None
    urgency: int | None
    listed: bool
    match: str | None
    pain: str | None
    impact: str | None
    action: str | None
    capability: str | None
    able: str | None
    above: bool
    gap: bool
    owner: str | None


class WrittenNeed(Slotted):
    """Where a need is written, and what it counts for: its themes, whether it is pressing, important without a plan.

    ``themes`` are comma-separated. One that was withdrawn or merged into another counts for nothing, and is not here.
    """

    source: str
    themes: str
    pressing: bool
    bare: bool


class WantsLine(Slotted):
    """What one customer wants, in themes: all, those with a low match, what was declared of each; its pairs of Kano answers.

    ``waiting`` are the themes of needs that are open. ``needs`` counts those that say what it wants, ``pressing`` the open ones
    of the first quadrant, ``important`` those of the first two, ``bare`` the important ones for which nothing is planned.
    ``written`` tells where they stand, undecoded.
    """

    themes: list[str]
    poor: list[str]
    declared: list[list[str]]
    pairs: list[tuple[str, str, int, int]]
    waiting: list[str]
    needs: int
    pressing: int
    important: int
    bare: int
    written: list[list[Any]]


class FitLines(Slotted):
    """One customer's fit (decimal text of what is met, what is wanted, how many of how many assessed) and its open needs."""

    met: str | None
    whole: int | None
    assessed: int
    total: int
    needs: list[FitLine]


def depth_of(dossier: Dossier, facts: Facts, served: Mapping[str, Served]) -> Depth:
    """Return the texts of one customer; ``served`` are its needs, each with the action that speaks for it."""
    risks, causes = facts.in_depth.risks, dossier.rootcauses
    return Depth(
        compact([risk_line(risk) for risk in risks]) if risks else EMPTY,
        compact([_cause_line(record) for record in causes]) if causes else EMPTY,
        _trace_text(dossier, facts),
        _fit_text(dossier, facts, served) if facts.in_depth.matches else EMPTY,
        _wants_text(dossier, served),
    )


# What follows writes lines as plain tuples, each in the order of its class's fields: they become text and nothing else here.
def _trace_text(dossier: Dossier, facts: Facts) -> str:
    links, loose = trace_of(dossier, facts)
    if not links.needs and not loose:
        return EMPTY
    lines = [(one.kind, one.ref, pack(one.text), one.owner, day_text(one.since), _place(one.source)) for one in loose]
    return compact([links, lines])


def _fit_text(dossier: Dossier, facts: Facts, served: Mapping[str, Served]) -> str:
    written = {need.id: need for need in dossier.needs}
    lines = []
    for match in facts.in_depth.matches:
        need = written.get(match.id)
        if need is None or match.id not in served:
            continue
        fact, shown = served[match.id]
        lines.append(
            (
                need.id, fact.quadrant, fact.importance, fact.urgency, has_gap(need), need.match,
                pack(need.pain.text) if need.pain else None, need.pain.decision_impact if need.pain else None,
                pack(shown.text) if shown else None, match.capability, match.able, match.above, match.gap, need.owner,
            )
        )
    fit = facts.in_depth.fit
    return compact([number_text(fit.met), fit.whole, fit.assessed, fit.total, lines])


def _wants_text(dossier: Dossier, served: Mapping[str, Served]) -> str:
    """Return what a customer wants, in themes and in numbers."""
    counted = [need for need in dossier.needs if _counted(need)]
    pairs = [
        [answer.survey, pair.feature, pair.functional, pair.dysfunctional] for answer in dossier.responses for pair in answer.kano
    ]
    if not counted and not pairs:
        return EMPTY
    opened = [need for need in counted if need.closed is None]
    themes = _themes(counted)
    said = sorted([[theme, need.kano.declared] for need in opened if need.kano is not None for theme in need.themes])
    important = [one for one in served.values() if one.fact.open and one.fact.quadrant in _IMPORTANT]
    pressing = {one.fact.id for one in important if one.fact.quadrant == _IMPORTANT[0]}
    bare = {one.fact.id for one in important if one.by is None}
    written = [
        (_place(need.cite("text")), ",".join(need.themes), need.id in pressing, need.id in bare) for need in counted
    ]
    waiting = themes if len(opened) == len(counted) else _themes(opened)
    numbers = (len(counted), len(pressing), len(important), len(bare))
    return compact([themes, _themes([need for need in opened if need.match == "low"]), said, pairs, waiting, *numbers, written])


def _themes(needs: Iterable[Need]) -> list[str]:
    return sorted({theme for need in needs for theme in need.themes})


def _counted(need: Need) -> bool:
    """Tell whether a need says what its customer wants: not one that was withdrawn or merged into another."""
    return need.closed is None or need.closed.outcome not in ("withdrawn", "merged")


def risk_line(risk: RiskFact) -> RiskLine:
    """Return one risk as the register shows it."""
    controls: list[list[str | int | None]] = [
        [pack(control.text), control.owner, day_text(control.due), control.status, control.days] for control in risk.controls
    ]
    left = risk.residual
    return RiskLine(
        risk.id, pack(risk.text), risk.likelihood, risk.impact, risk.product, risk.band, risk.response, risk.owner,
        day_text(risk.review), risk.review_late, day_text(risk.closed), controls, left.product, left.band or left.reason,
        _place(risk.source), [source.line for factor in risk.receipt.factors for source in factor.sources],
    )


def _cause_line(record: RootCause) -> CauseLine:
    found = analysis_of(record)
    return CauseLine(record.id, record.opened.isoformat(), pack(record.problem), pack(found.receipt.result), _place(record.cite()))


def _place(cited: Citation) -> str:
    return f"{cited.path}:{cited.line}" if cited.path else ""
