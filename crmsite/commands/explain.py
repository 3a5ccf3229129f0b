"""``crmsite explain``: why a customer stands where it stands, or what a rule means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crmsite.commands.refusing import RefusedError, refusal
from crmsite.commands.reserve import reserve
from crmsite.commands.workspace import Workspace, as_of_option, jobs_option
from crmsite.terminal import answer

if TYPE_CHECKING:
    from datetime import date

    from crmsite.runs.lookup import CustomerNotFoundError, Opened


EXAMPLES = """\b
Examples:
  crmsite explain C001
  crmsite --lang en explain C001 --as-of 2026-06-30
  crmsite explain C001 --json
  crmsite explain SV-2026H1             how a survey's answers class the features that it asked about
  crmsite explain RC-2026-001           how far a chain of whys is verified; RK-2026-001: a risk
  crmsite explain no-orders             an early warning
  crmsite explain dangling-reference    a fault of crmsite check
"""


@click.command("explain", epilog=EXAMPLES)
@click.argument("what", metavar="CUSTOMER|RECORD|RULE")
@as_of_option
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="All figures and their receipts as JSON.")
@click.pass_obj
def command(workspace: Workspace, what: str, as_of: str | None, jobs: int | None, *, as_json: bool) -> None:
    """Say why a customer stands where it stands, what a record says, or what a rule, a score or an alert means.

    A customer is named by its id, an alias or its name; each figure is printed with the lines that it comes from.

    Exits 2 when nothing goes by that name.
    """
    from crmsite.commands.explanations import page, topics

    topic = topics().get(what)
    if topic is not None:
        text = page(topic, workspace.lang)
        if not text:
            raise refusal(workspace, "explain.no_page", id=what)
        answer(text)
        return
    from crmsite.runs import lookup

    day = workspace.as_of(as_of)
    line, advance = workspace.progress("progress.check")
    opened = lookup.opened(workspace.options(as_of=None, jobs=jobs), advance)
    line.done()
    told = _record(workspace, opened, what)
    if told:
        answer(told)
        return
    try:
        name = lookup.resolve(opened.loaded, what)
        text = _customer(workspace, opened, name, day, as_json=as_json)
    except lookup.CustomerNotFoundError as missing:
        raise _unknown(workspace, opened, what, missing, day) from None
    reserve(workspace, opened.report)
    answer(text)


def _record(workspace: Workspace, opened: Opened, name: str) -> str:
    """Explain a record that belongs to no customer; empty where none is called so."""
    from crmsite.commands.explaining_depth import record
    from crmsite.commands.receipts import Voice
    from crmsite.runs import lookup

    language = lookup.language(opened.loaded.organisation, "zh-CN" if workspace.lang == "zh" else "en")
    return record(Voice(language, workspace.lang), opened.loaded, name)


def _customer(workspace: Workspace, opened: Opened, name: str, day: date | None, *, as_json: bool) -> str:
    from crmsite.runs import lookup

    loaded = opened.loaded
    dossier, facts = lookup.customer(loaded, name, day)
    language = lookup.language(loaded.organisation, "zh-CN" if workspace.lang == "zh" else "en")
    if as_json:
        from crmsite.commands.jsonable import dumped, plain

        return dumped({"name": plain(dossier.customer.name, language), "figures": plain(facts, language)})
    from crmsite.commands.explaining import explained
    from crmsite.commands.receipts import Explained

    return explained(Explained(language, workspace.lang, dossier, facts))


def _unknown(workspace: Workspace, opened: Opened, what: str, missing: CustomerNotFoundError, day: date | None) -> RefusedError:
    """Say that nothing goes by a name, and what was perhaps meant."""
    from crmsite.commands.explanations import topics
    from crmsite.commands.phrases import phrase
    from crmsite.grammar.guess import nearest

    if any(customer.casefold() == what.casefold() for customer in broken(opened)):
        return refusal(workspace, "explain.broken", name=what)
    if missing.later:
        return refusal(workspace, "explain.not_yet", name=what, day=day or opened.loaded.as_of)
    guess = missing.guess or nearest(what, topics())
    hint = phrase(workspace.lang, "explain.did_you_mean", guess=guess) if guess else phrase(workspace.lang, "explain.try_list")
    return refusal(workspace, "explain.no_such", name=what, hint=hint)


def broken(opened: Opened) -> set[str]:
    """Return the customers some of whose files could not be read."""
    shard = opened.loaded.listed.shard
    return {shard[path] for path in opened.report.failed if shard.get(path)}
