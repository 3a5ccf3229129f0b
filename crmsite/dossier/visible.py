"""Records as they stood at a date: what is dated later is not there, what ended later has not ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from crmsite.grammar.fields import Record
    from crmsite.kinds.case import Case
    from crmsite.kinds.contact import Contact
    from crmsite.kinds.customer import Customer
    from crmsite.kinds.followup import FollowUp
    from crmsite.kinds.improvement import Improvement, Measure
    from crmsite.kinds.need import Need
    from crmsite.kinds.plan import Action, Plan
    from crmsite.kinds.risk import Control, Risk


def customer_at(customer: Customer, day: date) -> Customer | None:
    """Return the customer without later milestones and without what was judged of it later; ``None`` before its first stage."""
    for step in customer.stages:
        if step.from_ <= day:
            break
    else:
        return None
    update: dict[str, object] = {}
    if customer.milestones and any(event.date > day for event in customer.milestones):
        update["milestones"] = tuple(event for event in customer.milestones if event.date <= day)
    strategic, basis = customer.strategic, customer.need_feature_basis
    if strategic is not None and strategic.since is not None and strategic.since > day:
        update["strategic"] = None
    if basis is not None and basis.on > day:
        update |= {"need_feature": None, "need_feature_basis": None}
    return customer.model_copy(update=update) if update else customer


def contact_at(contact: Contact, day: date) -> Contact | None:
    """Return the contact; who leaves later is still there, trust judged later is not known yet."""
    if contact.since > day:
        return None
    update: dict[str, object] = {}
    if contact.left_on is not None and contact.left_on > day:
        update["left_on"] = None
    if contact.trust and any(trust.on > day for trust in contact.trust):
        update["trust"] = tuple(trust for trust in contact.trust if trust.on <= day)
    return contact.model_copy(update=update) if update else contact


def need_at(need: Need, day: date) -> Need | None:
    """Return the need; one that closes later is open."""
    if need.recorded > day:
        return None
    update: dict[str, object] = {}
    if need.closed is not None and need.closed.on > day:
        update["closed"] = None
    if need.kano is not None and need.kano.on > day:
        update["kano"] = None
    return need.model_copy(update=update) if update else need


def followup_at(followup: FollowUp, day: date) -> FollowUp | None:
    """Return the follow-up; a next step done later is not done."""
    if followup.day > day:
        return None
    step = followup.next
    if step is None or step.done is None or step.done <= day:
        return followup
    return followup.model_copy(update={"next": step.model_copy(update={"done": None})})


def case_at(case: Case, day: date) -> Case | None:
    """Return the case with only the events that had happened."""
    if case.opened.day > day:
        return None
    update: dict[str, object] = {}
    for name in ("first_response", "solution_offered", "resolved", "callback"):
        moment = getattr(case, name)
        if moment is not None and moment.day > day:
            update[name] = None
    if case.escalations and any(step.date > day for step in case.escalations):
        update["escalations"] = tuple(step for step in case.escalations if step.date <= day)
    return case.model_copy(update=update) if update else case


def risk_at(risk: Risk, day: date) -> Risk | None:
    """Return the risk; one that closes later is open, a control done later is not done."""
    if risk.raised > day:
        return None
    update: dict[str, object] = {}
    if risk.closed is not None and risk.closed > day:
        update["closed"] = None
    if risk.residual is not None and risk.residual.on > day:
        update["residual"] = None
    if any(control.done is not None and control.done > day for control in risk.controls):
        update["controls"] = tuple(_control_at(control, day) for control in risk.controls)
    return risk.model_copy(update=update) if update else risk


def _control_at(control: Control, day: date) -> Control:
    return control.model_copy(update={"done": None}) if control.done is not None and control.done > day else control


def improvement_at(improvement: Improvement, day: date, analysed: date | None = None) -> Improvement | None:
    """Return the improvement as far as it had come. It carries no date of writing: a coming one is seen.

    ``analysed`` is the day on which the analysis behind it was opened: before that nobody can have thought of it.
    """
    if analysed is not None and analysed > day:
        return None
    update: dict[str, object] = {
        "plan": tuple(_measure_at(measure, day) for measure in improvement.plan),
        "checks": tuple(check for check in improvement.checks if check.date <= day),
    }
    if improvement.act is not None and improvement.act.date > day:
        update["act"] = None
    return improvement.model_copy(update=update)


def _measure_at(measure: Measure, day: date) -> Measure:
    update: dict[str, object] = {}
    if measure.done is not None and measure.done > day:
        update["done"] = None
    if measure.cancelled is not None and measure.cancelled.on > day:
        update["cancelled"] = None
    if any(step.on > day for step in measure.progress):
        update["progress"] = tuple(step for step in measure.progress if step.on <= day)
    return measure.model_copy(update=update) if update else measure


def plan_at(plan: Plan, day: date) -> Plan:
    """Return the plan with each action as far as it had come. Plans carry no date of writing: a coming one is seen."""
    changed = False
    actions = []
    for action in plan.actions:
        seen = _action_at(action, day)
        changed = changed or seen is not action
        actions.append(seen)
    return plan.model_copy(update={"actions": tuple(actions)}) if changed else plan


def _action_at(action: Action, day: date) -> Action:
    update: dict[str, object] = {}
    if action.done is not None and action.done > day:
        update |= {"done": None, "result": None, "feedback": None}
    if action.cancelled is not None and action.cancelled.on > day:
        update["cancelled"] = None
    if action.progress and any(step.on > day for step in action.progress):
        update["progress"] = tuple(step for step in action.progress if step.on <= day)
    if action.done_periods and any(done > day for done in action.done_periods):
        update["done_periods"] = tuple(done for done in action.done_periods if done <= day)
    return action.model_copy(update=update) if update else action


def dated_at(record: Record, day: date, field: str) -> bool:
    """Tell whether a record that is seen whole or not at all is seen: its date is not after the day."""
    own: date = getattr(record, field)
    return own <= day
