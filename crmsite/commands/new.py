"""``crmsite new``: start a record in its place, or a quarter's assessments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from crmsite.commands.phrases import phrase
from crmsite.commands.refusing import refusal
from crmsite.commands.workspace import Workspace
from crmsite.terminal import answer

if TYPE_CHECKING:
    from crmsite.commands.drafts import Value
    from crmsite.kinds.kind import Kind

EXAMPLES = """\b
Examples:
  crmsite new customer C031 --name 'XX公司' --owner E-zhao
  crmsite new contact --customer C031 --name '张*' --set role=决策人 --set title=总经理
  crmsite new need --customer C031 --set nature=explicit --set kind=delivery --set importance=5
  crmsite new need --customer C031 --set 'text={zh: 季度返利, en: Quarterly rebate}' --set 'themes=[pricing]'
  crmsite new plan 2027 --customer C031
  crmsite new person E-gao --name '高*' --set role=account_manager --set team=sales
  crmsite new assessments 2026-Q4          drafts for every rated customer
"""


@click.command("new", epilog=EXAMPLES)
@click.argument("kind")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--customer", metavar="CUSTOMER", default=None, help="Whose it is: an id, an alias or a name.")
@click.option("--name", "title", metavar="TEXT", default=None, help="A customer's name; a contact's or a person's masked name.")
@click.option(
    "--owner",
    metavar="PERSON",
    default=None,
    help="Who answers for it, or wrote it: an id or a name. Default: the customer's owner.",
)
@click.option(
    "--set",
    "pairs",
    metavar="KEY=VALUE",
    multiple=True,
    help="The value of a key, as it would stand in the file: a text, [a list], {a: mapping}. May be repeated.",
)
@click.pass_obj
def command(
    workspace: Workspace,
    kind: str,
    name: str | None,
    *,
    customer: str | None,
    title: str | None,
    owner: str | None,
    pairs: tuple[str, ...],
) -> None:
    """Start a record of a KIND: a new file in its place, required keys first, all others as comments.

    KIND is an id, a folder's name or a label: need, needs, 需求. An ID that is not given is the next free one.
    `new assessments PERIOD` drafts the quarter's review of every rated customer that has none, from the score tables.
    Prints the path of each file written.

    Exits 0; 2 where the file is there already, something named is not, or what is given would be faulty.
    """
    from crmsite.commands.followups import UnclearError
    from crmsite.commands.recording import unclear
    from crmsite.commands.starting import Asked, assessments, start

    found = _kind(workspace, kind)
    asked = Asked(found, name or "", customer or "", title or "", owner or "", _values(workspace, pairs))
    try:
        written = assessments(workspace, asked) if found.id == "assessment" else start(workspace, asked)
    except UnclearError as problem:
        raise unclear(workspace, problem) from None
    for path in written:
        answer(f"records/{path}\n")


def _kind(workspace: Workspace, text: str) -> Kind:
    """Return the kind that an id, a folder's name or a label means; refuse those that are written otherwise."""
    from crmsite.catalogue import KINDS
    from crmsite.grammar.guess import nearest
    from crmsite.reading.placing import CUSTOMER_KEYS

    names = {word.casefold(): kind for kind in KINDS for word in (*kind.names, kind.zh, kind.en, kind.id)}
    kind = names.get(text.casefold())
    if kind is None:
        key = {"合同": "contracts", "阶段": "stages", "里程碑": "milestones"}.get(text, f"{text.casefold().removesuffix('s')}s")
        if key in CUSTOMER_KEYS:
            raise refusal(workspace, "new.key_of_customer", name=text, under=key)
        guess, known = nearest(text, names), ", ".join(k.id for k in KINDS)
        hint = phrase(workspace.lang, "explain.did_you_mean", guess=guess) if guess else ""
        raise refusal(workspace, "new.unknown_kind", name=text, hint=hint, known=known)
    if kind.shape == "table":
        raise refusal(
            workspace, "new.table", path=f"records/{kind.names[0]}/2026-11.csv", kind=kind.zh if workspace.lang == "zh" else kind.en
        )
    if kind.id == "followup":
        raise refusal(workspace, "new.use_log")
    if kind.id == "site" or kind.id.endswith("_policy") or kind.id in ("playbook", "taxonomy"):
        raise refusal(workspace, "new.use_init", kind=kind.zh if workspace.lang == "zh" else kind.en)
    return kind


def _values(workspace: Workspace, pairs: tuple[str, ...]) -> dict[str, Value]:
    """Return the values that were given: a text, or a list or a mapping where brackets or braces say so."""
    from crmsite.commands.drafts import UnreadableError, read_value

    found: dict[str, Value] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not re.fullmatch(r"[a-z_]+", key.strip()):
            raise refusal(workspace, "new.no_pair", text=pair)
        try:
            found[key.strip()] = read_value(value.strip())
        except UnreadableError:
            raise refusal(workspace, "new.no_value", text=value.strip(), name=key.strip()) from None
    return found
