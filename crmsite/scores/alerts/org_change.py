"""Organisation change 组织变动: who decides at the customer has changed, or the customer has reorganised itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import Span, episode
from crmsite.figures.facts import Factor, Say
from crmsite.scores.alerts import Signal

if TYPE_CHECKING:
    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.figures.facts import Shown
    from crmsite.grammar.fields import Citation
    from crmsite.kinds.policies import WarningRule
    from crmsite.scores.alerts import Past, Then, Watch

DAYS = 90


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Tell whether something of the kind happened lately. Not for customers that are lost.

    A decision maker who left counts once somebody has taken over: before that, the empty place is an alert of its own.
    """
    if watch.relation.stage in (None, "lost"):
        return None
    found = _reorganised(watch) + _succeeded(watch)
    if not found:
        return None
    kept = timedelta(days=rule.days or DAYS)
    found.sort(key=lambda change: (change[0], change[1]))
    since = episode([Span(day, day + kept) for day, _, _, _ in found], watch.as_of)
    if since is None:
        return None
    recent = [change for change in found if watch.as_of <= change[0] + kept]
    day, _, text, _ = recent[-1]
    factors = tuple(Factor(said, when, None, None, (source,)) for when, _, said, source in recent)
    args: tuple[tuple[str, Shown], ...] = (("what", text), ("on", day), ("days", (watch.as_of - day).days))
    evidence = tuple(name for _, name, _, _ in recent)
    return Signal(rule.level or "watch", since, Say("alert.org-change", args), evidence, factors, tuple(c[3] for c in recent))


def _reorganised(watch: Watch) -> list[tuple[date, str, Say, Citation]]:
    customer = watch.dossier.customer
    return [
        (event.date, customer.id, Say("alert.org-change.event", (("text", event.text),)), customer.cite("milestones", at, "date"))
        for at, event in enumerate(customer.milestones)
        if event.kind == "org_change"
    ]


def _succeeded(watch: Watch) -> list[tuple[date, str, Say, Citation]]:
    """Return the decision makers who left and were followed by somebody, each on the day on which that one took over."""
    contacts = watch.dossier.contacts
    found = []
    for contact in contacts:
        if contact.left_on is None or contact.successor is None or contact.role != "decision_maker":
            continue
        successor = next((one for one in contacts if one.id == contact.successor), None)
        if successor is None or successor.left_on is not None:
            continue
        day = max(contact.left_on, successor.since)
        said = Say("alert.org-change.succeeded", (("before", contact.code), ("now", successor.code)))
        found.append((day, contact.id, said, contact.cite("left_on")))
    return found


def prepare(dossier: Dossier, _ledger: Ledger) -> list[tuple[date, date]] | None:
    """Return each change with the days between which it can be seen: until a successor that decided leaves in turn."""
    found = [(event.date, date.max) for event in dossier.customer.milestones if event.kind == "org_change"]
    for contact in dossier.contacts:
        if contact.left_on is not None and contact.successor is not None and contact.role == "decision_maker":
            successor = next((one for one in dossier.contacts if one.id == contact.successor), None)
            if successor is not None:
                found.append((max(contact.left_on, successor.since), successor.left_on or date.max))
    return found or None


def fix(rule: WarningRule, _then: Then) -> timedelta:
    """Return for how long a change is new."""
    return timedelta(days=rule.days or DAYS)


def held(changes: list[tuple[date, date]], past: Past, kept: timedelta) -> bool:
    """Tell whether something of the kind had happened lately on an earlier day."""
    if past.relation.stage in (None, "lost"):
        return False
    day = past.then.day
    return any(changed <= day <= changed + kept and day < until for changed, until in changes)
