"""Compliance 维护合规: how each obligation stands, and what share of those that are over was kept."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.dossier.book import owner_at
from crmsite.figures.facts import Factor, Percent, Receipt, Say, Term
from crmsite.figures.owed import CLOSED_DUTIES, Closing, Compliance, Duty, DutyState
from crmsite.scores.duties.matching import matched
from crmsite.scores.duties.obligations import plan_obligations, playbook_obligations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import Shown
    from crmsite.grammar.fields import Citation
    from crmsite.kinds.customer import Customer
    from crmsite.scores.duties.matching import Contact
    from crmsite.scores.duties.obligations import DutyRule, Obligation, TierOn, Traits

SEED = "2-24 2-25 2-26 2-27 2-29 2-42"
_MONTHS = Say("duties.parameter.months")


def standing_of(one: Obligation, days: Sequence[date], as_of: date) -> tuple[DutyState, int | None]:
    """Tell how an obligation stands at a date from the days of the contacts that count for it, in order.

    The contact that completes it decides: on the last day is on time, on the last day of the grace is late. What was done
    after that was missed all the same.
    """
    complete = days[one.times - 1] if len(days) >= one.times else None
    if complete is not None and complete <= one.due:
        return ("on_time" if as_of > one.due else "done"), None
    if complete is not None and complete <= one.until:
        return "late", None
    if as_of <= one.due:
        return "due", (one.due - as_of).days
    if as_of <= one.until:
        return "due_grace", (one.until - as_of).days
    return "missed", (as_of - one.due).days


def compliance_of(
    dossier: Dossier, tier_on: TierOn, first_tier: date | None, traits: Traits, rule: DutyRule, stage: str | None
) -> Compliance:
    """Return a customer's duties and how they were kept. ``first_tier``: the first day on which it had a tier, if it ever had.

    Where nothing is owed nothing is worked out: without a tier there are no duties, which is not the same as all kept.
    """
    customer = dossier.customer
    owed = playbook_obligations(customer, tier_on, first_tier, rule) if first_tier is not None else []
    owed.extend(plan_obligations(customer, tier_on, traits, rule) if rule.plans else ())
    if not owed:
        return _without(stage, "no_tier" if first_tier is None else "none_closed", ())
    contacts = matched(owed, dossier.followups)
    pairs = list(zip(owed, contacts, strict=True))
    closings = _closings(pairs, rule.as_of)
    duties = tuple([_duty(customer, one, found, rule.as_of) for one, found in pairs if not one.past])
    if not duties:
        return _without(stage, "none_closed", ())._replace(closings=closings)
    closed = [duty for duty in duties if duty.state in CLOSED_DUTIES and not duty.planned]
    if not closed:
        reason = "none_closed" if any(not duty.planned for duty in duties) else "no_tier"
        return _without(stage, reason, duties)._replace(closings=closings)
    on_time = sum(duty.state == "on_time" for duty in closed)
    late = sum(duty.state == "late" for duty in closed)
    coverage, in_time = Decimal(on_time + late) / len(closed), Decimal(on_time) / len(closed)
    args: tuple[tuple[str, Shown], ...] = (
        ("coverage", Percent(coverage)), ("kept", on_time + late), ("closed", len(closed)), ("in_time", Percent(in_time)),
        ("on_time", on_time),
    )  # fmt: skip
    receipt = _receipt(Say("duties.result.value", args), closed, rule)
    return Compliance("value", None, len(closed), on_time, late, coverage, in_time, duties, receipt, closings)


def _closings(pairs: Iterable[tuple[Obligation, Sequence[Contact]]], as_of: date) -> tuple[Closing, ...]:
    """Count what became of the duties of playbooks that are over, by their last day and the kind of contact they ask for."""
    counts: dict[tuple[date, str], list[int]] = {}
    for one, contacts in pairs:
        if one.tier is None or one.due >= as_of:
            continue
        state, _ = standing_of(one, [contact.day for contact in contacts], as_of)
        if state in CLOSED_DUTIES:
            counts.setdefault((one.due, one.kind or "other"), [0, 0, 0])[CLOSED_DUTIES.index(state)] += 1
    return tuple([Closing(*key, *counts[key]) for key in sorted(counts)])


def _without(stage: str | None, reason: str, duties: tuple[Duty, ...]) -> Compliance:
    if stage == "lost":
        reason = "lost"
    receipt = Receipt("duties", Say(f"duties.result.{reason}"), (), (), "", SEED)
    return Compliance("not_applicable", reason, 0, 0, 0, None, None, duties, receipt)


def _duty(customer: Customer, one: Obligation, contacts: Sequence[Contact], as_of: date) -> Duty:
    state, days = standing_of(one, [contact.day for contact in contacts], as_of)
    complete = contacts[one.times - 1].day if len(contacts) >= one.times else None
    cited = tuple(contact.source for contact in contacts)
    sources: tuple[Citation, ...] = cited or ((one.source,) if one.source is not None else ())
    return Duty(
        one.ref, one.tier, one.kind, one.text, one.team, one.period, one.start, one.due, one.until, state, days,
        min(len(contacts), one.times), one.times, complete, tuple(contact.id for contact in contacts),
        owner_at(customer, min(one.due, as_of)), sources,
    )  # fmt: skip


def _receipt(result: Say, closed: Sequence[Duty], rule: DutyRule) -> Receipt:
    """Put the receipt together: for each action of a playbook how many of its periods were kept, with the lines that show it."""
    groups: dict[str, list[Duty]] = {}
    for duty in closed:
        groups.setdefault(duty.ref, []).append(duty)
    factors = []
    for ref, duties in groups.items():
        on_time, late = (sum(duty.state == state for duty in duties) for state in ("on_time", "late"))
        counts: tuple[tuple[str, Shown], ...] = (
            ("closed", len(duties)), ("on_time", on_time), ("late", late), ("missed", len(duties) - on_time - late)
        )  # fmt: skip
        name = Say("duties.factor.action", (("ref", ref), ("action", _name(duties[-1]))))
        factors.append(Factor(name, Say("duties.tally", counts), None, None, tuple(s for duty in duties for s in duty.sources)))
    books = {book.id: book.window_months for duty in closed if (book := rule.policies.playbook(duty.tier or "", duty.start))}
    parameters = tuple((_MONTHS, months) for months in sorted(set(books.values())))
    return Receipt("duties", result, tuple(factors), parameters, ", ".join(sorted(books)), SEED)


def _name(duty: Duty) -> Shown:
    return duty.text if duty.text is not None else Term("followup_kind", duty.kind or "other")
