"""Entries and rows to a customer's dossier and to what all customers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite import visible
from crmsite.book import Dossier, Organisation
from crmsite.kinds.assessment import Assessment
from crmsite.kinds.capability import Capability
from crmsite.kinds.case import Case
from crmsite.kinds.contact import Contact
from crmsite.kinds.customer import Customer, OpeningBalance
from crmsite.kinds.followup import FollowUp
from crmsite.kinds.need import Need
from crmsite.kinds.person import Person
from crmsite.kinds.plan import Plan
from crmsite.kinds.risk import Risk, Waiver
from crmsite.kinds.satisfaction import Response
from crmsite.kinds.site import Organisation as OrganisationSettings
from crmsite.kinds.site import Site, Taxonomy
from crmsite.tables import Invoice, Order, Receipt, TypedCells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from crmsite.fields import Localised, Record
    from crmsite.tables import Row


class TableRows(NamedTuple):
    """The rows of one table file that belong to one customer."""

    table: str
    path: str
    rows: Sequence[Row]


def dossier_of(records: Iterable[Record], tables: Iterable[TableRows], day: date, cells: TypedCells) -> Dossier | None:
    """Put one customer's records together as seen on a day; ``None`` when the customer itself is not there.

    Void records are left out. Lists are ordered by date, then id, whatever the order of files.
    """
    live = [record for record in records if record.status is None]
    customer = next((record for record in live if isinstance(record, Customer)), None)
    customer = customer and visible.customer_at(customer, day)
    if customer is None:
        return None
    orders, invoices, receipts = _rows(tables, day, cells)
    openings = [r for r in live if isinstance(r, OpeningBalance) and r.date <= day]
    contacts = [c for r in live if isinstance(r, Contact) and (c := visible.contact_at(r, day))]
    needs = [n for r in live if isinstance(r, Need) and (n := visible.need_at(r, day))]
    followups = [f for r in live if isinstance(r, FollowUp) and (f := visible.followup_at(r, day))]
    cases = [seen for r in live if isinstance(r, Case) and (seen := visible.case_at(r, day))]
    risks = [k for r in live if isinstance(r, Risk) and (k := visible.risk_at(r, day))]
    return Dossier(
        customer=customer,
        contacts=tuple(sorted(contacts, key=lambda r: (r.since, r.id))),
        needs=tuple(sorted(needs, key=lambda r: (r.recorded, r.id))),
        assessments=tuple(
            sorted((r for r in live if isinstance(r, Assessment) and r.date <= day and not r.draft), key=lambda r: (r.date, r.id))
        ),
        opening=max(openings, key=lambda r: (r.date, r.id)) if openings else None,
        plans=tuple(sorted((visible.plan_at(r, day) for r in live if isinstance(r, Plan)), key=lambda r: (r.period.from_, r.id))),
        followups=tuple(sorted(followups, key=lambda r: (r.when.day, r.when.minute or 0, r.id))),
        cases=tuple(sorted(cases, key=lambda r: (r.opened.day, r.opened.minute or 0, r.id))),
        orders=orders,
        invoices=invoices,
        receipts=receipts,
        responses=tuple(sorted((r for r in live if isinstance(r, Response) and r.date <= day), key=lambda r: (r.date, r.id))),
        risks=tuple(sorted(risks, key=lambda r: (r.raised, r.id))),
        waivers=tuple(sorted((r for r in live if isinstance(r, Waiver) and r.on <= day), key=lambda r: (r.on, r.id))),
    )


def _rows(
    tables: Iterable[TableRows], day: date, cells: TypedCells
) -> tuple[tuple[Order, ...], tuple[Invoice, ...], tuple[Receipt, ...]]:
    orders: list[Order] = []
    invoices: list[Invoice] = []
    receipts: list[Receipt] = []
    for part in tables:
        if part.table == "order":
            orders.extend(cells.order(part.path, row) for row in part.rows)
        elif part.table == "invoice":
            invoices.extend(cells.invoice(part.path, row) for row in part.rows)
        else:
            receipts.extend(cells.receipt(part.path, row) for row in part.rows)
    return (
        tuple(sorted((o for o in orders if o.date <= day), key=lambda o: (o.date, o.order_id, o.source.line))),
        tuple(sorted((i for i in invoices if i.issued <= day), key=lambda i: (i.issued, i.invoice_id))),
        tuple(sorted((r for r in receipts if r.date <= day), key=lambda r: (r.date, r.invoice_id, r.amount))),
    )


def default_site() -> Site:
    """Return the settings of a repository that has none: they are named in a fault of their own."""
    from crmsite.fields import Localised

    settings = OrganisationSettings.model_validate({"name": Localised("客户关系档案", "Customer records")})
    return Site(org=settings)


def organisation_of(
    records: Iterable[Record], day: date, names: Mapping[str, Localised], members: Mapping[str, tuple[str, ...]]
) -> Organisation:
    """Put together what all customers share."""
    live = sorted((record for record in records if record.status is None), key=lambda r: (type(r).__name__, getattr(r, "id", "")))
    site = next((record for record in live if isinstance(record, Site)), None) or default_site()
    return Organisation(
        site=site,
        people={r.id: r for r in live if isinstance(r, Person)},
        taxonomies={r.id: r for r in live if isinstance(r, Taxonomy)},
        capabilities={r.id: r for r in live if isinstance(r, Capability)},
        segment_plans=tuple(visible.plan_at(r, day) for r in live if isinstance(r, Plan) and r.customer is None),
        names=dict(names),
        members=dict(members),
    )
