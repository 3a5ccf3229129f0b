"""Early warnings 预警: the table of the rules, and what makes a rule that holds an alert: identity, answer, waiver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import Alert, Level, Money, Percent, Receipt, Say, Shown, Term, Who
from crmsite.scores.alerts import (
    amount_down,
    complaint_escalated,
    complaints_up,
    contact_left,
    no_contact,
    no_orders,
    order_frequency,
    org_change,
    payment_late,
    renewal_due,
    review_overdue,
    satisfaction_drop,
)
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date

    from crmsite.calendars.calendar_days import Workdays
    from crmsite.dossier.book import Dossier
    from crmsite.kinds.policies import WarningRule, WarningsPolicy
    from crmsite.kinds.risk import Waiver
    from crmsite.scores.alerts import AlertModule, Find, Fix, Held, Prepare, Signal, Watch


class AlertKind(Slotted):
    """A rule: how it is found today with its evidence, and how it is told whether it held on an earlier day."""

    id: str
    find: Find
    prepare: Prepare
    fix: Fix
    held: Held


_MODULES: tuple[tuple[str, AlertModule], ...] = (
    ("no-orders", no_orders),
    ("contact-left", contact_left),
    ("complaint-escalated", complaint_escalated),
    ("order-frequency", order_frequency),
    ("complaints-up", complaints_up),
    ("amount-down", amount_down),
    ("satisfaction-drop", satisfaction_drop),
    ("payment-late", payment_late),
    ("renewal-due", renewal_due),
    ("no-contact", no_contact),
    ("org-change", org_change),
    ("review-overdue", review_overdue),
)

ALERTS = tuple([AlertKind(name, module.find, module.prepare, module.fix, module.held) for name, module in _MODULES])
"""Every rule that there is. Which of them a company uses, and with which parameters, its warnings policy says."""

_ORDER = {"urgent": 0, "watch": 1, "data": 2}


class AlertRule(Slotted):
    """One rule as the policy sets it: how it is found, its parameters as they are printed."""

    find: Find
    rule: WarningRule
    policy: str
    parameters: tuple[tuple[Say, Shown], ...]


def alert_rules(policy: WarningsPolicy, currency: str) -> tuple[AlertRule, ...]:
    """Return the rules that a policy switches on, in the order of the table."""
    rules = {rule.id: rule for rule in policy.rules}
    used = [(kind.find, rules[kind.id]) for kind in ALERTS if kind.id in rules]
    return tuple([AlertRule(find, rule, policy.id, _parameters(rule, currency)) for find, rule in used])


def alerts_of(watch: Watch, rules: tuple[AlertRule, ...], calendar: Workdays, owner: str | None) -> tuple[Alert, ...]:
    """Return the alerts that hold for one customer, the gravest first, then the oldest."""
    found = []
    for own in rules:
        signal = own.find(watch, own.rule)
        if signal is not None:
            found.append((own, signal))
    if not found:
        return ()
    answers = answers_in(watch.dossier)
    alerts = [_alert(watch, own, signal, answers, calendar=calendar, owner=owner) for own, signal in found]
    alerts.sort(key=lambda alert: (_ORDER[alert.level], alert.since, alert.rule))
    return tuple(alerts)


def answers_in(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """Return what answers which alert: identity as it was written, to plan actions (``PLAN.ACTION``), follow-ups and cases."""
    found: dict[str, tuple[str, ...]] = {}
    pairs = [(answer, f"{plan.id}.{action.id}") for plan in dossier.plans for action in plan.actions for answer in action.answers]
    pairs += [(answer, followup.id) for followup in dossier.followups for answer in followup.answers]
    pairs += [(answer, case.id) for case in dossier.cases for answer in case.answers]
    for answer, ref in pairs:
        found[answer] = (*found.get(answer, ()), ref)
    return found


def identity(rule: str, customer: str, since: date) -> str:
    """Return an alert's identity: one episode of one rule at one customer."""
    return f"{rule}@{customer}@{since.isoformat()}"


def _alert(
    watch: Watch, prepared: AlertRule, signal: Signal, answers: dict[str, tuple[str, ...]], *, calendar: Workdays, owner: str | None
) -> Alert:
    customer, rule = watch.dossier.customer.id, prepared.rule
    own = identity(rule.id, customer, signal.since)
    answered = answers.get(own, ())
    if rule.seed is not None:
        answered = (*answered, *answers.get(identity(rule.seed, customer, signal.since), ()))
    due = calendar.after(signal.since, watch.policy.answer_workdays)
    waiver = waiver_of(watch.dossier, rule, signal.since, watch.as_of)
    waived = waiver.until if waiver is not None else None
    open_late = not answered and waived is None and watch.as_of > due
    level: Level = "urgent" if signal.urgent_unless_answered and not answered else signal.level
    seed = rule.seed or ""
    return Alert(
        own,
        rule.id,
        seed,
        customer,
        level,
        signal.since,
        signal.text,
        signal.evidence,
        owner,
        tuple(dict.fromkeys(answered)),
        due,
        calendar.between(due, watch.as_of) if open_late else 0,
        waived,
        rule.answer,
        Receipt(rule.id, signal.text, signal.factors, prepared.parameters, watch.policy.id, seed, signal.sources),
        signal.sources,
        _reason(waiver),
    )


def _parameters(rule: WarningRule, currency: str) -> tuple[tuple[Say, Shown], ...]:
    values: dict[str, Shown] = {
        "months": rule.months,
        "base_months": rule.base_months,
        "days": rule.days,
        "urgent_days": rule.urgent_days,
        "grace_days": rule.grace_days,
        "ratio": Percent(rule.ratio) if rule.ratio is not None else None,
        "p": rule.p,
        "amount": Money(rule.amount, currency) if rule.amount is not None else None,
        "min_before": rule.min_before,
        "rhythm": rule.rhythm,
        "times": rule.times,
        "points": rule.points,
        "mean_points": rule.mean_points,
    }
    return tuple([(Say(f"alert.parameter.{name}"), value) for name, value in values.items() if value is not None])


def waiver_of(dossier: Dossier, rule: WarningRule, since: date, day: date) -> Waiver | None:
    """Return the waiver that holds on a day for an alert, the one that holds longest.

    It names the rule by its id or short name, and then holds for whatever the rule finds; or one episode by its identity.
    """
    names = {name for name in (rule.id, rule.seed) if name}
    names |= {identity(name, dossier.customer.id, since) for name in names}
    held = [one for one in dossier.waivers if one.rule in names and one.on <= day <= one.until]
    return max(held, key=lambda one: (one.until, one.id)) if held else None


def _reason(waiver: Waiver | None) -> Say | None:
    """Say why, by whom and until when an alert is waived."""
    if waiver is None:
        return None
    reason = Term("waiver_reason", waiver.reason_kind)
    return Say("alert.waived", (("reason", reason), ("who", Who(waiver.by)), ("until", waiver.until), ("text", waiver.text)))
