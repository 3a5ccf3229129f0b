"""What ``crmsite list`` lists of risks and surveys: the gravest risk first, the latest survey first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.commands.lists import Column, Listing
from crmsite.figures.facts import Term, Who
from crmsite.metrics.polls import polls_of
from crmsite.portfolio.poll_rows import wave_row
from crmsite.scores.improving.risk import risk_of, risk_rule
from crmsite.summaries.depth import risk_line
from crmsite.summaries.followed import risks_of
from crmsite.summaries.plain import day, unpack

if TYPE_CHECKING:
    from crmsite.commands.lists import Row, Wanted
    from crmsite.stages.pipeline import Loaded
    from crmsite.summaries.depth import RiskLine
    from crmsite.summaries.summary import Summary


def risks(loaded: Loaded, found: list[Summary], wanted: Wanted) -> list[Row]:
    """Return the risks by likelihood times impact, then by id; the company's own only where no customers are picked."""
    rule = risk_rule(loaded.policies.effects(loaded.as_of), loaded.as_of, loaded.policies.warnings(loaded.as_of).due_soon_days)
    every: list[tuple[Summary | None, RiskLine]] = [(one, line) for one in found if wanted.fits(one) for line in risks_of(one)]
    if not (wanted.customer or wanted.tier or wanted.stage):
        every += [(None, risk_line(risk_of(risk, rule))) for risk in loaded.organisation.risks]
    kept = [pair for pair in every if wanted.owned(pair[1].owner) and (pair[1].closed is None or wanted.closed)]
    return [_risk(one, line) for one, line in sorted(kept, key=lambda pair: (-pair[1].product, pair[1].id))]


def _risk(one: Summary | None, line: RiskLine) -> Row:
    return {
        "id": line.id,
        "customer": one.id if one else None,
        "customer_name": unpack(one.short or one.name) if one else None,
        "text": unpack(line.text),
        "likelihood": line.likelihood,
        "impact": line.impact,
        "product": line.product,
        "band": line.band,
        "response": Term("risk_response", line.response),
        "residual": line.residual,
        "residual_state": "value" if line.residual is not None else "unknown",
        "controls": len(line.controls),
        "controls_overdue": sum(control[3] == "overdue" for control in line.controls),
        "review": day(line.review),
        "review_late_days": line.review_late,
        "closed": day(line.closed),
        "owner": Who(line.owner),
        "source": f"records/{line.source}",
    }


def surveys(loaded: Loaded, found: list[Summary], wanted: Wanted) -> list[Row]:
    """Return the surveys that had begun, the latest first: answers, who of those that were active answered, the mean, the NPS.

    With a filter only its customers count; what nobody signed belongs to no customer, and is left out then.
    """
    organisation = loaded.organisation
    some = bool(wanted.customer or wanted.owner or wanted.tier or wanted.stage)
    kept = [one for one in found if wanted.fits(one) and wanted.owned(one.traits.owner)]
    policy = loaded.policies.satisfaction(loaded.as_of)
    rows: list[Row] = []
    for poll in reversed(polls_of(kept, organisation.surveys, () if some else organisation.anonymous)):
        wave, window = wave_row(poll, (), policy), poll.survey.window
        rows.append({
            "id": poll.survey.id,
            "name": poll.survey.name,
            "from": window.from_,
            "to": window.to,
            "scale_low": poll.survey.scale.min,
            "scale_high": poll.survey.scale.max,
            "invited": wave.invited,
            "answers": poll.returned,
            "anonymous": poll.anonymous,
            "customers": sum(unit.customer is not None for unit in poll.units),
            "customers_active": len(poll.asked),
            "mean": wave.overall,
            "mean_state": "value" if wave.overall is not None else "unknown",
            "nps": wave.net,
            "nps_state": "value" if wave.net is not None else "unknown",
            "nps_reason": wave.net_reason,
            "source": f"records/{poll.survey.path}",
        })  # fmt: skip
    return rows


IN_DEPTH: dict[str, Listing] = {
    "risks": Listing(
        risks,
        (
            Column("product", "风险值", "product", right=True),
            Column("band", "级别", "band", words="risk.band"),
            Column("id", "编号", "id"),
            Column("customer_name", "客户", "customer", 16),
            Column("owner", "负责人", "owner", 10),
            Column("response", "对策", "response"),
            Column("residual", "剩余", "left", right=True),
            Column("review", "复核", "review"),
            Column("text", "风险", "risk", 48),
        ),
    ),
    "surveys": Listing(
        surveys,
        (
            Column("id", "编号", "id"),
            Column("from", "开始", "from"),
            Column("to", "结束", "to"),
            Column("answers", "答卷", "answers", right=True),
            Column("anonymous", "匿名", "anonymous", right=True),
            Column("customers", "客户", "customers", right=True),
            Column("mean", "均分", "mean", right=True),
            Column("nps", "NPS", "NPS", right=True),
            Column("name", "调研", "survey", 40),
        ),
    ),
}
