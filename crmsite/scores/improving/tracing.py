"""Traceability 追溯: from need to plan, action, proof and effect; and what hangs loose at one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.figures.facts import Say
from crmsite.grammar.fields import Citation, Localised
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import ActionFact, Alert, Facts, NeedFact
    from crmsite.kinds.plan import Action, Plan

KINDS = ("need", "action", "proof", "plan", "alert")
"""What may hang loose: needs that no action serves, actions that serve nothing, actions done without proof, plans without
an effect, alerts without an answer."""

DONE = ("done_on_time", "done_late")
_OVER = (*DONE, "cancelled")


class Loose(Slotted):
    """One thing that hangs loose: its kind, its id, its words, whose turn it is, since when where that is known."""

    kind: str
    ref: str
    text: Localised | Say
    owner: str | None
    since: date | None
    source: Citation


class Links(Slotted):
    """How many needs reach each link of the chain; each counts only those that reached the one before."""

    needs: int
    planned: int
    done: int
    proven: int
    effect: int


class Trace(NamedTuple):
    """One customer's chain, and what hangs loose, by :data:`KINDS`."""

    links: Links
    loose: tuple[Loose, ...]


def trace_of(dossier: Dossier, facts: Facts) -> Trace:
    """Follow every need of a customer, and name what leads nowhere or comes from nowhere.

    Looks only at what the dossier and the facts show: where an audience sees no alerts, none is missed.
    """
    if not (dossier.needs or dossier.plans or facts.alerts):
        return Trace(Links(0, 0, 0, 0, 0), ())
    acts, written = _actions(dossier, facts)
    return Trace(_links(facts.needs, acts, written), (*_work(dossier, facts, acts, written), *_unanswered(facts.alerts)))


def loose_work(dossier: Dossier, facts: Facts) -> list[Loose]:
    """Return what hangs loose in a customer's needs and plans, without the alerts that nobody answered."""
    return _work(dossier, facts, *_actions(dossier, facts)) if dossier.needs or dossier.plans else []


def _actions(dossier: Dossier, facts: Facts) -> tuple[dict[str, ActionFact], dict[str, Action]]:
    """Return the actions by ``PLAN.ID``: as they stand, and as they are written."""
    written = {f"{plan.id}.{action.id}": action for plan in dossier.plans for action in plan.actions}
    return {f"{action.plan}.{action.id}": action for action in facts.actions}, written


def _work(dossier: Dossier, facts: Facts, acts: dict[str, ActionFact], written: dict[str, Action]) -> list[Loose]:
    found = [*_needs(dossier, facts)] if dossier.needs else []
    if acts:
        found += [*_aimless(acts, written), *_unproven(acts, written)]
    if dossier.plans:
        found += _without_effect(dossier.plans, acts, facts)
    return found


def _links(needs: Iterable[NeedFact], acts: dict[str, ActionFact], written: dict[str, Action]) -> Links:
    count = planned = carried = shown = effect = 0
    for need in needs:
        count += 1
        if not need.actions:
            continue
        serving = [ref for ref in need.actions if ref in acts and ref in written]
        done = [ref for ref in serving if carried_out(acts[ref])]
        proven = [ref for ref in done if written[ref].proof]
        planned += bool(serving)
        carried += bool(done)
        shown += bool(proven)
        effect += any(_worked(written[ref]) for ref in proven) if proven else 0
    return Links(count, planned, carried, shown, effect)


def carried_out(action: ActionFact) -> bool:
    """Tell whether an action was done, a recurring one at least once."""
    return action.status in DONE or action.done is not None or action.periods_done > 0


def _worked(action: Action) -> bool:
    """Tell whether anybody wrote down what came of an action."""
    return action.result is not None or action.feedback is not None


def _needs(dossier: Dossier, facts: Facts) -> list[Loose]:
    served = {need.id for need in facts.needs if need.actions}
    return [
        Loose("need", need.id, need.text, need.owner or facts.owner, need.recorded, need.cite("text"))
        for need in dossier.needs
        if need.closed is None and need.id not in served
    ]


def _aimless(acts: dict[str, ActionFact], written: dict[str, Action]) -> list[Loose]:
    aims = {ref for ref, own in written.items() if own.needs or own.objective or own.answers}
    return [
        Loose("action", ref, action.text, action.owner, action.due, action.source)
        for ref, action in acts.items()
        if ref not in aims and action.status != "cancelled" and ref in written
    ]


def _unproven(acts: dict[str, ActionFact], written: dict[str, Action]) -> list[Loose]:
    return [
        Loose("proof", ref, action.text, action.owner, action.done, action.source)
        for ref, action in acts.items()
        if action.status in DONE and action.recurs is None and ref in written and not written[ref].proof
    ]


def _without_effect(plans: Iterable[Plan], acts: dict[str, ActionFact], facts: Facts) -> Iterable[Loose]:
    """Yield plans that are over, or have all their actions behind them, and of which nobody wrote down what came."""
    for plan in plans:
        named = [f"{plan.id}.{action.id}" for action in plan.actions]
        own = [acts[name] for name in named if name in acts]
        over = plan.period.to < facts.as_of or all(action.status in _OVER for action in own)
        if over and any(action.status != "cancelled" for action in own) and not any(_worked(action) for action in plan.actions):
            text = plan.strategy or Say("trace.plan", (("id", plan.id),))
            yield Loose("plan", plan.id, text, plan.owner or facts.owner, plan.period.to, plan.cite())


def _unanswered(alerts: Iterable[Alert]) -> Iterable[Loose]:
    for alert in alerts:
        if not alert.answered_by and alert.waived_until is None:
            source = alert.sources[0] if alert.sources else Citation("", 1)
            yield Loose("alert", alert.id, alert.text, alert.owner, alert.since, source)
