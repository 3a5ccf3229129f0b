"""``crmsite list``: customers, needs, actions, duties, alerts, risks or surveys with their figures, or those of all together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from crmsite.commands.parameters import Listed
from crmsite.commands.refusing import refusal
from crmsite.commands.reserve import reserve
from crmsite.commands.workspace import Workspace, as_of_option, jobs_option
from crmsite.terminal import answer

if TYPE_CHECKING:
    from crmsite.stages.pipeline import Loaded

Thing = Literal["customers", "needs", "actions", "duties", "alerts", "risks", "surveys", "metrics"]
_THINGS: tuple[Thing, ...] = ("customers", "needs", "actions", "duties", "alerts", "risks", "surveys", "metrics")


EXAMPLES = """\b
Examples:
  crmsite list customers --tier S
  crmsite list needs --owner 赵经理
  crmsite list actions --stage 长期合作
  crmsite list duties --owner 赵经理
  crmsite list alerts --rule no-orders --json
  crmsite list risks --customer C001
  crmsite list surveys --json
  crmsite list customers --csv > customers.csv
  crmsite list metrics --owner 赵经理
"""


@click.command("list", epilog=EXAMPLES)
@click.argument("what", type=click.Choice(_THINGS))
@click.option("--customer", metavar="CUSTOMER", default=None, help="Only this customer's: an id, an alias or a name.")
@click.option("--owner", metavar="PERSON", default=None, help="Only what this person answers for: an id or a name.")
@click.option("--tier", metavar="TIER", default=None, help="Only customers of this tier, and what is theirs.")
@click.option("--stage", type=Listed("stage"), default=None, help="Only customers of this stage (id or label), and what is theirs.")
@click.option("--rule", metavar="RULE", default=None, help="Only alerts of this rule: no-orders, W1.")
@click.option("--all", "closed", is_flag=True, help="Closed needs and risks, finished actions, missed duties, waived alerts too.")
@click.option("--json", "form", flag_value="json", default=None, help="As JSON: keys that stay, exact figures.")
@click.option("--csv", "form", flag_value="csv", help="As CSV that Excel opens.")
@as_of_option
@jobs_option
@click.pass_obj
def command(
    workspace: Workspace,
    what: Thing,
    *,
    customer: str | None,
    owner: str | None,
    tier: str | None,
    stage: str | None,
    rule: str | None,
    form: str | None,
    as_of: str | None,
    jobs: int | None,
    closed: bool,
) -> None:
    """List customers, needs, actions, duties, alerts, risks or surveys, the most pressing first; or the metrics of all.

    Exits 0, also where nothing is found; 2 where a filter names nothing that there is.
    """
    from crmsite.commands.listed_customers import CUSTOMERS
    from crmsite.commands.listed_depth import IN_DEPTH
    from crmsite.commands.lists import LISTS, Wanted
    from crmsite.commands.tables import as_csv, as_json, as_text
    from crmsite.runs import lookup

    if rule is not None and what != "alerts":
        raise refusal(workspace, "list.rule_only_alerts")
    line, advance = workspace.progress("progress.check")
    options = workspace.options(as_of=as_of, jobs=jobs)
    loaded, report = lookup.opened(options._replace(memo=options.memo.parent / "memo-at") if as_of else options, advance)
    line.done()
    reserve(workspace, report)
    wanted = Wanted(
        _customer(workspace, loaded, customer),
        _owner(workspace, loaded, owner),
        _tier(workspace, loaded, tier),
        stage or "",
        _rule(workspace, loaded, rule),
        closed,
    )
    listing = {**CUSTOMERS, **LISTS, **IN_DEPTH}[what]
    rows = listing.rows(loaded, loaded.summaries(), wanted)
    language = lookup.language(loaded.organisation, "zh-CN" if workspace.lang == "zh" else "en")
    if form == "json":
        answer(as_json(rows, language))
    elif form == "csv":
        answer(as_csv(rows, language))
    elif rows:
        answer(as_text(rows, listing.columns, language, workspace.lang))
    if form is None:
        workspace.say(f"list.count.{what}", n=len(rows), day=loaded.as_of)


def _customer(workspace: Workspace, loaded: Loaded, text: str | None) -> str:
    from crmsite.commands.phrases import phrase
    from crmsite.runs import lookup

    if text is None:
        return ""
    try:
        return lookup.resolve(loaded, text)
    except lookup.CustomerNotFoundError as missing:
        hint = phrase(workspace.lang, "explain.did_you_mean", guess=missing.guess) if missing.guess else ""
        raise refusal(workspace, "explain.no_customer", name=text, hint=hint) from None


def _owner(workspace: Workspace, loaded: Loaded, text: str | None) -> str:
    """Return the person's id that an id, a display name or a masked name means."""
    people = loaded.organisation.people
    if text is None or text in people:
        return text or ""
    for name, person in people.items():
        if text in (person.masked_name, *(person.display_name or ())):
            return name
    raise refusal(workspace, "list.no_person", name=text, known=", ".join(people))


def _tier(workspace: Workspace, loaded: Loaded, text: str | None) -> str:
    if text is None:
        return ""
    known = [cut.id for cut in loaded.policies.tier(loaded.as_of).tiers]
    for tier in known:
        if text.casefold().removesuffix("级").strip() == tier.casefold():
            return tier
    raise refusal(workspace, "list.no_tier", name=text, known=", ".join(known))


def _rule(workspace: Workspace, loaded: Loaded, text: str | None) -> str:
    if text is None:
        return ""
    for rule in loaded.policies.warnings(loaded.as_of).rules:
        if text.casefold() in (rule.id, (rule.seed or "").casefold()):
            return rule.id
    known = ", ".join(rule.id for rule in loaded.policies.warnings(loaded.as_of).rules)
    raise refusal(workspace, "list.no_rule", name=text, known=known)
