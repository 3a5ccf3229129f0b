"""Contact left 对接人离职: somebody we dealt with has left and nobody active has taken over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import Span, episode
from crmsite.figures.facts import Factor, Level, Say, Term
from crmsite.scores.alerts import Signal

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.kinds.contact import Contact
    from crmsite.kinds.policies import WarningRule
    from crmsite.scores.alerts import Past, Then, Watch

_DAY = timedelta(days=1)


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Tell whether a place stands empty; urgent where it is a decision maker's. Not for customers that are lost."""
    left = [contact for contact in watch.dossier.contacts if contact.left_on is not None]
    if not left or watch.relation.stage == "lost":
        return None
    known = {contact.id: contact for contact in watch.dossier.contacts}
    gaps: list[Span] = []
    empty: list[Contact] = []
    for contact in left:
        successor = known.get(contact.successor) if contact.successor is not None else None
        assert contact.left_on is not None
        if successor is None:
            gaps.append(Span(contact.left_on, None))
            empty.append(contact)
        elif successor.since > contact.left_on:
            gaps.append(Span(contact.left_on, successor.since - _DAY))
    since = episode(gaps, watch.as_of) if empty else None
    if since is None:
        return None
    worst = max(empty, key=lambda contact: (contact.role == "decision_maker", contact.left_on, contact.id))
    level: Level = "urgent" if worst.role == "decision_maker" else rule.level or "watch"
    role = Term("contact_role", worst.role)
    key = "alert.contact-left" if len(empty) == 1 else "alert.contact-left.several"
    text = Say(key, (("role", role), ("code", worst.code), ("on", worst.left_on), ("n", len(empty))))
    factors = tuple(
        [
            Factor(
                Say("alert.factor.contact", (("code", c.code), ("role", Term("contact_role", c.role)))),
                c.left_on, None, None, (c.cite("left_on"),),
            )
            for c in empty
        ]
    )  # fmt: skip
    return Signal(level, since, text, tuple([c.id for c in empty]), factors, tuple([c.cite("left_on") for c in empty]))


def prepare(dossier: Dossier, _ledger: Ledger) -> list[tuple[date, date | None]] | None:
    """Return for each contact that left the day, and the one on which a successor began."""
    left = [(contact.left_on, contact.successor or "") for contact in dossier.contacts if contact.left_on is not None]
    if not left:
        return None
    began = {contact.id: contact.since for contact in dossier.contacts}
    return [(day, began.get(successor)) for day, successor in left]


def fix(_rule: WarningRule, _then: Then) -> None:
    """Return nothing: neither the rule nor the day fixes anything."""


def held(gaps: list[tuple[date, date | None]], past: Past, _fixed: None) -> bool:
    """Tell whether a place stood empty on an earlier day."""
    day = past.then.day
    if past.relation.stage == "lost":
        return False
    return any(left <= day and (began is None or began > day) for left, began in gaps)
