"""``crmsite log``: write down a follow-up in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crmsite.commands import offering
from crmsite.commands.offering import Open, counted_for, duty_name, offered, open_duties, told
from crmsite.commands.parameters import Day, DayAndTime, Listed
from crmsite.commands.refusing import refusal
from crmsite.commands.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

    from crmsite.commands.followups import FollowUpDraft
    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import Facts
    from crmsite.language import Language
    from crmsite.runs.lookup import Opened

EXAMPLES = """\b
Examples:
  crmsite log C001 '电话确认复盘会议程' --kind call_back
  crmsite log C001 '现场培训两天' --kind 培训 --with P-C001-01 --on 2026-11-18
  crmsite log C006 'Agreed the new delivery plan' --next 'Send the plan' --next-due 2026-11-25
  crmsite log C001 '四季度复盘会' --kind business_review --fulfils S.qbr@2026-Q4
  crmsite log C003 '新负责人已见面' --answers contact-left
"""


@click.command("log", epilog=EXAMPLES)
@click.argument("customer")
@click.argument("text")
@click.option(
    "--kind",
    type=Listed("followup_kind"),
    default=None,
    help="What it was, an id or a label. Default: what fits the channel, else visit.",
)
@click.option(
    "--channel", type=Listed("channel"), default=None, help="Through what, an id or a label. Default: what fits the kind."
)
@click.option("--by", metavar="PERSON", default=None, help="Who had the contact: an id or a name. Default: the customer's owner.")
@click.option("--on", type=Day(), default=None, help="The day. Default: today.")
@click.option("--at", type=DayAndTime(), default=None, help="Day and time, in place of --on.")
@click.option(
    "--with", "contacts", metavar="CONTACT", multiple=True, help="Who took part: an id, a code or a masked name. May be repeated."
)
@click.option("--next", "next_text", metavar="TEXT", default=None, help="What was agreed to happen next.")
@click.option("--next-due", type=Day(), default=None, help="By when.")
@click.option(
    "--fulfils", metavar="DUTY", multiple=True, help="The duty that it fulfils: S.qbr, or S.qbr@2026-Q4. May be repeated."
)
@click.option(
    "--answers", metavar="ALERT", multiple=True, help="The alert that it answers: its rule or its identity. May be repeated."
)
@click.option("--closes", metavar="ID", multiple=True, help="The next step or action that is done with it. May be repeated.")
@click.pass_obj
def command(
    workspace: Workspace,
    customer: str,
    text: str,
    *,
    kind: str | None,
    channel: str | None,
    by: str | None,
    on: date | None,
    at: str | None,
    contacts: tuple[str, ...],
    next_text: str | None,
    next_due: date | None,
    fulfils: tuple[str, ...],
    answers: tuple[str, ...],
    closes: tuple[str, ...],
) -> None:
    """Write down a follow-up with CUSTOMER in one line, as a file of its own.

    On a terminal it offers the open alerts, next steps and duties that the contact may have dealt with; elsewhere it lists them.
    The text is looked through for personal data before anything is written. Prints the path of each file written.

    Exits 0; 2 where something named is not there, or the record would be faulty.
    """
    from crmsite.commands import followups
    from crmsite.commands.recording import follow_up, unclear

    if next_due is not None and next_text is None:
        raise refusal(workspace, "log.next_without_text")
    if on is not None and at is not None:
        raise refusal(workspace, "log.on_and_at")
    opened, name = opened_at(workspace, customer)
    dossier, facts, language = known(workspace, opened, name)
    try:
        day = _day(workspace, opened, on, at)
        draft = followups.FollowUpDraft(name, day, at or "", kind or "", channel or "", "", text)._replace(
            by=followups.owner_of(facts, by, opened.loaded.organisation),
            participants=followups.contacts_of(dossier, contacts),
            next_text=next_text or "",
            next_due=next_due,
        )
        draft = draft._replace(fulfils=followups.duties_of(fulfils, opened.loaded, facts, draft.day))
        dealt = Open(
            tuple(followups.alert_named(facts, alert) for alert in answers),
            tuple(followups.step_named(facts, step) for step in closes),
        )
        if not dealt and not fulfils:
            dealt = offered(workspace, _open(facts, draft), language, asking=offering.asks())
        draft = _settled(draft, dealt)
        follow_up(workspace, opened, dossier, draft, list(dict.fromkeys(dealt.steps)))
    except followups.UnclearError as problem:
        raise unclear(workspace, problem) from None
    _say_duty(workspace, facts, draft, language)


def _open(facts: Facts, draft: FollowUpDraft) -> Open:
    """Return what is open, without the duty that the contact counts for anyway."""
    from crmsite.commands.followups import closable, open_alerts

    duties = open_duties(facts)
    by_itself = counted_for(duties, _settled(draft, Open()).kind, draft.day)
    return Open(tuple(open_alerts(facts)), tuple(closable(facts)), tuple(duty for duty in duties if duty is not by_itself))


def _settled(draft: FollowUpDraft, dealt: Open) -> FollowUpDraft:
    """Put in what the contact dealt with, and what was not said: kind and channel that fit, the kind of a duty that was chosen."""
    from crmsite.commands.followups import CHANNEL_OF, KIND_OF

    asked = next((duty.kind for duty in dealt.duties if duty.kind), None) if not draft.channel else None
    kind = draft.kind or asked or KIND_OF.get(draft.channel or "onsite", "other")
    return draft._replace(
        kind=kind,
        channel=draft.channel or CHANNEL_OF.get(kind, "phone"),
        fulfils=(*draft.fulfils, *((duty.ref, duty.period) for duty in dealt.duties)),
        answers=tuple(dict.fromkeys(alert.id for alert in dealt.alerts)),
    )


def _say_duty(workspace: Workspace, facts: Facts, draft: FollowUpDraft, language: Language) -> None:
    """Say which duty the contact counts for without having named it."""
    duty = counted_for(open_duties(facts), draft.kind, draft.day) if not draft.fulfils else None
    if duty is not None:
        workspace.say("log.counts", duty=duty_name(duty), text=told(duty, language))


def opened_at(workspace: Workspace, customer: str) -> tuple[Opened, str]:
    """Read the repository and find the customer that is meant; refuse where there is none."""
    from crmsite.commands.phrases import phrase
    from crmsite.runs import lookup

    line, advance = workspace.progress("progress.check")
    opened = lookup.opened(workspace.options(as_of=None, jobs=None), advance)
    line.done()
    try:
        return opened, lookup.resolve(opened.loaded, customer)
    except lookup.CustomerNotFoundError as missing:
        key = "explain.did_you_mean" if missing.guess else "explain.try_list"
        hint = phrase(workspace.lang, key, guess=missing.guess) if missing.guess else phrase(workspace.lang, key)
        raise refusal(workspace, "explain.no_customer", name=customer, hint=hint) from None


def known(workspace: Workspace, opened: Opened, name: str) -> tuple[Dossier, Facts, Language]:
    """Return the customer's records and figures, and the words to speak of them; today's where the site's date is too early."""
    from crmsite.runs import lookup

    loaded = opened.loaded
    days = dict.fromkeys([loaded.as_of, max(loaded.as_of, loaded.options.today)])
    found = next((one for day in days for one in lookup.each(loaded, [name], day)), None)
    if found is None:
        raise refusal(workspace, "explain.broken", name=name)
    return *found, lookup.language(opened.loaded.organisation, "zh-CN" if workspace.lang == "zh" else "en")


def _day(workspace: Workspace, opened: Opened, on: date | None, at: str | None) -> date:
    from datetime import date as day_type

    return day_type.fromisoformat(at[:10]) if at else on or workspace.as_of(None) or opened.loaded.options.today
