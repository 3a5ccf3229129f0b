"""Entries and rows to a customer's dossier and to what all customers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from crmsite.calendars.clocks import local
from crmsite.dossier import visible
from crmsite.dossier.book import Dossier, Organisation
from crmsite.dossier.waves import age
from crmsite.grammar.fields import Moment
from crmsite.kinds.assessment import Assessment
from crmsite.kinds.capability import Capability
from crmsite.kinds.care import Care
from crmsite.kinds.case import Case
from crmsite.kinds.contact import Contact
from crmsite.kinds.customer import Customer, OpeningBalance
from crmsite.kinds.followup import FollowUp
from crmsite.kinds.goals import Goals
from crmsite.kinds.improvement import Improvement, RootCause
from crmsite.kinds.journey import Journey
from crmsite.kinds.need import Need
from crmsite.kinds.person import Person
from crmsite.kinds.plan import Plan
from crmsite.kinds.risk import Risk, Waiver
from crmsite.kinds.satisfaction import Response, Survey
from crmsite.kinds.site import Organisation as OrganisationSettings
from crmsite.kinds.site import Site, Taxonomy
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from crmsite.grammar.fields import Record
    from crmsite.grammar.tables import Invoice, Order, Receipt, Row, Send, TypedCells


R = TypeVar("R", bound="Record")
Dated = TypeVar("Dated", "Order", "Receipt", "Response")


class TableRows(NamedTuple):
    """The rows of one table file that belong to one customer."""

    table: str
    path: str
    rows: Sequence[Row]


class Written(Slotted):
    """One customer's records that are not void, as written, by their kind; and its table rows."""

    kinds: dict[type[Record], list[Record]]
    orders: list[Order]
    invoices: list[Invoice]
    receipts: list[Receipt]
    sends: list[Send]

    def of(self, kind: type[R]) -> list[R]:
        """Return the records of one kind."""
        found: Any = self.kinds.get(kind)
        return found or []


def written(records: Iterable[Record], tables: Iterable[TableRows], cells: TypedCells, zone: str) -> Written:
    """Leave void records out, sort the others by kind, and type the table rows.

    A time written with an offset becomes that of the organisation's ``zone``, so that its day is the day there.
    """
    kinds: dict[type[Record], list[Record]] = {}
    for record in records:
        if record.status is None:
            kind = record.__class__
            kinds.setdefault(kind, []).append(_in_zone(record, zone) if kind in TIMED else record)
    files: dict[str, list[tuple[str, Sequence[Row]]]] = {"order": [], "invoice": [], "receipt": [], "send": []}
    for part in tables:
        files[part.table].append((part.path, part.rows))
    return Written(
        kinds,
        cells.orders(files["order"]),
        cells.invoices(files["invoice"]),
        cells.receipts(files["receipt"]),
        cells.sends(files["send"]),
    )


TIMED: dict[type[Record], tuple[str, ...]] = {
    Case: ("opened", "first_response", "solution_offered", "resolved", "callback"),
    FollowUp: ("start", "end", "minutes_at"),
}
"""The fields that tell a time of day, of the kinds that have any."""


def _in_zone(record: Record, zone: str) -> Record:
    told: dict[str, Moment] = {}
    for name in TIMED[record.__class__]:
        value: Moment | None = getattr(record, name)
        if value is not None and value.offset is not None:
            told[name] = local(value, zone)
    return record.model_copy(update=told) if told else record


def dossier_of(
    records: Iterable[Record], tables: Iterable[TableRows], day: date, cells: TypedCells, zone: str
) -> Dossier | None:
    """Put one customer's records together as seen on a day; ``None`` when the customer itself is not there."""
    return dossier_at(written(records, tables, cells, zone), day)


def dossier_at(records: Written, day: date) -> Dossier | None:
    """Put one customer's records together as seen on a day; ``None`` when the customer itself is not there.

    Lists are ordered by date, then id, whatever the order of files.
    """
    of = records.of
    customers = of(Customer)
    customer = visible.customer_at(customers[0], day) if customers else None
    if customer is None:
        return None
    openings = [r for r in of(OpeningBalance) if r.date <= day]
    contacts = [c for r in of(Contact) if (c := visible.contact_at(r, day))]
    needs = [n for r in of(Need) if (n := visible.need_at(r, day))]
    assessments = [r for r in of(Assessment) if r.date <= day and not r.draft]
    followups = [f for r in of(FollowUp) if (f := visible.followup_at(r, day))]
    cases = [seen for r in of(Case) if (seen := visible.case_at(r, day))]
    risks = [k for r in of(Risk) if (k := visible.risk_at(r, day))]
    return Dossier(
        customer=customer,
        contacts=_in_order(contacts, lambda r: (r.since, r.id)),
        needs=_in_order(needs, lambda r: (r.recorded, r.id)),
        assessments=_in_order(assessments, lambda r: (r.date, r.id)),
        opening=max(openings, key=lambda r: (r.date, r.id)) if openings else None,
        plans=_in_order([visible.plan_at(r, day) for r in of(Plan)], lambda r: (r.period.from_, r.id)),
        followups=_in_order(followups, lambda r: (*_since(r.when), r.id)),
        cases=_in_order(cases, lambda r: (*_since(r.opened), r.id)),
        orders=_in_order([o for o in records.orders if o.date <= day], lambda o: (o.date, o.order_id, o.source.line)),
        invoices=_in_order([i for i in records.invoices if i.issued <= day], lambda i: (i.issued, i.invoice_id)),
        receipts=_in_order([r for r in records.receipts if r.date <= day], lambda r: (r.date, r.invoice_id, r.amount)),
        responses=_in_order([r for r in of(Response) if r.date <= day], lambda r: (r.date, r.id)),
        risks=_in_order(risks, lambda r: (r.raised, r.id)),
        waivers=_in_order([r for r in of(Waiver) if r.on <= day], lambda r: (r.on, r.id)),
        sends=_in_order([s for s in records.sends if s.date <= day], lambda s: (s.date, s.item, s.source)),
        rootcauses=_by_opening(of(RootCause), day),
    )


def _in_order(values: list[Any], key: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Return values in order; most customers have none of most kinds, or one."""
    if len(values) > 1:
        values.sort(key=key)
    return tuple(values)


def _since(moment: Moment) -> tuple[date, int]:
    return moment.day, moment.minute or 0


def earlier(dossier: Dossier, day: date) -> Dossier | None:
    """Return a dossier as it stood on an earlier day; ``None`` where the customer was not on record yet.

    Only what early warnings look at is turned back: customer, contacts, assessments, opening balance, follow-ups, cases, table
    rows, answers. Of two opening balances the dossier holds the later alone, so before that one's day there is none.
    """
    customer = visible.customer_at(dossier.customer, day)
    if customer is None:
        return None
    cases = dossier.cases
    if cases:
        cases = tuple([known for case in cases if (known := visible.case_at(case, day))])
    followups = dossier.followups
    if followups and followups[-1].day > day:
        followups = tuple([followup for followup in followups if followup.day <= day])
    return rows_at(dossier, day)._replace(
        customer=customer,
        contacts=tuple([seen for contact in dossier.contacts if (seen := visible.contact_at(contact, day))]),
        assessments=tuple([record for record in dossier.assessments if record.date <= day]),
        followups=followups,
        cases=cases,
        responses=_until(dossier.responses, day),
    )


def rows_at(dossier: Dossier, day: date) -> Dossier:
    """Return a dossier of which the table rows and the opening balance alone are turned back to an earlier day."""
    return dossier._replace(
        opening=dossier.opening if dossier.opening is not None and dossier.opening.date <= day else None,
        orders=_until(dossier.orders, day),
        invoices=tuple([invoice for invoice in dossier.invoices if invoice.issued <= day]),
        receipts=_until(dossier.receipts, day),
    )


def _until(rows: tuple[Dated, ...], day: date) -> tuple[Dated, ...]:
    """Return the rows up to a day; they are in order of date."""
    if not rows or rows[-1].date <= day:
        return rows
    return tuple([row for row in rows if row.date <= day])


def _by_opening(analyses: Iterable[Record], day: date) -> tuple[RootCause, ...]:
    seen = [record for record in analyses if isinstance(record, RootCause) and record.opened <= day]
    return tuple(sorted(seen, key=lambda record: (record.opened, record.id)))


def default_site() -> Site:
    """Return the settings of a repository that has none: they are named in a fault of their own."""
    from crmsite.grammar.fields import Localised

    settings = OrganisationSettings.model_validate({"name": Localised("客户关系档案", "Customer records")})
    return Site(org=settings)


def organisation_of(records: Iterable[Record], day: date) -> Organisation:
    """Put together what all customers share."""
    live = sorted((record for record in records if record.status is None), key=lambda r: (type(r).__name__, getattr(r, "id", "")))
    site = next((record for record in live if isinstance(record, Site)), None) or default_site()
    analysed = {r.id: r.opened for r in live if isinstance(r, RootCause)}
    return Organisation(
        site=site,
        people={r.id: r for r in live if isinstance(r, Person)},
        taxonomies={r.id: r for r in live if isinstance(r, Taxonomy)},
        capabilities={r.id: r for r in live if isinstance(r, Capability)},
        segment_plans=tuple(visible.plan_at(r, day) for r in live if isinstance(r, Plan) and r.customer is None),
        rootcauses=_by_opening((r for r in live if isinstance(r, RootCause) and r.customer is None), day),
        improvements=tuple(
            running
            for r in live
            if isinstance(r, Improvement) and (running := visible.improvement_at(r, day, analysed.get(r.cause or "")))
        ),
        goals=tuple(sorted((r for r in live if isinstance(r, Goals)), key=lambda r: (r.period.from_, r.period.to, r.id))),
        risks=tuple(seen for r in live if isinstance(r, Risk) and r.customer is None and (seen := visible.risk_at(r, day))),
        surveys={r.id: r for r in sorted((s for s in live if isinstance(s, Survey) and s.window.from_ <= day), key=age)},
        anonymous=_anonymous(live, day),
        journeys=tuple(r for r in live if isinstance(r, Journey)),
        care=tuple(sorted((r for r in live if isinstance(r, Care)), key=lambda r: (r.period.from_, r.id))),
    )


def _anonymous(records: Iterable[Record], day: date) -> tuple[Response, ...]:
    found = [r for r in records if isinstance(r, Response) and r.customer is None and r.date <= day]
    return tuple(sorted(found, key=lambda r: (r.date, r.id)))
