"""Follow-ups written down by a command: one contact, one file; and what of the open things it deals with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from crmsite.commands.drafts import Value, day_of, mapping, with_key
from crmsite.commands.offering import open_duties

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.figures.facts import Alert, Facts, NextStep
    from crmsite.grammar.fields import Record
    from crmsite.stages.pipeline import Loaded

CHANNEL_OF = dict.fromkeys(
    ["visit", "deep_visit", "business_review", "executive_visit", "training", "demo", "negotiation"], "onsite"
) | {
    "meeting": "online_meeting",
    "brief": "email",
    "care_mail": "email",
    "survey": "email",
    "care": "mail",
    "effect_evaluation": "online_meeting",
}
"""The channel that a kind of contact usually has; a phone call where none is said."""
KIND_OF = {"onsite": "visit", "phone": "call_back", "online_meeting": "meeting"}
"""The kind that a contact through a channel usually is."""
_PERIOD = re.compile(r"\d{4}(?:-Q[1-4]|-H[12]|-(?:0[1-9]|1[0-2])|-W[0-5]\d)?")


class FollowUpDraft(NamedTuple):
    """One contact to be written down. ``time`` is date and time where the time is known."""

    customer: str
    day: date
    time: str
    kind: str
    channel: str
    by: str
    summary: str
    participants: tuple[str, ...] = ()
    fulfils: tuple[tuple[str, str], ...] = ()
    next_text: str = ""
    next_due: date | None = None
    answers: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the record."""
        following: dict[str, str] = {}
        if self.next_text:
            following = {"text": self.next_text} | ({"due": self.next_due.isoformat()} if self.next_due else {})
        pairs: list[tuple[str, Value | None]] = [
            ("start", self.time) if self.time else ("date", self.day.isoformat()),
            ("kind", self.kind),
            ("channel", self.channel),
            ("by", self.by),
            ("participants", self.participants),
            ("fulfils", [{"playbook": playbook, "period": period} for playbook, period in self.fulfils]),
            ("summary", self.summary),
            ("next", following),
            ("answers", self.answers),
        ]
        return mapping(pairs)


class UnclearError(Exception):
    """Something that a person named, and that is not there; ``key`` words it, ``args`` fill the words."""

    def __init__(self, key: str, **args: object) -> None:
        super().__init__(key)
        self.key = key
        self.words = args


def folder_of(loaded: Loaded, customer: str) -> str:
    """Return the folder of a customer below the records, wherever it is grouped; a customer of one file gets one."""
    for path, owner in loaded.listed.shard.items():
        steps = path.split("/")
        if owner == customer and steps[0] == "customers" and customer in steps[1:-1]:
            return "/".join(steps[: steps.index(customer) + 1])
        if owner == customer and steps[0] == "customers" and steps[-1].rsplit(".", 1)[0] == customer:
            return "/".join([*steps[:-1], customer])
    return f"customers/{customer}"


def free_path(folder: str, draft: FollowUpDraft, taken: Callable[[str, str], bool]) -> str:
    """Return the path of a person's next follow-up of a day: ``followups/2026/20261118-zhao-1.yaml``.

    ``taken`` tells of a path and an id whether either is in use.
    """
    who = draft.by.removeprefix("E-")
    number = 1
    while True:
        stem = f"{day_of(draft.day)}-{who}-{number}"
        path = f"{folder}/followups/{draft.day.year}/{stem}.yaml"
        if not taken(path, f"FU-{draft.customer}-{stem}"):
            return path
        number += 1


def ids_of(loaded: Loaded) -> set[str]:
    """Return every id that a customer's records define."""
    return {name for shard in loaded.kept.values() for ids in shard.ids() for name in ids}


# ── who, with whom, what for ────────────────────────────────────────────────────────────────────────────────────
def person_of(organisation: Organisation, text: str) -> str:
    """Return the id of the person of ours that an id, a display name or a masked name means."""
    people = organisation.people
    if text in people:
        return text
    found = [name for name, person in people.items() if text in (person.masked_name, *(person.display_name or ()))]
    if len(found) != 1:
        raise UnclearError("no_person", name=text, known=", ".join(found or people) or "–")
    return found[0]


def contacts_of(dossier: Dossier, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the customer's contacts that ids, codes or masked names mean."""
    found = []
    for text in texts:
        named = [c.id for c in dossier.contacts if text in (c.id, c.code, c.masked_name) and (c.left_on is None or text == c.id)]
        if len(named) != 1:
            known = ", ".join(f"{contact.id} {contact.masked_name}" for contact in dossier.contacts)
            raise UnclearError("no_contact", name=text, customer=dossier.customer.id, known=known or "–")
        found.extend(named)
    return tuple(dict.fromkeys(found))


def duties_of(texts: Iterable[str], loaded: Loaded, facts: Facts, day: date) -> tuple[tuple[str, str], ...]:
    """Return the duties that are written as ``S.qbr@2026-Q4``: an action of a playbook, of a plan or of care, and its period.

    Without a period it is that of the open duty of this name whose time runs out first.
    """
    found = []
    for text in texts:
        action, _, period = text.partition("@")
        known = _actions(action.partition(".")[0], loaded, facts, day)
        if action not in known:
            raise UnclearError("no_duty", name=action, known=", ".join(known) or "–")
        if not period:
            waiting = [duty for duty in open_duties(facts) if duty.ref == action]
            if not waiting:
                raise UnclearError("no_open_duty", name=action, customer=facts.id)
            period = waiting[0].period
        if not _PERIOD.fullmatch(period):
            raise UnclearError("no_period", name=text)
        found.append((action, period))
    return tuple(found)


def _actions(owner: str, loaded: Loaded, facts: Facts, day: date) -> list[str]:
    """Return the actions of a playbook, plan or programme by its name; of all, where nothing goes by it, those that wait."""
    book, shared = loaded.policies.playbook(owner, day), loaded.organisation
    if book is not None:
        return [f"{owner}.{item.id}" for item in book.actions]
    plans = [f"{plan.id}.{action.id}" for plan in shared.segment_plans for action in plan.actions if action.per_customer]
    care = [f"{one.id}.{item.id}" for one in shared.care for item in one.items]
    mine = [name for name in (*plans, *care) if name.startswith(f"{owner}.")]
    waiting = list(dict.fromkeys(duty.ref for duty in open_duties(facts)))
    return mine or waiting or [f"{tier}.…" for tier in loaded.policies.playbooks]


# ── what is open ────────────────────────────────────────────────────────────────────────────────────────────────
def open_alerts(facts: Facts) -> list[Alert]:
    """Return the alerts that nobody has answered and that are not waived."""
    return [alert for alert in facts.alerts if not alert.answered_by and alert.waived_until is None]


def alert_named(facts: Facts, text: str) -> Alert:
    """Return the open alert that its rule, its short name or its identity means."""
    opened = open_alerts(facts)
    for alert in opened:
        if text.casefold() in (alert.id.casefold(), alert.rule, alert.seed.casefold()):
            return alert
    for alert in facts.alerts:
        if text.casefold() in (alert.id.casefold(), alert.rule, alert.seed.casefold()) and alert.answered_by:
            raise UnclearError("already_answered", alert=alert.id, by=", ".join(alert.answered_by))
    if not opened:
        raise UnclearError("no_alerts", name=text, customer=facts.id)
    raise UnclearError("no_alert", name=text, customer=facts.id, known=", ".join(alert.rule for alert in opened))


def closable(facts: Facts) -> list[NextStep]:
    """Return the next steps that a contact can close: those agreed in a follow-up, and one-off actions."""
    recurring = {f"{action.plan}.{action.id}" for action in facts.actions if action.recurs}
    return [step for step in facts.steps if step.kind in ("next", "action") and step.ref not in recurring]


def step_named(facts: Facts, text: str) -> NextStep:
    """Return the open next step of a follow-up's or an action's id."""
    steps = closable(facts)
    for step in steps:
        if step.ref == text:
            return step
    raise UnclearError("no_step", name=text, customer=facts.id, known=", ".join(step.ref for step in steps) or "–")


class Change(NamedTuple):
    """A record file that is to change: its path and its new text."""

    path: str
    text: str


def closed(dossier: Dossier, step: NextStep, day: date, texts: Callable[[str], str]) -> Change:
    """Return the file in which a next step stands, with the day on which it was done."""
    record, keys = _place(dossier, step)
    whole: tuple[str | int, ...] = (record.index, *keys) if record.index >= 0 else keys
    text = texts(record.path)
    try:
        edited = with_key(text.replace("\r\n", "\n"), whole, "done", day.isoformat())
        return Change(record.path, edited.replace("\n", "\r\n") if "\r\n" in text else edited)
    except KeyError:
        raise UnclearError("cannot_edit", name=step.ref, path=record.path) from None


def _place(dossier: Dossier, step: NextStep) -> tuple[Record, tuple[str | int, ...]]:
    if step.kind == "next":
        followup = next(one for one in dossier.followups if one.id == step.ref)
        return followup, ("next",)
    plan = next(one for one in dossier.plans if step.ref.startswith(f"{one.id}."))
    at = next(number for number, action in enumerate(plan.actions) if f"{plan.id}.{action.id}" == step.ref)
    return plan, ("actions", at)


def owner_of(facts: Facts, texts: str | None, organisation: Organisation) -> str:
    """Return who had the contact: the person that is named, else the customer's owner."""
    if texts:
        return person_of(organisation, texts)
    if facts.owner is None:
        raise UnclearError("no_owner", customer=facts.id)
    return facts.owner


def records_text(records: Path) -> Callable[[str], str]:
    """Return a function that reads a record file as text."""
    return lambda path: (records / path).read_bytes().decode("utf-8")
