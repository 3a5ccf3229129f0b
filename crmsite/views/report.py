"""Report 分析报告: status, needs, issues, strategy, plan, forecast 现状-需求-问题-策略-计划-预估, each claim with its evidence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crmsite.conclusions.calls import complaints_rule
from crmsite.conclusions.drawn import Conclusions, conclusions
from crmsite.conclusions.finding import Finding, Ground
from crmsite.figures.facts import Money, Say, Term, Who, say
from crmsite.grammar.fields import Localised
from crmsite.grammar.measures import measure_of
from crmsite.metrics.aims import judge_objectives
from crmsite.portfolio.books import book_from
from crmsite.portfolio.changes import among
from crmsite.portfolio.deferred import Deferred, key_of, written
from crmsite.portfolio.evidence import PLACES, lines_of
from crmsite.portfolio.metric_words import in_unit, why_unknown
from crmsite.portfolio.rows import Named, named
from crmsite.portfolio.trouble import Piece, trouble, worst_first
from crmsite.slotted import Slotted
from crmsite.summaries.pressing import OVER
from crmsite.views.execution import subject_name
from crmsite.views.exhibits import NOTHING, Exhibits, exhibits, needs_shown
from crmsite.views.frame import Head
from crmsite.views.goals import Row, target_rows, wanted_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from crmsite.conclusions.advice import Advice
    from crmsite.figures.facts import Shown
    from crmsite.grammar.fields import Citation
    from crmsite.metrics.figure import Book
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

NAMED = 5
"""How many customers stand beside a finding."""


class FindingRow(Slotted):
    """One finding with its number, its rule in words, the customers it counts, and the lines that it rests on at the first of them.

    ``place`` is the section of a customer's page that shows what was counted; ``lines`` are none where that comes from many.
    """

    number: int
    rule: Say
    sentence: Say
    strength: str
    names: tuple[Named, ...]
    more: int
    counted: Say | None
    place: str
    lines: tuple[Citation, ...]


class AdviceRow(Slotted):
    """One recommendation with the numbers of the findings that it rests on."""

    action: Say
    role: Say
    cites: tuple[int, ...]
    amount: Money | None
    customers: int


class OwnRow(Slotted):
    """A recommendation that somebody wrote. ``cites`` are the numbers of the findings that it rests on and that stand today.

    Without any it is a judgement by hand; ``named`` tells that it named some, none of which stands any longer.
    """

    text: Localised
    by: Who
    on: date
    cites: tuple[int, ...]
    named: bool
    source: Citation


class Strategy(Slotted):
    """One plan for a segment: for whom, what is done, by when it runs."""

    id: str
    subject: Localised | Say
    actions: tuple[Localised, ...]
    end: date
    source: Citation


class Wish(Slotted):
    """What a plan for a segment is to reach, as its owner typed it."""

    subject: Localised | Say
    metric: Shown
    wanted: Say
    due: date
    actual: Shown
    reason: Say | None
    verdict: str
    span: Say
    source: Citation


class Load(Slotted):
    """The actions of the plans: how many run, how many are overdue, at how many customers."""

    running: int
    overdue: int
    customers: int


class ReportView(Slotted):
    """The report. What a reader may not see is said to be withheld, never to be nothing."""

    head: Head
    period: str
    as_of: date
    customers: int
    presenter: Who | None
    team: tuple[Who, ...]
    goal: Localised | None
    trouble: tuple[Piece, ...]
    lede: Say
    advice: tuple[AdviceRow, ...]
    own: tuple[OwnRow, ...]
    status: tuple[FindingRow, ...]
    needs: tuple[FindingRow, ...]
    issues: tuple[FindingRow, ...]
    strategies: tuple[Strategy, ...]
    load: Load
    goals: tuple[Row, ...]
    wishes: tuple[Wish, ...]
    exhibits: Exhibits
    withheld: bool
    plans_withheld: bool
    goals_withheld: bool


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the report."""
    needs = needs_shown(portfolio.summaries)
    shown = [
        f"{one.face}\0{need}\0{one.wants}\0{one.doers}\0{one.rates}\0{one.satisfaction}\0{one.owed}\0{one.promised}"
        f"\0{one.cared}\0{one.fit}\0{one.pressing}\0{one.alerts}"
        for one, need in zip(portfolio.summaries, needs, strict=True)
    ]
    ours = portfolio.organisation
    key = key_of([*shown, repr(portfolio.segment_actions), repr(ours), written(ours.goals), written(ours.segment_plans)])
    yield "report.html", "report.html", Deferred(key, partial(report, portfolio), choosy=True)


def report(portfolio: Portfolio) -> ReportView:
    """Put the report together."""
    book = book_from(portfolio)
    shared = portfolio.organisation
    drawn = Conclusions((), ())
    if portfolio.policies is not None:
        ground = Ground(
            book, tuple(tier for tier, _ in portfolio.cuts), shared.surveys, portfolio.policies.findings(portfolio.as_of),
            shared.rootcauses, shared.improvements, complaints_rule(portfolio.policies, portfolio.as_of),
        )
        drawn = conclusions(ground)
    numbers = {found.id: number for number, found in enumerate(drawn.findings, 1)}
    own = {summary.id: summary for summary in portfolio.summaries}
    rows = {found.id: _row(found, numbers[found.id], own) for found in drawn.findings}
    settings = portfolio.organisation.site.report
    return ReportView(
        head=Head("report", say("report.title")), period=portfolio.quarter.id.replace("-", " "), as_of=portfolio.as_of,
        customers=len(own), presenter=Who(settings.presenter) if settings is not None and settings.presenter else None,
        team=tuple(Who(person) for person in settings.team) if settings is not None else (),
        goal=settings.goal if settings is not None else None, trouble=trouble(portfolio, worst_first(portfolio)),
        lede=_lede(portfolio, drawn, withheld=book.withheld),
        advice=tuple(_advice(one, numbers, portfolio.currency) for one in drawn.advice), own=_own(portfolio, drawn, numbers),
        status=_of("status", drawn, rows), needs=_of("needs", drawn, rows), issues=_of("issues", drawn, rows),
        strategies=_strategies(portfolio), load=_load(portfolio), goals=target_rows(portfolio, book),
        wishes=_wishes(portfolio, book),
        exhibits=NOTHING if book.withheld else exhibits(portfolio),
        withheld=book.withheld, plans_withheld="plan" in portfolio.organisation.withheld,
        goals_withheld="goals" in portfolio.organisation.withheld,
    )


def _lede(portfolio: Portfolio, drawn: Conclusions, *, withheld: bool) -> Say:
    if withheld:
        return say("report.lede.withheld")
    if not portfolio.summaries:
        return say("report.lede.none")
    if not drawn.findings:
        return say("report.lede.nothing")
    if not drawn.advice:
        return say("report.lede.calm", findings=len(drawn.findings))
    return say("report.lede", findings=len(drawn.findings), advice=len(drawn.advice), first=drawn.advice[0].action)


def _of(module: str, drawn: Conclusions, rows: Mapping[str, FindingRow]) -> tuple[FindingRow, ...]:
    return tuple(rows[found.id] for found in drawn.findings if found.module == module)


def _row(found: Finding, number: int, own: Mapping[str, Summary]) -> FindingRow:
    total = len(found.ids) + len(found.others)
    first = [own[name] for name in found.ids[:NAMED]]
    return FindingRow(
        number, _rule(found), found.sentence, found.strength, tuple(named(one) for one in first),
        max(0, len(found.ids) - NAMED), say("metrics.of", k=len(found.ids), n=total) if total else None, PLACES[found.rule],
        tuple(line for one in first for line in lines_of(found, one)),
    )


def _rule(found: Finding) -> Say:
    """Return the rule of a finding in words, with what it was asked of where it was asked of several things."""
    rule = say(f"report.rule.{found.rule}")
    listing = {"alert": "rule", "theme": "taxonomy:theme", "concentrated": "taxonomy:topic"}.get(found.rule)
    return rule if listing is None else say("report.rule_of", rule=rule, what=Term(listing, found.subject))


def _advice(one: Advice, numbers: Mapping[str, int], currency: str) -> AdviceRow:
    cites = tuple(sorted(numbers[name] for name in one.cites))
    return AdviceRow(one.action, one.role, cites, Money(one.amount, currency) if one.amount else None, len(one.ids))


def _own(portfolio: Portfolio, drawn: Conclusions, numbers: Mapping[str, int]) -> tuple[OwnRow, ...]:
    """Return what people recommended by the as-of date, as they wrote it down."""
    site = portfolio.organisation.site
    found = []
    for place, one in enumerate(site.report.recommendations if site.report is not None else ()):
        if one.on <= portfolio.as_of:
            cites = tuple([numbers[finding.id] for finding in drawn.findings if finding.rule in one.cites])
            source = site.cite("report", "recommendations", place, "text")
            found.append(OwnRow(one.text, Who(one.by), one.on, cites, bool(one.cites), source))
    return tuple(found)


def _strategies(portfolio: Portfolio) -> tuple[Strategy, ...]:
    """Return the plans for segments that run today."""
    plans = [plan for plan in portfolio.organisation.segment_plans if plan.period.from_ <= portfolio.as_of <= plan.period.to]
    return tuple(
        Strategy(plan.id, subject_name(plan), tuple(action.text for action in plan.actions), plan.period.to, plan.cite())
        for plan in plans
    )


def _load(portfolio: Portfolio) -> Load:
    doers = [
        [doer.split(" ") for doer in one.doers.split(",") if doer and not doer.startswith(OVER)] for one in portfolio.summaries
    ]
    running = sum(int(doer[1]) for held in doers for doer in held)
    overdue = sum(int(doer[2]) for held in doers for doer in held)
    return Load(running, overdue, sum(bool(held) for held in doers))


def _wishes(portfolio: Portfolio, book: Book) -> tuple[Wish, ...]:
    """Return what the plans for segments are to reach, with what came of it so far at who is in the segment today."""
    found = []
    shared, currency = portfolio.organisation, portfolio.currency
    for plan in shared.segment_plans:
        held = among(book, portfolio.summaries, plan)
        for number, (objective, judged) in enumerate(zip(plan.objectives, judge_objectives(held, plan), strict=True)):
            told = wanted_of(objective.metric, objective.op, objective.target, objective.unit, currency, shared)
            measure = measure_of(objective.metric)
            if told is None or measure is None or objective.due < portfolio.as_of:
                continue
            actual = in_unit(judged.actual, objective.unit, measure, currency)
            reason = why_unknown(judged)
            cited = plan.cite("objectives", number)
            span = say("goals.span", start=plan.period.from_, end=min(objective.due, portfolio.as_of))
            found.append(Wish(subject_name(plan), *told, objective.due, actual, reason, judged.verdict, span, cited))
    return tuple(found)
