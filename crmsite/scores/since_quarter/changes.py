"""Changes: everything that is different at one customer since the end of the last quarter, what matters most first.

What has a day of its own counts from the day after the closing one. Standing (tier, segment, band, amount, early warnings) is
compared with that day, as :mod:`crmsite.scores.since_quarter.standing` works it out.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.dossier.relationship import RATED_STAGES
from crmsite.figures.changed import CHANGES, Change, Changed
from crmsite.figures.facts import Money, Percent, Say, Term
from crmsite.scores.since_quarter.standing import then_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.figures.changed import Judgement, Stood
    from crmsite.figures.facts import Facts, Shown, WaveScore
    from crmsite.scores.earlier_days import Stance
    from crmsite.scores.since_quarter.standing import ThenRule

_DONE = ("done_on_time", "done_late")
_PLACE = {kind: place for place, kind in enumerate(CHANGES)}


def changed_of(dossier: Dossier, facts: Facts, ledger: Ledger, stance: Stance | None, rule: ThenRule) -> Changed:
    """Return how a customer stood at the end of the last quarter, and what changed since, in the order of ``CHANGES``.

    ``stance`` is that of the quarter's last day.
    """
    closing = rule.closing
    then = then_of(dossier, facts, ledger, stance, rule)
    found = [*_losses(facts, closing), *_needs(dossier, closing), *_actions(facts, closing)]
    if any(step.from_ > closing for step in dossier.customer.stages):
        found += _steps(dossier, closing, facts.as_of)
    if facts.alerts:
        found += _alerts_opened(facts, closing)
    if dossier.customer.contracts:
        found += _contracts(dossier, facts, closing)
    if facts.satisfaction.waves:
        found += _answers(facts, closing)
    if then is not None:
        found += _moved(dossier, facts, then.stood)
        if then.cleared:
            found += _alerts_closed(facts, then.cleared)
    if len(found) > 1:
        found.sort(key=_order)
    return Changed("value", closing, then.stood if then is not None else None, tuple(found))


def _order(change: Change) -> tuple[int, str, str]:
    return _PLACE[change.kind], change.day.isoformat() if change.day is not None else "", change.ref


def _steps(dossier: Dossier, closing: date, as_of: date) -> Iterator[Change]:
    """Yield the steps of the relationship: the first sale, the loss, the win-back, any other."""
    steps = dossier.customer.stages
    before: list[str] = []
    for place, step in sorted(enumerate(steps), key=lambda item: item[1].from_):
        if closing < step.from_ <= as_of:
            kind, name, judgement = _step(step.stage, before)
            was = Term("stage", before[-1]) if before else None
            args: tuple[tuple[str, Shown], ...] = (("stage", Term("stage", step.stage)), ("before", was))
            if name == "lost" and step.reason is not None:
                name, args = "lost_why", (*args, ("reason", step.reason))
            source = dossier.customer.cite("stages", place)
            yield Change(kind, step.stage, step.from_, judgement, Say(f"since.{name}", args), "about", source)
        before.append(step.stage)


def _step(stage: str, before: Sequence[str]) -> tuple[str, str, Judgement]:
    """Return the kind of a step, the name of its sentence, and whether it is good news."""
    if stage == "lost":
        return ("lost", "lost", "worse") if any(one in RATED_STAGES for one in before) else ("stage", "given_up", "worse")
    if stage in RATED_STAGES:
        if not any(one in RATED_STAGES for one in before):
            return "came", "came", "better"
        if before[-1] not in RATED_STAGES:
            return "came", "won_back", "better"
    return ("stage", "stage", "") if before else ("stage", "entered", "")


def _losses(facts: Facts, closing: date) -> Iterator[Change]:
    """Yield losses that nobody recorded, by a contract that ran out or by silence, and the orders that ended one."""
    spells = facts.contribution.spells
    last, today = closing.isoformat(), facts.as_of.isoformat()
    for place, spell in enumerate(spells):
        if place and spells[place - 1].why != "stage" and last < spell.start <= today:
            said = Say("since.back")
            yield Change("came", "back", type(closing).fromisoformat(spell.start), "better", said, "amounts")
        if spell.end is not None and spell.why in ("contract", "silent") and last < spell.end <= today:
            said = Say(f"since.lost_{spell.why}")
            yield Change("lost", spell.why, type(closing).fromisoformat(spell.end), "worse", said, "amounts")


def _moved(dossier: Dossier, facts: Facts, stood: Stood) -> Iterator[Change]:
    """Yield what is compared with the closing day. Amounts rest on many rows, which the receipt at their place cites."""
    yield from _tier(dossier, facts)
    amounts, rfm, band = facts.amounts, facts.rfm, facts.band
    now = amounts.last_12m if amounts.state == "value" else None
    if now is not None and stood.amount is not None and now != stood.amount:
        up = now > stood.amount
        args = (("before", Money(stood.amount, amounts.currency)), ("now", Money(now, amounts.currency)))
        key = "since.amount_more" if up else "since.amount_less"
        change = Percent(abs(now / stood.amount - 1)) if stood.amount > 0 else None
        said = Say(key, (*args, ("change", change))) if change is not None else Say("since.amount", args)
        yield Change("amount", "amount", None, "better" if up else "worse", said, "amounts")
    if rfm.segment is not None and stood.segment is not None and rfm.segment != stood.segment:
        segments = (("before", Say(f"rfm.segment.{stood.segment}")), ("now", Say(f"rfm.segment.{rfm.segment}")))
        yield Change("segment", "rfm", None, _judged(rfm.segment, stood.segment, _SEGMENTS), Say("since.segment", segments), "rfm")
    if band.state == "value" and stood.band is not None and band.band != stood.band:
        bands = (("before", Term("message", f"band.{stood.band}")), ("now", Term("message", f"band.{band.band}")))
        judgement = _judged(band.band, stood.band, _BANDS)
        yield Change("band", "band", None, judgement, Say("since.band", bands), "band")


_SEGMENTS = ("low_value", "churn_risk", "potential", "high_value")
_BANDS = ("dormant", "low", "medium", "high")


def _judged(now: str, before: str, order: tuple[str, ...]) -> Judgement:
    """Tell whether a place is better than the one before; nothing where the two are not steps of one ladder."""
    if now not in order or before not in order or {now, before} == {"low_value", "churn_risk"}:
        return ""
    return "better" if order.index(now) > order.index(before) else "worse"


def _tier(dossier: Dossier, facts: Facts) -> Iterator[Change]:
    """Yield the move of the tier: up, down, into the rating or out of it."""
    tier = facts.tier
    now, before = tier.now, tier.before
    if now.tier == before.tier:
        return
    judged = next((record for record in reversed(dossier.assessments) if record.id == now.assessment), None)
    args = (("before", before.tier), ("now", now.tier), ("from", before.total), ("to", now.total))
    judgement: Judgement = "better" if tier.movement == "up" else "worse" if tier.movement == "down" else ""
    if now.tier is None:
        key = "since.tier_lost" if now.reason == "lost" else "since.tier_open"
    elif before.tier is None:
        key = "since.tier_first"
    else:
        key = f"since.tier_{tier.movement}" + ("_total" if before.total is not None and now.total is not None else "")
    source = judged.cite("scores") if judged is not None else None
    yield Change("tier", "tier", judged.date if judged is not None else None, judgement, Say(key, args), "score", source)


def _alerts_opened(facts: Facts, closing: date) -> Iterator[Change]:
    for alert in facts.alerts:
        if alert.since > closing and alert.waived_until is None:
            said = Say("since.alert_opened", (("text", alert.text),))
            source = alert.sources[0] if alert.sources else None
            yield Change("alert_opened", alert.rule, alert.since, "worse", said, "alerts", source)


def _alerts_closed(facts: Facts, cleared: Sequence[str]) -> Iterator[Change]:
    """Yield the alerts that are over. Where the same rule has struck again since, that is no good news, and is said."""
    standing = {alert.rule for alert in facts.alerts}
    for name in cleared:
        again = name in standing
        said = Say("since.alert_closed_again" if again else "since.alert_closed", (("rule", Term("rule", name)),))
        yield Change("alert_closed", name, None, "" if again else "better", said, "alerts" if again else "changed")


def _needs(dossier: Dossier, closing: date) -> Iterator[Change]:
    for need in dossier.needs:
        if need.recorded > closing:
            said = Say("since.need_added", (("text", need.text),))
            yield Change("need_added", need.id, need.recorded, "", said, need.id, need.cite("text"))
        if need.closed is not None and need.closed.on > closing:
            met = need.closed.outcome == "met"
            args = (("text", need.text), ("outcome", Term("need_outcome", need.closed.outcome)))
            said = Say("since.need_met" if met else "since.need_closed", args)
            kind = "need_met" if met else "need_closed"
            yield Change(kind, need.id, need.closed.on, "better" if met else "", said, need.id, need.cite("closed"))


def _actions(facts: Facts, closing: date) -> Iterator[Change]:
    """Yield what was done, and what has become late; what was late already and still is has not changed."""
    for action in facts.actions:
        if action.status == "overdue" and action.due is not None and action.due >= closing:
            ref = f"{action.plan}.{action.id}"
            said = Say("since.action_late", (("text", action.text), ("n", action.days)))
            yield Change("action_late", ref, action.due, "worse", said, ref, action.source)
        elif action.done is not None and action.done > closing and action.status in _DONE:
            ref = f"{action.plan}.{action.id}"
            said = Say("since.action_done", (("text", action.text),))
            yield Change("action_done", ref, action.done, "better", said, ref, action.source)


def _contracts(dossier: Dossier, facts: Facts, closing: date) -> Iterator[Change]:
    """Yield the contracts that began, and those whose last day has passed."""
    contracts = dossier.customer.contracts
    renewed = {contract.renews for contract in contracts}
    for place, contract in enumerate(contracts):
        if not (closing < contract.from_ <= facts.as_of or closing <= contract.to < facts.as_of):
            continue
        args = (("id", contract.id), ("amount", Money(contract.amount, facts.amounts.currency)), ("renews", contract.renews))
        if closing < contract.from_ <= facts.as_of:
            said = Say("since.contract_renewed" if contract.renews else "since.contract_begun", args)
            source = dossier.customer.cite("contracts", place, "from")
            yield Change("contract_begun", contract.id, contract.from_, "better", said, "contracts", source)
        if closing <= contract.to < facts.as_of and contract.id not in renewed:
            source = dossier.customer.cite("contracts", place, "to")
            yield Change("contract_ended", contract.id, contract.to, "", Say("since.contract_ended", args), "contracts", source)


def _answers(facts: Facts, closing: date) -> Iterator[Change]:
    """Yield what surveys told anew: the mean against the wave before on the same scale, and the will to recommend."""
    waves = facts.satisfaction.waves
    for place, wave in enumerate(waves):
        if wave.day <= closing:
            continue
        source = wave.answers[0].source if wave.answers else None
        change = wave.overall_change
        if wave.overall is not None and change != 0:
            args = (("mean", wave.overall), ("top", wave.scale[1]), ("change", abs(change) if change else None))
            judgement: Judgement = "" if change is None else "better" if change > 0 else "worse"
            key = {"": "since.answer_first", "better": "since.answer_up", "worse": "since.answer_down"}[judgement]
            yield Change("satisfaction", wave.survey, wave.day, judgement, Say(key, args), "satisfaction", source)
        willing = _willing(wave)
        before = next((found for one in reversed(waves[:place]) if (found := _willing(one)) is not None), None)
        if willing is not None and willing != before:
            key = "since.recommend_first" if before is None else "since.recommend"
            good: Judgement = "" if before is None else "better" if willing > before else "worse"
            said = Say(key, (("before", before), ("now", willing)))
            yield Change("satisfaction", f"{wave.survey} 0-10", wave.day, good, said, "satisfaction", source)


def _willing(wave: WaveScore) -> Decimal | None:
    """Return the mean of the answers to the question of recommending us, 0 to 10; nothing where nobody answered it."""
    found = [answer.recommend for answer in wave.answers if answer.recommend is not None]
    return Decimal(sum(found)) / len(found) if found else None
