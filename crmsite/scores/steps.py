"""Next steps 下一步: everything that waits for somebody at one customer, the most pressing first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.figures.facts import NextStep, Say, Status, Term, say

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import ActionFact, Alert, Shown, Tier
    from crmsite.figures.owed import Duty
    from crmsite.kinds.risk import Risk

OPEN: tuple[Status, ...] = ("overdue", "due_soon", "on_track", "not_started", "undated")
_REVIEW = Say("step.review")


class Standing(NamedTuple):
    """Who answers for the customer, the date, and from how many days ahead something is due soon."""

    owner: str | None
    as_of: date
    soon: int

    def of(self, due: date | None) -> tuple[Status, int | None]:
        """Return the status of something due on a day, and the days that it is late or that are left."""
        if due is None:
            return "undated", None
        left = (due - self.as_of).days
        if left < 0:
            return "overdue", -left
        return ("due_soon" if left <= self.soon else "on_track"), left


def steps_of(
    dossier: Dossier,
    actions: tuple[ActionFact, ...],
    alerts: tuple[Alert, ...],
    tier: Tier,
    duties: tuple[Duty, ...],
    standing: Standing,
) -> tuple[NextStep, ...]:
    """Return open actions, next steps agreed in follow-ups, unanswered alerts, the review that is due, duties, and open risks.

    Of the duties those that are late or due soon: the others stand in the list of what is owed, and would only hide the rest.
    """
    steps = [
        NextStep("action", f"{a.plan}.{a.id}", a.text, a.due, a.status, a.days, a.owner or standing.owner, a.source)
        for a in actions
        if a.status in OPEN
    ]
    for followup in dossier.followups:
        step = followup.next
        if step is not None and step.done is None:
            status, days = standing.of(step.due)
            steps.append(NextStep("next", followup.id, step.text, step.due, status, days, followup.by, followup.cite("next")))
    for alert in alerts:
        if not alert.answered_by and alert.waived_until is None:
            status, days = standing.of(alert.answer_due)
            source = alert.sources[0] if alert.sources else dossier.customer.cite("id")
            steps.append(NextStep("alert", alert.id, alert.text, alert.answer_due, status, days, alert.owner, source))
    if tier.review in ("due", "overdue"):
        status, days = standing.of(tier.review_due)
        source = dossier.assessments[-1].cite("period") if dossier.assessments else dossier.customer.cite("stages")
        steps.append(NextStep("review", dossier.customer.id, _REVIEW, tier.review_due, status, days, standing.owner, source))
    steps.extend(_duty(dossier, duty, standing) for duty in duties if _pressing(duty, standing))
    for risk in dossier.risks:
        steps.extend(risk_steps(risk, standing))
    steps.sort(key=by_day)
    return tuple(steps)


def risk_steps(risk: Risk, standing: Standing) -> list[NextStep]:
    """Return what an open risk asks for: its controls that have a day and are not done, and its review once it is late or due soon.

    A control without an owner falls to the owner of the risk. A closed risk asks for nothing.
    """
    if risk.closed is not None:
        return []
    steps = []
    for place, control in enumerate(risk.controls):
        if control.due is not None and control.done is None:
            status, days = standing.of(control.due)
            text, ref = say("step.control", text=control.text), f"{risk.id}.{place + 1}"
            owner, source = control.owner or risk.owner, risk.cite("controls", place)
            steps.append(NextStep("control", ref, text, control.due, status, days, owner, source))
    if risk.review is not None:
        status, days = standing.of(risk.review)
        if status != "on_track":
            text = say("step.risk_review", text=risk.text)
            steps.append(NextStep("risk_review", risk.id, text, risk.review, status, days, risk.owner, risk.cite("review")))
    return steps


def _pressing(duty: Duty, standing: Standing) -> bool:
    return duty.state == "due_grace" or (duty.state == "due" and (duty.due - standing.as_of).days <= standing.soon)


def _duty(dossier: Dossier, duty: Duty, standing: Standing) -> NextStep:
    """Return a duty as a step; it cites what was done for it so far, else the judgement that gives the customer its tier."""
    name: Shown = duty.text if duty.text is not None else Term("followup_kind", duty.kind or "other")
    text = say("step.duty", duty=name, period=duty.period)
    if duty.state == "due_grace":
        text = say("step.duty.grace", duty=name, period=duty.period, until=duty.until)
    status, days = standing.of(duty.due)
    if duty.sources:
        source = duty.sources[0]
    else:
        source = dossier.assessments[-1].cite("period") if dossier.assessments else dossier.customer.cite("id")
    return NextStep("duty", f"{duty.ref}@{duty.period}", text, duty.due, status, days, duty.owner or standing.owner, source)


def by_day(step: NextStep) -> tuple[bool, int, str, str]:
    """Sort steps by the day they are due, those without one last."""
    return step.due is None, step.due.toordinal() if step.due is not None else 0, step.kind, step.ref
