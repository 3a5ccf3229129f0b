"""One customer explained in a terminal: each figure, what it is made from, by which rule, from which lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.commands import explaining_depth as depth
from crmsite.commands.columns import columns
from crmsite.commands.receipts import INDENT, Explained, places, receipt
from crmsite.figures.facts import Say, Term, Who
from crmsite.figures.owed import OPEN_DUTIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from crmsite.figures.facts import Alert, Tier, TierAt
    from crmsite.kinds.need import Need

def explained(about: Explained) -> str:
    """Return the whole explanation."""
    sections = (
        _head, _tier, _rfm, _worth, _satisfaction, _alerts, _needs, depth.fit, depth.risks, depth.causes, _duties, _promises,
        _steps, _missing,
    )  # fmt: skip
    parts = (list(section(about)) for section in sections)
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _head(about: Explained) -> Iterator[str]:
    facts, customer = about.facts, about.dossier.customer
    yield f"{customer.id}  {about.words(customer.name)}  ({about.say('as_of', day=facts.as_of)})"
    owner = about.say("owner", name=about.words(Who(facts.owner))) if facts.owner else about.say("no_owner")
    stage = [about.words(Term("stage", facts.stage))] if facts.stage else []
    yield INDENT + about.comma.join(filter(None, dict.fromkeys([owner, *stage, _label(about)])))
    yield from columns(_dates(about), indent=INDENT)


def _dates(about: Explained) -> list[tuple[str, str]]:
    facts = about.facts
    contact = about.say("never")
    if facts.last_contact is not None:
        key = "days_ago" if facts.last_contact_days else "today"
        contact = about.say(key, day=facts.last_contact, n=facts.last_contact_days)
    rows = [(about.say("contact"), contact)]
    if facts.contract_end is not None and facts.contract_days is not None:
        key = "in_days" if facts.contract_days >= 0 else "ended"
        rows.append((about.say("contract"), about.say(key, day=facts.contract_end, n=abs(facts.contract_days))))
    return rows


def _label(about: Explained) -> str:
    return " / ".join(about.words(term) for term in about.facts.band.label)


def _tier(about: Explained) -> Iterator[str]:
    tier = about.facts.tier
    yield f"{about.say('tier')}  {about.words(tier.receipt.result)}"
    yield from receipt(about, tier.receipt)
    scores = [score for _, score in tier.now.scores]
    if scores and None not in scores and tier.now.total is not None:
        yield INDENT + " + ".join(about.words(score) for score in scores) + f" = {about.words(tier.now.total)}"
    notes = list(_notes(about, tier))
    yield from (INDENT + about.comma.join(part) for part in notes if part)


def _notes(about: Explained, tier: Tier) -> Iterator[list[str]]:
    yield _movement(about, tier)
    room = []
    if tier.to_next is not None:
        room.append(about.say("to_next", n=about.words(tier.to_next)))
    if tier.to_lose is not None:
        room.append(about.say("to_lose", n=about.words(tier.to_lose)))
    yield [*room, about.say("near")] if tier.near_boundary else room
    if tier.review != "not_applicable":
        missing = ", ".join(tier.review_missing)
        yield [about.say(f"review.{tier.review}", due=tier.review_due or "", periods=missing)]
    if tier.history:
        told = " · ".join(f"{period} {_held(about, held, total)}" for period, held, total in tier.history[-8:])
        yield [f"{about.say('history')} {told}"]


def _movement(about: Explained, tier: Tier) -> list[str]:
    if tier.now.state != "value":
        return []
    change = ""
    if tier.change:
        change = about.say("change", sign="+" if tier.change > 0 else "−", n=about.words(abs(tier.change)))
    told = about.say(f"movement.{tier.movement}", before=_at(about, tier.before), now=_at(about, tier.now), change=change)
    was = dict(tier.before.scores)
    moved = [
        about.say("moved", name=about.words(Say(f"tier.dimension.{name}")), before=about.words(was[name]), now=about.words(score))
        for name, score in tier.now.scores
        if name in was and was[name] != score
    ]
    return [told, *moved]


def _at(about: Explained, at: TierAt) -> str:
    return _held(about, at.tier, at.total)


def _held(about: Explained, tier: str | None, total: Decimal | None) -> str:
    return f"{tier or '?'} {about.words(total)}" if total is not None else tier or "?"


def _rfm(about: Explained) -> Iterator[str]:
    rfm = about.facts.rfm
    yield f"{about.say('rfm')}  {about.words(rfm.receipt.result)}"
    yield from receipt(about, rfm.receipt)


def _satisfaction(about: Explained) -> Iterator[str]:
    """Say what contacts answered; nothing of a customer that no survey concerned."""
    found = about.facts.satisfaction
    if found.state == "not_applicable":
        return
    yield f"{about.say('satisfaction')}  {about.words(found.receipt.result)}"
    if found.state == "value":
        yield from receipt(about, found.receipt)


def _worth(about: Explained) -> Iterator[str]:
    facts = about.facts
    yield f"{about.say('band')}  {about.words(facts.band.receipt.result)}"
    yield from receipt(about, facts.band.receipt)
    yield f"{about.say('amounts')}  {about.words(facts.amounts.receipt.result)}"
    yield from receipt(about, facts.amounts.receipt)


def _alerts(about: Explained) -> Iterator[str]:
    alerts = about.facts.alerts
    yield f"{about.say('alerts')}  {len(alerts) if alerts else about.say('no_alerts')}"
    for alert in alerts:
        yield from _alert(about, alert)


def _alert(about: Explained, alert: Alert) -> Iterator[str]:
    level = about.words(Term("alert_level", alert.level))
    name = f"{alert.rule} ({alert.seed})" if alert.seed else alert.rule
    yield INDENT + f"{level}  {name}  {about.say('since', day=alert.since)}  {about.words(alert.text)}"
    yield from (INDENT + line for line in receipt(about, alert.receipt))
    yield INDENT * 2 + _answer(about, alert)
    if alert.suggestion is not None and not alert.answered_by:
        yield INDENT * 2 + about.say("usual", text=about.words(alert.suggestion))
        yield INDENT * 2 + about.say("answer_with", customer=alert.customer, rule=alert.rule)


def _answer(about: Explained, alert: Alert) -> str:
    if alert.waived_until is not None:
        return about.say("waived", until=alert.waived_until)
    if alert.answered_by:
        return about.say("answered", by=", ".join(alert.answered_by))
    if alert.answer_late_days:
        return about.say("late", due=alert.answer_due, n=alert.answer_late_days)
    return about.say("unanswered", due=alert.answer_due)


def _needs(about: Explained) -> Iterator[str]:
    facts = about.facts
    yield f"{about.say('needs')}  {about.words(facts.priority_receipt.result) if facts.needs else about.say('no_needs')}"
    written = {need.id: need for need in about.dossier.needs}
    rows = []
    opened = sorted((need for need in facts.needs if need.open), key=lambda need: (need.rank_customer or 10_000, need.id))
    for need in opened:
        text = _need_words(about, written[need.id])
        kano = written[need.id].kano
        declared = about.say("kano", kind=about.words(Term("kano", kano.declared)), on=kano.on) if kano is not None else ""
        scores = about.say("scores", importance=about.words(need.importance), urgency=about.words(need.urgency))
        rank = about.say("rank", n=need.rank_customer) if need.rank_customer else ""
        served = about.say("served", actions=", ".join(need.actions)) if need.actions else about.say("unserved")
        place = about.words(need.receipt.result)
        rows.append((need.id, place, rank, scores, text, declared, served, places(about, need.receipt.sources)))
    yield from columns(rows, indent=INDENT)
    if len(opened) < len(facts.needs):
        yield INDENT + about.say("closed", n=len(facts.needs) - len(opened))


def _need_words(about: Explained, need: Need) -> str:
    return about.words(need.short or need.text)


def _duties(about: Explained) -> Iterator[str]:
    found = about.facts.duties
    if not found.duties:
        return
    yield f"{about.say('duties')}  {about.words(found.receipt.result)}"
    yield from receipt(about, found.receipt)
    rows = []
    for duty in found.duties:
        if duty.state in OPEN_DUTIES:
            text = about.words(duty.text if duty.text is not None else Term("followup_kind", duty.kind or "other"))
            owner = about.words(Who(duty.owner)) if duty.owner else ""
            rows.append((str(duty.due), about.words(Term("duty_state", duty.state)), owner, duty.ref, duty.period, text))
    yield from columns(sorted(rows), indent=INDENT)


def _promises(about: Explained) -> Iterator[str]:
    found = about.facts.service
    if found.promises:
        yield f"{about.say('service')}  {about.words(found.receipt.result)}"
        yield from receipt(about, found.receipt)


def _steps(about: Explained) -> Iterator[str]:
    steps = about.facts.steps
    yield f"{about.say('steps')}  {len(steps) if steps else about.say('no_steps')}"
    rows = []
    for step in steps:
        late = about.say("overdue", n=step.days) if step.status == "overdue" else ""
        due = str(step.due) if step.due is not None else about.say("undated")
        who = about.words(Who(step.owner)) if step.owner else ""
        rows.append((due, late, who, about.words(step.text), step.ref, places(about, (step.source,))))
    yield from columns(rows, indent=INDENT)


def _missing(about: Explained) -> Iterator[str]:
    if about.facts.missing:
        separator = "、" if about.lang == "zh" else ", "
        yield f"{about.say('missing')}  {separator.join(about.say(f'missing.{name}') for name in about.facts.missing)}"
