"""Plans can be carried out: a subject, dates; answers name a rule that exists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, answers_of, at
from crmsite.grammar.guess import nearest
from crmsite.kinds.plan import Plan
from crmsite.kinds.risk import Waiver
from crmsite.scores.early_warnings import ALERTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.diagnostics import Diagnostic

RULES = tuple([kind.id for kind in ALERTS])


def subjects(case: CaseFile) -> Iterator[Diagnostic]:
    """A plan is for one customer or for a segment, never both, never neither."""
    for plan in case.of(Plan):
        if plan.customer is None and plan.subject is None:
            yield at(plan, "plan-without-subject", "id")
        if plan.customer is not None and plan.subject is not None:
            yield at(plan, "plan-with-both", "subject")


def actions(case: CaseFile) -> Iterator[Diagnostic]:
    """Every action has a day or a rhythm, one of the two, is done after it starts, and serves an objective of its plan."""
    for plan in case.of(Plan):
        objectives = [objective.id for objective in plan.objectives]
        for number, action in enumerate(plan.actions):
            if action.due is None and action.recurs is None and action.cancelled is None:
                yield at(plan, "due-missing", "actions", number, id=action.id)
            if action.due is not None and action.recurs is not None:
                yield at(plan, "both-due-and-recurs", "actions", number, "recurs", id=action.id)
            if action.done is not None and action.start is not None and action.done < action.start:
                yield at(plan, "done-before-start", "actions", number, "done")
            if action.objective is not None and action.objective not in objectives:
                keys = ("actions", number, "objective")
                guess = nearest(action.objective, objectives)
                yield at(plan, "dangling-reference", *keys, id=action.objective, kind="objective", guess=guess)


def answers(case: CaseFile) -> Iterator[Diagnostic]:
    """What answers an alert names it as RULE@CUSTOMER@DATE, and it is an alert of the customer itself."""
    for record, keys, text in answers_of(case):
        rule, customer, day = _parts(text)
        if day is None or rule not in alert_names(case):
            yield at(record, "unknown-rule-answered", *keys, text=text)
        elif case.customer and customer != case.customer:
            yield at(record, "other-customers-record", *keys, id=text, owner=customer, customer=case.customer)


def waivers(case: CaseFile) -> Iterator[Diagnostic]:
    """A waiver names the rule of an alert, by its id, its short name or a whole alert."""
    for waiver in case.of(Waiver):
        rule, customer, day = _parts(waiver.rule)
        if rule in alert_names(case):
            if "@" in waiver.rule and day is None:
                yield at(waiver, "unknown-rule-answered", "rule", text=waiver.rule)
            elif day is not None and customer != waiver.customer:
                yield at(waiver, "other-customers-record", "rule", id=waiver.rule, owner=customer, customer=waiver.customer)
        else:
            guess = nearest(rule, [*RULES, *alert_names(case)])
            yield at(waiver, "not-in-list", "rule", text=waiver.rule, listing="alert", known="、".join(RULES), guess=guess)


def alert_names(case: CaseFile) -> frozenset[str]:
    """Return what an alert's rule may be called: its id, or the short name that a policy gives it."""
    return frozenset([*RULES, *(rule.seed for policy in case.policies.warning_sets for rule in policy.rules if rule.seed)])


def _parts(text: str) -> tuple[str, str, date | None]:
    rule, _, rest = text.partition("@")
    customer, _, day = rest.partition("@")
    try:
        return rule, customer, date.fromisoformat(day) if len(day) == 10 and customer else None
    except ValueError:
        return rule, customer, None
