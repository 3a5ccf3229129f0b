"""Profile 客户档案: why this tier, what the customer wants, what we promised, what happened. Shows this customer alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import Say, Term, Who
from crmsite.scores.in_step import in_step
from crmsite.slotted import Slotted
from crmsite.views.frame import Crumb, Head
from crmsite.views.profile.aims import aim_rows, own_book
from crmsite.views.profile.amounts import Chart, amount_chart
from crmsite.views.profile.approach import ApproachPart, approach_part
from crmsite.views.profile.cared import CaredPart, cared_part
from crmsite.views.profile.following import Following, following
from crmsite.views.profile.lede import lede
from crmsite.views.profile.owed import OwedPart, owed_part
from crmsite.views.profile.promised import PromisedPart, promised_part
from crmsite.views.profile.record import (
    CaseRow,
    ContactRow,
    ContractRow,
    Event,
    FactRow,
    GroupPart,
    InvoiceRow,
    case_rows,
    contact_rows,
    contract_rows,
    events,
    fact_rows,
    goal_rows,
    group_part,
    invoice_rows,
    people_or_money,
)
from crmsite.views.profile.satisfaction import SatisfactionPart, satisfaction_part
from crmsite.views.profile.tier import Scales, TierPart, tier_part
from crmsite.views.profile.work import AlertRow, NeedRow, PlanRow, StepRow, action_rows, alert_row, need_rows, plan_rows, step_row

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import date

    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.figures.changed import Changed
    from crmsite.figures.facts import Factor, Facts, Receipt, Shown
    from crmsite.grammar.fields import Citation, Localised
    from crmsite.kinds.customer import Customer
    from crmsite.metrics.figure import Book
    from crmsite.policy import Policies

RECENT = 10
"""How many events the timeline shows before the rest is folded."""

_ALL = Crumb(Say("nav.customers"), "customers.html")
_DONE = ("done_on_time", "done_late", "cancelled")


class ProfileView(Slotted):
    """All that one customer's page shows."""

    head: Head
    id: str
    name: Localised
    line: tuple[Shown, ...]
    lede: tuple[Say, ...]
    steps: tuple[StepRow, ...]
    alerts: tuple[AlertRow, ...]
    tier: TierPart
    rfm_state: str
    rfm_result: Say
    rfm_basis: Say | None
    rfm: tuple[Factor, ...]
    rfm_receipt: Receipt
    band_state: str
    band: Say
    label: tuple[Term, ...]
    band_receipt: Receipt
    amounts_state: str
    amounts_reason: str | None
    amounts: tuple[Factor, ...]
    chart: Chart | None
    amounts_receipt: Receipt
    priority: str
    priority_receipt: Receipt
    needs: tuple[NeedRow, ...]
    closed_needs: tuple[NeedRow, ...]
    plans: tuple[PlanRow, ...]
    past_plans: tuple[PlanRow, ...]
    open_actions: int
    recent: tuple[Event, ...]
    earlier: tuple[Event, ...]
    cases: tuple[CaseRow, ...]
    contacts: tuple[ContactRow, ...]
    contracts: tuple[ContractRow, ...]
    invoices: tuple[InvoiceRow, ...]
    facts: tuple[FactRow, ...]
    goals: tuple[tuple[Say, Localised], ...]
    group: GroupPart
    missing: tuple[Say, ...]
    source: Citation
    owed: OwedPart | None
    satisfaction: SatisfactionPart | None
    following: Following
    approach: ApproachPart | None
    promised: PromisedPart | None
    cared: CaredPart | None
    changed: Changed | None


def profile(
    dossier: Dossier, facts: Facts, organisation: Organisation, policies: Policies | None, as_of: date,
    book: Book | None = None, scales: Scales | None = None,
) -> ProfileView:
    """Put one customer's page together from its records and figures.

    ``book`` is its own book and ``scales`` gives the scale of tiers, where they were made already.
    """
    return in_step([putting_together(dossier, facts, organisation, policies, as_of, book, scales)])[0]


def putting_together(
    dossier: Dossier, facts: Facts, organisation: Organisation, policies: Policies | None, as_of: date,
    book: Book | None = None, scales: Scales | None = None,
) -> Generator[None, None, ProfileView]:
    """Put one customer's page together in step with others (:mod:`crmsite.scores.in_step`); arguments as of :func:`profile`."""
    customer, amounts, rfm, band = dossier.customer, facts.amounts, facts.rfm, facts.band
    happened = events(dossier, as_of)
    yield
    complete = amounts.state != "withheld"
    actions = action_rows(dossier, facts, complete=complete)
    yield
    book = book or own_book(dossier, facts, organisation, policies)
    plans = plan_rows(dossier, actions, amounts.currency, as_of, lambda plan: aim_rows(plan, book, organisation))
    yield
    needs = need_rows(dossier, facts, actions)
    yield
    line, opening = _line(customer, facts), lede(facts)
    steps, alerts = tuple([step_row(step) for step in facts.steps]), tuple([alert_row(alert) for alert in facts.alerts])
    tier = tier_part(facts.tier, policies.tier(as_of) if policies is not None else None, scales)
    yield
    chart = amount_chart(amounts)
    cases, contacts = case_rows(dossier, facts.service), contact_rows(dossier, organisation)
    yield
    contracts, invoices = contract_rows(customer, amounts.currency, as_of), invoice_rows(dossier, amounts.currency, as_of)
    known = fact_rows(customer, facts, complete=complete)
    yield
    follows, approach = following(dossier, facts), approach_part(dossier, facts, policies, as_of)
    yield
    return ProfileView(
        Head("customers", customer.name, (_ALL, Crumb(customer.id))), customer.id, customer.name, line, opening, steps, alerts,
        tier, rfm.state, rfm.receipt.result, Say(f"rfm.basis.{rfm.basis}") if rfm.basis else None,
        rfm.receipt.factors if rfm.state == "value" else (), rfm.receipt,
        band.state, band.receipt.result, band.label, band.receipt,
        amounts.state, amounts.reason, amounts.receipt.factors, chart, amounts.receipt,
        facts.priority, facts.priority_receipt,
        tuple([need for need in needs if need.closed is None]), tuple([need for need in needs if need.closed is not None]),
        tuple([plan for plan in plans if not plan.past]), tuple([plan for plan in plans if plan.past]),
        sum([action.status not in _DONE for action in facts.actions]),
        happened[:RECENT], happened[RECENT:], cases, contacts, contracts, invoices, known, goal_rows(customer),
        group_part(customer, facts, organisation), tuple([Say(f"missing.{name}") for name in facts.missing]),
        customer.cite("id"), owed_part(facts.duties), satisfaction_part(facts.satisfaction), follows, approach,
        promised_part(facts.service), cared_part(facts.care), facts.changed if facts.changed.state != "withheld" else None,
    )  # fmt: skip


def _line(customer: Customer, facts: Facts) -> tuple[Shown, ...]:
    """Return the line under the name: id, industry, size, stage, who answers for it, the last contact."""
    words: list[Shown] = [customer.id]
    if customer.industry:
        words.append(Term("taxonomy:industry", customer.industry))
    if customer.size and customer.size.employees:
        words.append(people_or_money("profile.people", customer.size.employees))
    if facts.stage:
        years = int(facts.amounts.cooperation_years or 0)
        stage = Term("stage", facts.stage)
        words.append(Say("profile.stage_years", (("stage", stage), ("years", years))) if years and facts.stage != "lost" else stage)
    if facts.owner:
        words.append(Say("profile.owner", (("name", Who(facts.owner)),)))
    elif facts.amounts.state != "withheld":
        words.append(Say("profile.no_owner"))
    days = facts.last_contact_days
    if days is not None:
        words.append(Say("profile.last_contact", (("n", days),)) if days else Say("profile.contact_today"))
    elif facts.amounts.state != "withheld":
        words.append(Say("profile.no_contact"))
    return tuple(words)
