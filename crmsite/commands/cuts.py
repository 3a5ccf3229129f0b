"""``crmsite cuts``: cut points for RFM from the company's own orders, for review."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import click

from crmsite.commands.reserve import reserve
from crmsite.commands.workspace import Workspace, as_of_option, jobs_option
from crmsite.terminal import answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crmsite.kinds.policies import RfmPolicy
    from crmsite.scores.rfm_quantiles import Axis, Proposal
    from crmsite.summaries.summary import Summary

EXAMPLES = """\b
Examples:
  crmsite cuts
  crmsite cuts --as-of 2026-06-30
"""

_KEYS = {"recency": "recency_days", "frequency": "frequency_orders", "monetary": "monetary"}
_REFUSED = {"few_customers": "cuts.few_customers", "few_values": "cuts.few_values", "tied": "cuts.tied"}
_AXES = {"recency": "cuts.recency", "frequency": "cuts.frequency", "monetary": "cuts.monetary"}


@click.command("cuts", epilog=EXAMPLES)
@as_of_option
@jobs_option
@click.pass_obj
def command(workspace: Workspace, as_of: str | None, jobs: int | None) -> None:
    """Propose RFM cut points from your own orders: the quantiles at 20, 40, 60 and 80 %, beside those in force.

    Nothing is changed: put what you agree with into a new version of the policy. Refuses where quantiles would mean nothing:
    with fewer than 50 customers that ordered, fewer than 5 different values, or more than a fifth that share one.
    """
    from crmsite.runs import lookup

    line, advance = workspace.progress("progress.check")
    options = workspace.options(as_of=as_of, jobs=jobs)
    loaded, report = lookup.opened(options._replace(memo=options.memo.parent / "memo-at") if as_of else options, advance)
    line.done()
    reserve(workspace, report)
    policy = loaded.policies.rfm(loaded.as_of)
    found = proposals(loaded.summaries())
    answer("\n".join(_lines(workspace, policy, found)) + "\n")
    if any(one.refused is None for one in found):
        workspace.say("cuts.next", policy=policy.id)


def proposals(summaries: Iterable[Summary]) -> tuple[Proposal, ...]:
    """Return a proposal for each axis, from the customers that have an RFM segment."""
    from crmsite.calendars.calendar_days import QUARTERS
    from crmsite.figures.contribution import contribution_from
    from crmsite.scores.rfm_quantiles import propose

    columns: dict[Axis, list[Decimal]] = {"recency": [], "frequency": [], "monetary": []}
    for summary in summaries:
        if summary.worth.rfm_state != "value" or summary.sales.recency_days is None:
            continue
        now = contribution_from(summary.rates).at[QUARTERS - 1]
        if now is None or now.orders is None or now.amount is None:
            continue
        columns["recency"].append(Decimal(summary.sales.recency_days))
        columns["frequency"].append(Decimal(now.orders))
        columns["monetary"].append(Decimal(now.amount))
    return tuple(propose(axis, values) for axis, values in columns.items())


def _lines(workspace: Workspace, policy: RfmPolicy, found: Iterable[Proposal]) -> Iterable[str]:
    from crmsite.commands.phrases import phrase

    for one in found:
        key = _KEYS[one.axis]
        held = ", ".join(_plain(cut) for cut in getattr(policy, key))
        yield phrase(workspace.lang, _AXES[one.axis], n=one.customers)
        yield f"  # {policy.id}: [{held}]"
        if one.refused is not None:
            yield "  # " + phrase(workspace.lang, _REFUSED[one.refused])
            continue
        yield f"  {key}: [{', '.join(_plain(cut) for cut in one.cuts)}]"
        counts = " · ".join(f"{n + 1}: {count}" for n, count in enumerate(one.counts))
        yield "  # " + phrase(workspace.lang, "cuts.counts", counts=counts)


def _plain(value: Decimal | int) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
