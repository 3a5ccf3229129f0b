"""The record part of a profile: what the customer's own files say. Contacts, contracts, what is owed, cases, what happened when.

Nothing is judged here; figures that are worked out come from the facts. Rows hold plain values without language.
"""

from __future__ import annotations

from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from crmsite.dossier.ledger import unpaid_of
from crmsite.dossier.relationship import relationship_of
from crmsite.figures.facts import Money, Say, Term, Who
from crmsite.figures.shown import LISTED
from crmsite.slotted import Slotted
from crmsite.views.profile.promised import PromiseRow, followed_by_case, promises_by_case

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier, Organisation, Relative
    from crmsite.figures.facts import Facts, Shown
    from crmsite.figures.owed import Service
    from crmsite.grammar.fields import Citation, Localised
    from crmsite.kinds.contact import Contact
    from crmsite.kinds.customer import Customer, Range
    from crmsite.kinds.followup import FollowUp


_STAGE, _MILESTONE = Say("profile.event.stage"), Say("profile.event.milestone")
_FACTS = (
    "business", "region", "revenue", "founded", "since", "contract_end", "need_feature", "tags", "products", "channels", "address",
    "care", "strategic", "aliases",
)  # fmt: skip
_OPTIONAL = ("care", "strategic", "aliases", "contract_end", "tags", "products")
_LABELS = {name: Say(f"profile.fact.{name}") for name in _FACTS}
_DAY = attrgetter("day")


class FactRow(Slotted):
    """One line of reference: a label and its values; no values means that nobody wrote any."""

    label: Say
    values: tuple[Shown, ...]


class GroupRow(Slotted):
    """Another customer of the same group; its figures are those of its own page."""

    id: str
    name: Localised
    parent: bool
    tier: str | None
    amount: Money | None
    alerts: int


class GroupPart(Slotted):
    """The group that a customer belongs to. A parent's page adds up: ``total`` over itself and the ``known`` of its members."""

    rows: tuple[GroupRow, ...]
    total: Money | None
    known: int
    customers: int


class ContactRow(Slotted):
    """One person at the customer: code and masked name, ``url`` where the team keeps the rest."""

    role: Term
    name: str
    title: Localised
    code: str
    url: str
    channel: Term | None
    left: date | None
    trust: Say | None
    in_chain: bool
    care: bool
    interests: str
    source: Citation
    first: bool = False


class ContractRow(Slotted):
    """One contract; ``state`` is current, ended or coming."""

    id: str
    start: date
    end: date
    amount: Money
    billing: Term | None
    renews: str
    state: str
    source: Citation


class InvoiceRow(Slotted):
    """One invoice that is past due and not wholly paid."""

    id: str
    due: date
    owed: Money
    days: int
    source: Citation


class CaseRow(Slotted):
    """One case: what it was, whether it is settled, how often it went up a level."""

    id: str
    type: Term
    topic: Term
    opened: date
    settled: date | None
    days: int | None
    escalations: int
    summary: Localised | None
    root_cause: str
    source: Citation
    promises: tuple[PromiseRow, ...]
    followed: Say | None
    elsewhere: str


class Event(Slotted):
    """One entry of the timeline. ``words`` say what it was, with whom; ``mark`` is ``now`` for the latest contact."""

    day: date
    words: tuple[Shown, ...]
    text: Localised | Say
    feedback: Localised | None
    next: Localised | None
    next_due: date | None
    mark: str
    source: Citation
    id: str = ""


def contact_rows(dossier: Dossier, organisation: Organisation) -> tuple[ContactRow, ...]:
    """Return the contacts by role: those who decide first, those who left last. The first of each role names it."""
    chain = dossier.customer.decision_chain or ()
    url = organisation.site.contact_url or ""
    contacts, roles = list(dossier.contacts), list(dict.fromkeys([contact.role for contact in dossier.contacts]))
    contacts.sort(key=lambda one: (one.left_on is not None, one.role != "decision_maker", roles.index(one.role)))
    groups = [(contact.left_on is not None, contact.role) for contact in contacts]
    return tuple(
        [
            _contact(contact, contact.id in chain, url, first=at == groups.index(group))
            for at, (contact, group) in enumerate(zip(contacts, groups, strict=True))
        ]
    )


def _contact(contact: Contact, in_chain: bool, url: str, *, first: bool) -> ContactRow:
    trust = None
    if contact.trust:
        last = max(contact.trust, key=lambda judged: judged.on)
        trust = Say("profile.trust", (("score", last.score), ("by", Who(last.by)), ("on", last.on)))
    channel = LISTED["channel"][contact.channel_preference] if contact.channel_preference else None
    link = url.replace("{code}", contact.code) if url.startswith(("https://", "http://")) else ""
    role = LISTED["contact_role"][contact.role]
    return ContactRow(
        role, contact.masked_name, contact.title, contact.code, link, channel, contact.left_on, trust, in_chain,
        bool(contact.care_occasion), contact.interests_at or "", contact.cite(), first,
    )


def contract_rows(customer: Customer, currency: str, as_of: date) -> tuple[ContractRow, ...]:
    """Return the contracts, the latest first."""
    rows = []
    for contract in customer.contracts:
        state = "coming" if contract.from_ > as_of else "ended" if contract.to < as_of else "current"
        billing = Term("billing", contract.billing) if contract.billing else None
        rows.append(
            ContractRow(
                contract.id,
                contract.from_,
                contract.to,
                Money(contract.amount, currency),
                billing,
                contract.renews or "",
                state,
                customer.cite_part(contract),
            )
        )
    rows.sort(key=lambda row: row.end, reverse=True)
    return tuple(rows)


def invoice_rows(dossier: Dossier, currency: str, as_of: date) -> tuple[InvoiceRow, ...]:
    """Return the invoices that are past due, the oldest first."""
    return tuple(
        [
            InvoiceRow(
                late.invoice.invoice_id,
                late.invoice.due,
                Money(late.outstanding, late.invoice.currency or currency),
                late.days,
                late.invoice.source,
            )
            for late in unpaid_of(dossier, as_of)
        ]
    )


def case_rows(dossier: Dossier, service: Service) -> tuple[CaseRow, ...]:
    """Return the cases with what was promised about each: open ones first, then the latest."""
    rows = []
    promises, followed = promises_by_case(service), followed_by_case(service)
    for case in dossier.cases:
        settled = case.resolved.day if case.resolved else None
        opened = case.opened.day
        days = (settled - opened).days if settled is not None else None
        rows.append(
            CaseRow(
                case.id,
                Term("case_type", case.type),
                Term("taxonomy:topic", case.topic),
                opened,
                settled,
                days,
                len(case.escalations),
                case.summary,
                case.root_cause or "",
                case.cite(),
                promises.get(case.id, ()),
                followed.get(case.id),
                case.external_id or "",
            )
        )
    rows.sort(key=lambda row: row.opened, reverse=True)
    rows.sort(key=lambda row: row.settled is not None)
    return tuple(rows)


def events(dossier: Dossier, as_of: date) -> tuple[Event, ...]:
    """Return what happened, the latest first: contacts, milestones, changes of stage."""
    names = {contact.id: contact.masked_name for contact in dossier.contacts}
    latest = dossier.followups[-1] if dossier.followups else None
    found = [_followup(followup, names, "now" if followup is latest else "") for followup in dossier.followups]
    customer = dossier.customer
    for step in customer.stages:
        if step.from_ <= as_of:
            stage = LISTED["stage"][step.stage]
            text = step.reason or Say("profile.stage_from", (("stage", stage),))
            found.append(Event(step.from_, (_STAGE, stage), text, None, None, None, "", customer.cite_part(step)))
    for milestone in customer.milestones:
        if milestone.date <= as_of:
            source = customer.cite_part(milestone)
            found.append(Event(milestone.date, (_MILESTONE,), milestone.text, None, None, None, "", source))
    found.sort(key=_DAY)
    found.reverse()
    return tuple(found)


def _followup(followup: FollowUp, names: dict[str, str], mark: str) -> Event:
    met = [names.get(participant, participant) for participant in followup.participants]
    step = followup.next
    waiting = step if step is not None and step.done is None else None
    return Event(
        followup.day,
        (LISTED["followup_kind"][followup.kind], LISTED["channel"][followup.channel], Who(followup.by), *met),
        followup.summary,
        followup.feedback,
        waiting.text if waiting else None,
        waiting.due if waiting else None,
        mark,
        followup.cite(),
        followup.id,
    )


def fact_rows(customer: Customer, facts: Facts, *, complete: bool) -> tuple[FactRow, ...]:
    """Return the reference facts. Where the reader may see everything (``complete``), what is not written is listed too."""
    label = LISTED["need_feature"][customer.need_feature] if customer.need_feature else None
    revenue = customer.size.annual_revenue if customer.size else None
    currency = facts.amounts.currency
    values: tuple[tuple[Shown, ...], ...] = (
        _some(customer.business),
        _some(Term("taxonomy:region", customer.region) if customer.region else None),
        _some(people_or_money("profile.revenue", revenue, currency) if revenue else None),
        _some(customer.founded),
        _some(customer.cooperation_since or _first_sale(customer, facts)),
        _some(_contract_end(facts)),
        _some(label),
        tuple([Term("taxonomy:tag", tag) for tag in customer.tags]),
        customer.products,
        tuple([LISTED["channel"][channel] for channel in customer.channels]),
        _some(customer.address),
        _care(customer),
        _some(customer.strategic.reason if customer.strategic else None),
        customer.aliases,
    )
    return tuple(
        [
            FactRow(_LABELS[name], written)
            for name, written in zip(_FACTS, values, strict=True)
            if written or (complete and name not in _OPTIONAL)
        ]
    )


def _first_sale(customer: Customer, facts: Facts) -> Say | None:
    """Say since when a customer is one by its stages, from which years are counted where nobody wrote it down."""
    since = relationship_of(customer, facts.as_of).since
    return None if since is None else Say("profile.first_sale", (("day", since),))


def _care(customer: Customer) -> tuple[Say, ...]:
    said = (("opt_out", customer.care_opt_out), ("occasion", customer.care_occasion))
    return tuple([Say(f"profile.care.{name}") for name, holds in said if holds])


def _contract_end(facts: Facts) -> Say | None:
    if facts.contract_end is None or facts.contract_days is None:
        return None
    key = "profile.contract_ends" if facts.contract_days >= 0 else "profile.contract_ended"
    return Say(key, (("day", facts.contract_end), ("n", abs(facts.contract_days))))


def people_or_money(key: str, span: Range, currency: str = "") -> Say:
    """Say a range of heads, or of money where a currency is given: from, up to, or from and to."""
    low: Shown = Money(Decimal(span.min or 0), currency) if currency else span.min
    high: Shown = Money(Decimal(span.max or 0), currency) if currency else span.max
    if span.max is None:
        return Say(f"{key}_from", (("low", low),))
    if span.min is None:
        return Say(f"{key}_to", (("high", high),))
    return Say(key, (("low", low), ("high", high)))


def _some(value: Shown) -> tuple[Shown, ...]:
    return () if value is None else (value,)


def goal_rows(customer: Customer) -> tuple[tuple[Say, Localised], ...]:
    """Return what the customer wants: soon, in the long run, and what it has not said."""
    goals = customer.goals
    if goals is None:
        return ()
    found = (("short", goals.short), ("long", goals.long), ("latent", goals.latent))
    return tuple([(Say(f"profile.goal.{name}"), text) for name, text in found if text is not None])


def group_part(customer: Customer, facts: Facts, organisation: Organisation) -> GroupPart:
    """Return parent and members of the customer's group, as far as the reader may see them; a parent adds its members up."""
    relatives = organisation.relatives
    members = [member for member in organisation.members.get(customer.id, ()) if member in relatives]
    listed = [customer.parent] if customer.parent and customer.parent in relatives else []
    rows = tuple(_group_row(name, relatives[name], parent=name == customer.parent) for name in (*listed, *members))
    amounts = facts.amounts
    if not members or amounts.state == "withheld":
        return GroupPart(rows, None, 0, 0)
    parts = [amounts.last_12m, *(relatives[name].amount for name in members if relatives[name].currency == amounts.currency)]
    known = [part for part in parts if part is not None]
    total = Money(sum(known, Decimal(0)), amounts.currency) if known else None
    return GroupPart(rows, total, len(known), 1 + len(members))


def _group_row(name: str, relative: Relative, *, parent: bool) -> GroupRow:
    amount = Money(relative.amount, relative.currency) if relative.amount is not None else None
    return GroupRow(name, relative.name, parent, relative.tier, amount, relative.alerts)
