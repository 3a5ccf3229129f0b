"""What a contact may have dealt with: open alerts, next steps and duties, offered by number where somebody can be asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from crmsite.figures.owed import OPEN_DUTIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crmsite.commands.workspace import Workspace
    from crmsite.figures.facts import Alert, Facts, NextStep
    from crmsite.figures.owed import Duty
    from crmsite.language import Language


class Open(NamedTuple):
    """Alerts, next steps and duties of one customer, in the order in which they are numbered."""

    alerts: tuple[Alert, ...] = ()
    steps: tuple[NextStep, ...] = ()
    duties: tuple[Duty, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.alerts or self.steps or self.duties)

    def picked(self, numbers: Sequence[int]) -> Open:
        """Return those with some numbers, counted from one."""
        everything: list[Alert | NextStep | Duty] = [*self.alerts, *self.steps, *self.duties]
        chosen = [everything[number - 1] for number in dict.fromkeys(numbers)]
        return Open(
            tuple(one for one in self.alerts if one in chosen), tuple(one for one in self.steps if one in chosen),
            tuple(one for one in self.duties if one in chosen),
        )  # fmt: skip


def open_duties(facts: Facts) -> tuple[Duty, ...]:
    """Return the duties whose time runs, or whose grace does, those whose time runs out first before others."""
    waiting = [duty for duty in facts.duties.duties if duty.state in OPEN_DUTIES]
    return tuple(sorted(waiting, key=lambda duty: (duty.until, duty.ref, duty.period)))


def duty_name(duty: Duty) -> str:
    """Return how a duty is named on the command line and in a record: action and period."""
    return f"{duty.ref}@{duty.period}"


def counted_for(duties: Sequence[Duty], kind: str, day: date) -> Duty | None:
    """Return the duty that a contact of a kind counts for by itself, without being named; ``None`` where there is none."""
    return next((duty for duty in duties if duty.kind == kind and duty.start <= day <= duty.until), None)


def asks() -> bool:
    """Tell whether there is somebody who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def offered(workspace: Workspace, opened: Open, language: Language, *, asking: bool) -> Open:
    """Offer what is open: to be chosen by number where somebody can be asked, else as a list of what could have been named."""
    from crmsite.commands.phrases import phrase

    if not opened:
        return opened
    workspace.say("log.open" if asking else "log.open_list")
    lines = [
        *(f"{alert.id}  {language.say(alert.text)}" for alert in opened.alerts),
        *(f"{step.ref}  {step.due or ''}  {language.say(step.text)}" for step in opened.steps),
        *(_duty_line(workspace, duty, language) for duty in opened.duties),
    ]
    for number, line in enumerate(lines, start=1):
        click.echo(_plain(f"  {number}. {line}" if asking else f"  {line}"), err=True)
    if not asking:
        workspace.say("log.name_them")
        return Open()
    while True:
        text = click.prompt(phrase(workspace.lang, "log.which"), default="", show_default=False, err=True)
        chosen = [int(part) for part in text.replace(",", " ").replace("，", " ").replace("、", " ").split() if part.isdigit()]
        if all(1 <= number <= len(lines) for number in chosen):
            return opened.picked(chosen)


def _duty_line(workspace: Workspace, duty: Duty, language: Language) -> str:
    from crmsite.commands.phrases import phrase

    grace = duty.state == "due_grace"
    left = phrase(workspace.lang, "log.grace" if grace else "log.left", n=duty.days or 0)
    return f"{duty_name(duty)}  {duty.until if grace else duty.due}  {told(duty, language)}{left}"


def told(duty: Duty, language: Language) -> str:
    """Return what a duty is about, in words."""
    from crmsite.figures.facts import Term

    return language.say(duty.text if duty.text is not None else Term("followup_kind", duty.kind or "other"))


def _plain(line: str) -> str:
    from crmsite.formats.escaping import visible

    return visible(line)
