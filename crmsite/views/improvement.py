"""Improvement 改进: what problems come from, what is done about them, whether it worked, and what hangs loose."""

from __future__ import annotations

from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING

from crmsite.conclusions.calls import ANALYSIS, Answers, calls, cases_of, complaints_rule
from crmsite.figures.facts import Percent, Say, Who, say
from crmsite.grammar.fields import Localised
from crmsite.grammar.measures import measure_of
from crmsite.metrics.polls import polls_of
from crmsite.portfolio.books import book_from
from crmsite.portfolio.deferred import Deferred, key_of, written
from crmsite.portfolio.effect_rows import EffectRow, effect_row, looks_back
from crmsite.portfolio.poll_rows import dimension_label
from crmsite.portfolio.rows import Named, cited, named, naming
from crmsite.scores.improving.pdca import SIGNS, Pdca, in_unit, pdca_of
from crmsite.scores.improving.root_cause import Analysis, analysis_of
from crmsite.scores.improving.tracing import KINDS
from crmsite.slotted import Slotted
from crmsite.summaries.depth import EMPTY
from crmsite.summaries.followed import causes_of, trace_line
from crmsite.summaries.owing import WITHHELD
from crmsite.summaries.plain import unpack
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from crmsite.figures.facts import Shown
    from crmsite.grammar.fields import Citation
    from crmsite.kinds.improvement import Improvement, RootCause
    from crmsite.metrics.figure import Book
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.depth import LooseLine
    from crmsite.summaries.summary import Summary

FULL = 20
"""How many improvements and analyses the page tells in full; of the others it tells the result."""

NAMED = 12
"""How many loose ends of a kind the page names, those of the best tiers first."""

LINKS = ("needs", "planned", "done", "proven", "effect")
PHASES = ("P", "D", "C", "A")


class Goal(Slotted):
    """What an improvement is measured by: where it began, where it is to come; the latter says the unit."""

    metric: Shown
    baseline: Shown
    target: Say


class CycleRow(Slotted):
    """One improvement: its goal, how it stands, the analysis that it answers."""

    goal: Goal
    fact: Pdca
    cause: str | None
    problem: Localised | None
    source: Citation
    change: EffectRow | None


class CauseRow(Slotted):
    """One analysis: its problem, what it found, what rests on it; ``answered`` are the improvements that name it."""

    id: str
    opened: date
    problem: Localised
    fact: Analysis
    evidence: tuple[str, ...]
    answered: tuple[str, ...]
    source: Citation


class OwnCause(Slotted):
    """One analysis that is a customer's own: told in full on that customer's page."""

    customer: Named
    id: str
    problem: Shown
    result: Shown


class LooseRow(Slotted):
    """One loose end with the customer where it hangs."""

    customer: Named
    ref: str
    text: Shown
    owner: Who | None
    since: str | None
    source: Citation | None


class LooseGroup(Slotted):
    """The loose ends of one kind: how many, at how many customers, the first of them."""

    kind: str
    total: int
    customers: int
    rows: tuple[LooseRow, ...]


class CallRow(Slotted):
    """One thing that calls for an analysis or an improvement: why, at whom, on what it rests, what answers it.

    ``wants`` is ``analysis`` or ``improvement``. ``refs`` and ``answers`` are ids, each with the place that tells of it.
    """

    rule: str
    wants: str
    sentence: Say
    names: tuple[Named, ...]
    more: int
    refs: tuple[tuple[str, str], ...]
    more_refs: int
    answers: tuple[tuple[str, str], ...]


class Link(Slotted):
    """One link of the chain: how many needs reach it, how many there are, the share as a whole percentage."""

    name: str
    reached: int
    of: int
    percent: int


class ImprovementView(Slotted):
    """The page."""

    head: Head
    lede: tuple[Say, ...]
    calls: tuple[CallRow, ...]
    cycles: tuple[CycleRow, ...]
    more_cycles: int
    causes: tuple[CauseRow, ...]
    more_causes: int
    own: tuple[OwnCause, ...]
    more_own: int
    links: tuple[Link, ...]
    loose: tuple[LooseGroup, ...]
    strays: tuple[tuple[Say, str], ...]


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the one page."""
    seen = [summary for summary in portfolio.summaries if not _empty(summary)]
    shown = [f"{naming(summary)}\0{summary.causes}\0{summary.trace}" for summary in seen]
    shown += [
        f"{naming(summary)}\0{_divided(summary)}\0{summary.satisfaction}\0{summary.promised}" for summary in portfolio.summaries
    ]
    if any(looks_back(record) for record in portfolio.organisation.improvements):
        shown += [f"{summary.rates}\0{summary.cared}\0{summary.standing.history}" for summary in portfolio.summaries]
    shared = portfolio.organisation
    key = key_of([*shown, written(shared.improvements), written(shared.rootcauses)])
    yield "improvement.html", "improvement.html", Deferred(key, partial(improvement, portfolio, seen), choosy=True)


def _divided(summary: Summary) -> str:
    """Return what decides whether a customer is in the group that an improvement reaches, or in one that fell."""
    traits, worth = summary.traits, summary.worth
    return "\0".join(
        str(one)
        for one in (
            summary.standing.tier, traits.tags, traits.stage, worth.segment, worth.band, traits.industry, traits.need_feature,
            traits.region,
        )
    )


def _empty(summary: Summary) -> bool:
    return summary.causes == summary.trace == EMPTY


def improvement(portfolio: Portfolio, seen: Sequence[Summary]) -> ImprovementView:
    """Put the page together; ``seen`` are the customers that have something to say on it."""
    shared = portfolio.organisation
    problems = {record.id: record.problem for record in shared.rootcauses}
    book = cache(partial(book_from, portfolio))
    cycles = sorted((_cycle(record, problems, portfolio, book) for record in shared.improvements), key=_open_first)
    causes = [_cause(record, shared.improvements) for record in reversed(shared.rootcauses)]
    own = [OwnCause(named(one), c.id, unpack(c.problem), unpack(c.result)) for one in seen for c in causes_of(one)]
    links, loose = _followed(portfolio, seen)
    return ImprovementView(
        Head("improvement", say("improve.title")),
        (say("improve.lede.withheld"),) if "improvement" in shared.withheld else _lede(cycles, causes), _calls(portfolio),
        tuple(cycles[:FULL]), max(0, len(cycles) - FULL), tuple(causes[:FULL]), max(0, len(causes) - FULL),
        tuple(own[:FULL]), max(0, len(own) - FULL), links, loose, _strays(cycles, causes),
    )


def _open_first(row: CycleRow) -> tuple[bool, int, str]:
    latest = max((measure.due.toordinal() for measure in row.fact.measures), default=0)
    return (row.fact.phase in ("A", "off"), -latest, row.fact.id)


def _cycle(
    record: Improvement, problems: dict[str, Localised], portfolio: Portfolio, book: Callable[[], Book]
) -> CycleRow:
    soon = 14 if portfolio.policies is None else portfolio.policies.warnings(portfolio.as_of).due_soon_days
    metric = record.metric
    goal = Goal(
        _metric(metric.name), Percent(metric.baseline) if metric.unit == "ratio" else metric.baseline,
        say("improve.target", op=SIGNS[metric.op], n=in_unit(metric.target, metric.unit)),
    )
    fact = pdca_of(record, portfolio.as_of, soon)
    return CycleRow(goal, fact, record.cause, problems.get(record.cause or ""), record.cite(), effect_row(portfolio, record, book))


def _metric(name: str) -> Shown:
    """Return how a metric is called, with the dimension that follows the point; one that nobody knows is called as written."""
    measure = measure_of(name)
    if measure is None:
        return name
    label = Localised(measure.zh, measure.en)
    part = name.partition(".")[2]
    return say("improve.metric_part", metric=label, part=dimension_label(part)) if part else label


def _cause(record: RootCause, improvements: Sequence[Improvement]) -> CauseRow:
    answered = tuple([one.id for one in improvements if one.cause == record.id])
    return CauseRow(record.id, record.opened, record.problem, analysis_of(record), record.evidence, answered, record.cite())


def _lede(cycles: Sequence[CycleRow], causes: Sequence[CauseRow]) -> tuple[Say, ...]:
    """Say how the improvements stand: running and late, tried and true, tried and short, not tried."""
    if not cycles and not causes:
        return (say("improve.lede.none"),)
    found = []
    running = [row for row in cycles if row.fact.phase in ("P", "D")]
    late = sum(measure.standing.status == "overdue" for row in cycles for measure in row.fact.measures)
    if running:
        found.append(say("improve.lede.running", n=len(running)))
        found.append(say("improve.lede.late" if late else "improve.lede.in_time", n=late))
    effects = Counter(row.fact.effect.effective for row in cycles if row.fact.effect.state == "value")
    if effects:
        key = "judged" if len(effects) == 2 else "effective" if effects[True] else "short"
        found.append(say(f"improve.lede.{key}", n=effects.total(), k=effects[True], short=effects[False]))
    waiting = sum(row.fact.phase == "C" and row.fact.effect.state != "value" for row in cycles)
    if waiting:
        found.append(say("improve.lede.unchecked", n=waiting))
    guessed = sum(not row.fact.verified for row in causes if row.fact.steps)
    if causes:
        found.append(say("improve.lede.causes" if guessed else "improve.lede.verified", n=len(causes), k=guessed))
    return tuple(found)


def _calls(portfolio: Portfolio) -> tuple[CallRow, ...]:
    """Return what calls for more, what nobody answers first; nothing where the reader may not see what it rests on."""
    if portfolio.policies is None or any(summary.promised == WITHHELD for summary in portfolio.summaries):
        return ()
    shared, own = portfolio.organisation, {summary.id: summary for summary in portfolio.summaries}
    policies, as_of = portfolio.policies, portfolio.as_of
    cases = cases_of(portfolio.summaries, shared.rootcauses)
    found = calls(
        cases, polls_of(portfolio.summaries, shared.surveys, shared.anonymous),
        policies.satisfaction(as_of), policies.findings(as_of), complaints_rule(policies, as_of),
        Answers(shared.rootcauses, shared.improvements), portfolio.as_of,
    )
    there = {line.subject: f"c/{name}.html#{line.subject}" for name, line in cases}
    there |= {line.id: f"c/{one.id}.html#{line.id}" for one in portfolio.summaries for line in causes_of(one)}
    own_pages = [*(one.id for one in shared.rootcauses), *(one.id for one in shared.improvements)]
    there |= {name: f"improvement.html#{name}" for name in own_pages}
    rows = [
        CallRow(
            one.rule, "analysis" if one.rule in ANALYSIS else "improvement", one.sentence,
            tuple([named(own[name]) for name in one.ids[:NAMED]]), max(0, len(one.ids) - NAMED),
            tuple([(ref, there.get(ref, "satisfaction.html")) for ref in one.refs[:NAMED]]), max(0, len(one.refs) - NAMED),
            tuple([(name, there.get(name, "improvement.html")) for name in one.answers]),
        )
        for one in found
    ]
    return tuple(sorted(rows, key=lambda row: bool(row.answers)))


def _strays(cycles: Sequence[CycleRow], causes: Sequence[CauseRow]) -> tuple[tuple[Say, str], ...]:
    """Return what of the improvements themselves hangs loose."""
    found = [(say("improve.stray.cause", id=row.id), row.id) for row in causes if not row.answered]
    found += [(say("improve.stray.cycle", id=row.fact.id), row.fact.id) for row in cycles if row.cause is None]
    unchecked = [row for row in cycles if row.fact.effect.reason == "no_check"]
    return (*found, *((say("improve.stray.check", id=row.fact.id), row.fact.id) for row in unchecked))


def _followed(portfolio: Portfolio, seen: Sequence[Summary]) -> tuple[tuple[Link, ...], tuple[LooseGroup, ...]]:
    sums = [0] * len(LINKS)
    held: dict[str, list[tuple[Summary, LooseLine]]] = {kind: [] for kind in KINDS}
    for summary in seen:
        trace = trace_line(summary)
        if trace is None:
            continue
        sums = [a + b for a, b in zip(sums, trace.links, strict=True)]
        for loose in trace.loose:
            held[loose.kind].append((summary, loose))
    order = {tier: place for place, (tier, _) in enumerate(portfolio.cuts)}
    named_sums = zip(LINKS, sums, strict=True)
    links = tuple([Link(name, n, sums[0], round(100 * n / sums[0])) for name, n in named_sums if sums[0]])
    return links, tuple([_group(kind, found, order) for kind, found in held.items() if found])


def _group(kind: str, found: list[tuple[Summary, LooseLine]], order: dict[str, int]) -> LooseGroup:
    found.sort(key=lambda pair: (order.get(pair[0].standing.tier or "", len(order)), pair[1].since or "9", pair[0].id, pair[1].ref))
    customers = len({summary.id for summary, _ in found})
    return LooseGroup(kind, len(found), customers, tuple([_loose(summary, line) for summary, line in found[:NAMED]]))


def _loose(summary: Summary, line: LooseLine) -> LooseRow:
    owner = Who(line.owner) if line.owner else None
    return LooseRow(named(summary), line.ref, unpack(line.text), owner, line.since, cited(line.source))
