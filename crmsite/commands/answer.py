"""``crmsite answer``: answer an early warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crmsite.commands.parameters import Day, Listed
from crmsite.commands.refusing import refusal
from crmsite.commands.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

EXAMPLES = """\b
Examples:
  crmsite answer C019 no-orders '电话确认：库存够用到一月'
  crmsite answer C003 W2 '已见到新负责人' --kind visit --with P-C003-03
  crmsite answer C013 payment-late 'Agreed to pay by the end of the month' --next 'Check the payment' --next-due 2026-11-30
"""


@click.command("answer", epilog=EXAMPLES)
@click.argument("customer")
@click.argument("rule")
@click.argument("text", required=False)
@click.option(
    "--kind", type=Listed("followup_kind"), default="call_back", show_default=True, help="What was done, an id or a label."
)
@click.option(
    "--channel", type=Listed("channel"), default=None, help="Through what, an id or a label. Default: what fits the kind."
)
@click.option("--by", metavar="PERSON", default=None, help="Who answered: an id or a name. Default: the customer's owner.")
@click.option("--on", type=Day(), default=None, help="The day. Default: today.")
@click.option(
    "--with", "contacts", metavar="CONTACT", multiple=True, help="Who took part: an id, a code or a masked name. May be repeated."
)
@click.option("--next", "next_text", metavar="TEXT", default=None, help="What was agreed to happen next.")
@click.option("--next-due", type=Day(), default=None, help="By when.")
@click.pass_obj
def command(
    workspace: Workspace,
    customer: str,
    rule: str,
    text: str | None,
    *,
    kind: str,
    channel: str | None,
    by: str | None,
    on: date | None,
    contacts: tuple[str, ...],
    next_text: str | None,
    next_due: date | None,
) -> None:
    """Answer the early warning of RULE at CUSTOMER: write down what was done, as a follow-up that names the alert.

    RULE is the rule's id (no-orders), its short name (W1) or the alert's identity. Without TEXT it is asked for on a
    terminal, beside what is usually done.

    Exits 0; 2 where there is no such open alert; those that are open are named then.
    """
    from crmsite.commands import followups
    from crmsite.commands.log import known, opened_at
    from crmsite.commands.offering import asks
    from crmsite.commands.phrases import phrase
    from crmsite.commands.recording import follow_up, unclear

    if next_due is not None and next_text is None:
        raise refusal(workspace, "log.next_without_text")
    opened, name = opened_at(workspace, customer)
    dossier, facts, language = known(workspace, opened, name)
    try:
        alert = followups.alert_named(facts, rule)
        if text is None:
            if not asks():
                raise refusal(workspace, "log.no_text")
            click.echo(language.say(alert.text), err=True)
            if alert.suggestion is not None:
                workspace.say("explain.usual", text=language.say(alert.suggestion))
            text = click.prompt(phrase(workspace.lang, "log.what_was_done"), err=True)
        draft = followups.FollowUpDraft(
            name,
            on or workspace.as_of(None) or opened.loaded.options.today,
            "",
            kind,
            channel or followups.CHANNEL_OF.get(kind, "phone"),
            followups.owner_of(facts, by, opened.loaded.organisation),
            text,
            followups.contacts_of(dossier, contacts),
            (),
            next_text or "",
            next_due,
            (alert.id,),
        )
        follow_up(workspace, opened, dossier, draft)
    except followups.UnclearError as problem:
        raise unclear(workspace, problem) from None
