"""Work on a profile: the needs and what is planned for each, the plans with their actions, what waits for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import Money, Say, Term, Who
from crmsite.figures.shown import LISTED
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import ActionFact, Alert, Facts, NeedFact, NextStep, Receipt
    from crmsite.figures.in_depth import NeedMatch
    from crmsite.grammar.fields import Citation, Localised
    from crmsite.kinds.need import Need
    from crmsite.kinds.plan import Action, Plan
    from crmsite.views.profile.aims import AimRow

_OPEN_LAST = ("done_on_time", "done_late", "cancelled")


class AlertRow(Slotted):
    """One early warning: how grave, what happened, since when, who must answer, whether somebody has."""

    level: str
    rule: str
    since: date
    text: Say
    answer: Say
    late: bool
    owner: str | None
    suggestion: Localised | None
    sources: tuple[Citation, ...]
    receipt: Receipt


class ActionRow(Slotted):
    """One action of a plan. ``proof``: ids of records, each with whether it stands on the same page."""

    text: Localised
    strategy: Localised | None
    ref: str
    owner: str | None
    due: date | None
    status: str
    days: int | None
    percent: int | None
    recurs: Say | None
    expected: Localised | None
    result: Localised | None
    needs: tuple[str, ...]
    done_when: Localised | None
    proof: tuple[tuple[str, bool], ...]
    source: Citation


class NeedRow(Slotted):
    """One need and what is planned for it."""

    id: str
    text: Localised
    nature: Term
    kind: Term
    origin: Term
    quadrant: str | None
    importance: int | None
    urgency: int | None
    kano: Term | None
    match: Term | None
    gap: Localised | None
    pain: Localised | None
    impact: Term | None
    owner: str | None
    action: ActionRow | None
    actions: int
    closed: Say | None
    source: Citation
    evidence: tuple[tuple[str, bool], ...]
    able: Say | None
    above: bool
    limits: Localised | None


class PlanRow(Slotted):
    """One plan: its scenario and objectives, its actions with the open ones first, what is put into it.

    ``past``: it is over, and nothing is left open.
    """

    id: str
    past: bool
    scenario: Term | None
    strategy: Localised | None
    objectives: tuple[AimRow, ...]
    actions: tuple[ActionRow, ...]
    means: tuple[Say, ...]


class StepRow(Slotted):
    """What waits for somebody."""

    text: Localised | Say
    due: date | None
    status: str
    days: int | None
    owner: str | None


def step_row(step: NextStep) -> StepRow:
    """Return one thing that waits."""
    return StepRow(step.text, step.due, step.status, step.days, step.owner)


def alert_row(alert: Alert) -> AlertRow:
    """Return one early warning with the state of its answer."""
    late = False
    if alert.waived_until is not None:
        answer = alert.waiver or Say("profile.alert.waived", (("until", alert.waived_until),))
    elif alert.answered_by:
        answer = Say("profile.alert.answered", (("ids", ", ".join(alert.answered_by)),))
    elif alert.answer_late_days > 0:
        late = True
        answer = Say("profile.alert.late", (("n", alert.answer_late_days),))
    else:
        answer = Say("profile.alert.open", (("due", alert.answer_due),))
    return AlertRow(
        alert.level, alert.rule, alert.since, alert.text, answer, late, alert.owner, alert.suggestion, alert.sources, alert.receipt
    )


def action_rows(dossier: Dossier, facts: Facts, *, complete: bool) -> dict[str, ActionRow]:
    """Return the actions of a customer by ``PLAN.ID``; of proof that the page does not hold, a ``complete`` one tells the id."""
    written = {f"{plan.id}.{action.id}": action for plan in dossier.plans for action in plan.actions}
    proven = [action for action in written.values() if action.proof]
    here = {*[need.id for need in dossier.needs], *_told(dossier)} if proven else ()
    rows = {}
    for fact in facts.actions:
        ref = f"{fact.plan}.{fact.id}"
        action = written.get(ref)
        told = action.proof if action is not None and (fact.done or fact.periods_done) else ()
        proof = tuple([(name, name in here) for name in told if complete or name in here]) if told else ()
        rows[ref] = _action(ref, fact, action, proof)
    return rows


def _told(dossier: Dossier) -> list[str]:
    """Return the ids of what the page tells of contacts and cases."""
    return [*[followup.id for followup in dossier.followups], *[case.id for case in dossier.cases]]


def _action(ref: str, fact: ActionFact, written: Action | None, proof: tuple[tuple[str, bool], ...]) -> ActionRow:
    """Return one action; of a recurring one, how its periods went."""
    recurs = None
    if fact.recurs:
        kept = "both" if fact.periods_done and fact.periods_missed else "missed" if fact.periods_missed else "done"
        recurs = Say(
            f"profile.recurs.{kept if fact.periods_done or fact.periods_missed else 'first'}",
            (
                ("every", Term("every", fact.recurs)),
                ("period", fact.period or ""),
                ("done", fact.periods_done),
                ("missed", fact.periods_missed),
            ),
        )
    return ActionRow(
        fact.text,
        fact.strategy,
        ref,
        fact.owner,
        fact.due,
        fact.status,
        fact.days,
        fact.percent,
        recurs,
        fact.expected,
        fact.result,
        fact.needs,
        written.done_when if written is not None else None,
        proof,
        fact.source,
    )


def need_rows(dossier: Dossier, facts: Facts, actions: dict[str, ActionRow]) -> tuple[NeedRow, ...]:
    """Return the needs by their rank within the customer; those without one last."""
    records = {need.id: need for need in dossier.needs}
    shown = [need for need in dossier.needs if need.evidence and need.nature == "implicit"]
    here = frozenset(_told(dossier) if shown else ())
    matches = {match.id: match for match in facts.in_depth.matches}
    placed = [(fact, records[fact.id]) for fact in facts.needs if fact.id in records]
    placed.sort(key=lambda pair: (pair[0].rank_customer is None, pair[0].rank_customer or 0, pair[0].id))
    return tuple([_need(fact, need, actions, here, matches.get(fact.id)) for fact, need in placed])


def _need(fact: NeedFact, need: Need, actions: dict[str, ActionRow], here: frozenset[str], match: NeedMatch | None) -> NeedRow:
    serving = [actions[ref] for ref in fact.actions if ref in actions]
    waiting = [action for action in serving if action.status not in _OPEN_LAST] or serving
    closed = None
    if need.closed is not None:
        closed = Say("profile.need.closed", (("outcome", Term("need_outcome", need.closed.outcome)), ("on", need.closed.on)))
    return NeedRow(
        need.id,
        need.text,
        LISTED["nature"][need.nature],
        LISTED["need_kind"][need.kind],
        LISTED["need_source"][need.source],
        fact.quadrant,
        fact.importance,
        fact.urgency,
        LISTED["kano"][need.kano.declared] if need.kano else None,
        LISTED["level"][need.match] if need.match else None,
        need.gap,
        need.pain.text if need.pain else None,
        LISTED["level"][need.pain.decision_impact] if need.pain else None,
        need.owner,
        waiting[0] if waiting else None,
        len(serving),
        closed,
        need.cite(),
        tuple([(name, name in here) for name in need.evidence]) if need.evidence and need.nature == "implicit" else (),
        _able(match),
        match is not None and match.above,
        match.limits if match is not None and match.named else None,
    )


def _able(match: NeedMatch | None) -> Say | None:
    """Return what the capability that a need is held against gives today."""
    if match is None or match.name is None:
        return None
    if match.able is None and match.since is not None:
        return Say("profile.able.since", (("name", match.name), ("day", match.since)))
    return Say("profile.able", (("name", match.name), ("level", Term("level", match.able or ""))))


def plan_rows(
    dossier: Dossier, actions: dict[str, ActionRow], currency: str, as_of: date, aims: Callable[[Plan], tuple[AimRow, ...]]
) -> tuple[PlanRow, ...]:
    """Return the plans, the latest first; within a plan the open actions first, by due date. ``aims`` judges its objectives."""
    rows = []
    for plan in sorted(dossier.plans, key=lambda plan: (plan.period.from_, plan.id), reverse=True):
        own = [row for ref, row in actions.items() if ref.rpartition(".")[0] == plan.id]
        own.sort(key=lambda row: (row.status in _OPEN_LAST, row.due is None, row.due.toordinal() if row.due else 0))
        past = plan.period.to < as_of and all(row.status in _OPEN_LAST for row in own)
        scenario = Term("scenario", plan.scenario) if plan.scenario else None
        rows.append(PlanRow(plan.id, past, scenario, plan.strategy, aims(plan), tuple(own), _means(plan, currency)))
    return tuple(rows)


def _means(plan: Plan, currency: str) -> tuple[Say, ...]:
    """Return who leads a plan, how many work on it, and what it may cost, as far as that is written."""
    found = []
    if plan.owner is not None:
        found.append(Say("profile.means.owner", (("name", Who(plan.owner)),)))
    if plan.headcount is not None:
        found.append(Say("profile.means.headcount", (("n", plan.headcount),)))
    if plan.budget is not None:
        found.append(Say("profile.means.budget", (("amount", Money(plan.budget.amount, plan.budget.currency or currency)),)))
    return tuple(found)
