"""Portfolio tables by pandas: amounts by month, and how the customers of each industry, stage or owner are spread over the tiers.

The result is plain values, so that a memo keeps it and an edit that moves none of its inputs imports no pandas.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from crmsite.portfolio.groups import group_of
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from crmsite.summaries.summary import Summary

DIMENSIONS = ("tier", "industry", "stage", "band", "segment", "need_feature", "owner", "region")
"""What customers are grouped by."""

NONE = ""
"""The value of a customer that has none of a dimension."""


class Spread(NamedTuple):
    """The customers of one value of a dimension: how many by tier or reason, as ``Crosstab.groups`` lists them; their amounts.

    ``amount`` adds up the ``known`` amounts of twelve months, as decimal text.
    """

    value: str
    counts: tuple[int, ...]
    customers: int
    known: int
    amount: str


class Crosstab(Slotted):
    """One dimension against the tiers and the reasons for having none."""

    dimension: str
    groups: tuple[str, ...]
    rows: tuple[Spread, ...]


class Months(NamedTuple):
    """Amounts by calendar month, oldest first, of the ``n`` customers of ``of`` whose months are all told, as decimal text.

    ``since`` is the first of these months of which the orders of anybody tell; empty where no month is told.
    """

    months: tuple[str, ...]
    amounts: tuple[str, ...]
    n: int
    of: int
    since: str


class Year(NamedTuple):
    """The amounts of twelve months, and of the twelve before for customers whose both are known, as decimal text.

    ``known`` of the ``n`` customers who ever ordered have an amount; ``compared`` of them one for both years.
    """

    amount: str
    comparable: str
    before: str
    compared: int
    known: int
    n: int


class Cell(Slotted):
    """One place of the RFM map: recency and frequency score, customers there, how many by segment, their amount."""

    recency: int
    frequency: int
    customers: int
    amount: str


class Tables(Slotted):
    """What pandas computes for the portfolio pages."""

    year: Year
    months: Months
    crosstabs: tuple[Crosstab, ...]
    rfm: tuple[Cell, ...]

    def crosstab(self, dimension: str) -> Crosstab:
        """Return the table of one dimension."""
        return next(table for table in self.crosstabs if table.dimension == dimension)

    def to_plain(self) -> list[object]:
        """Return lists of text and whole numbers."""
        crosstabs = [[table.dimension, table.groups, [list(row) for row in table.rows]] for table in self.crosstabs]
        return [list(self.year), list(self.months), crosstabs, [list(cell) for cell in self.rfm]]

    @classmethod
    def from_plain(cls, plain: Sequence[object]) -> Tables:
        """Make the tables from what :meth:`to_plain` gave, lists or tuples alike."""
        year, (months, amounts, n, of, since), crosstabs, cells = cast("_Plain", plain)
        return cls(
            Year(*year),
            Months(tuple(months), tuple(amounts), n, of, since),
            tuple(
                Crosstab(name, tuple(groups), tuple(Spread(v, tuple(c), total, known, sum_) for v, c, total, known, sum_ in rows))
                for name, groups, rows in crosstabs
            ),
            tuple(Cell(*cell) for cell in cells),
        )


_Spread = tuple[str, list[int], int, int, str]
_Year = tuple[str, str, str, int, int, int]
_Months = tuple[list[str], list[str], int, int, str]
_Plain = tuple[_Year, _Months, list[tuple[str, list[str], list[_Spread]]], list[tuple[int, int, int, str]]]


def compute_tables(summaries: Sequence[Summary], currency: str) -> Tables:
    """Compute the tables from the summaries; ``currency`` is the one that is added up."""
    import pandas as pd

    frame = pd.DataFrame.from_records(
        [_columns(summary, currency) for summary in summaries],
        columns=["id", *DIMENSIONS, "ordered", "amount", "before", "recency", "frequency"],
    )
    frame["group"] = frame["tier"]
    return Tables(
        _year(frame),
        _months(summaries, currency),
        tuple(_crosstab(frame, name) for name in DIMENSIONS),
        _rfm(frame),
    )


def _columns(summary: Summary, currency: str) -> tuple[object, ...]:
    traits, worth, sales = summary.traits, summary.worth, summary.sales
    counted = sales.state == "value" and sales.currency == currency and sales.amount is not None
    segment = worth.segment or (worth.rfm_reason if worth.rfm_state != "value" else None)
    return (
        summary.id, group_of(summary), traits.industry or NONE, traits.stage or NONE, worth.band, segment or NONE,
        traits.need_feature or NONE, traits.owner or NONE, traits.region or NONE, sales.state != "not_applicable",
        Decimal(sales.amount or 0) if counted else None,
        Decimal(sales.before) if counted and sales.before is not None else None,
        int(worth.rfm[0]) if worth.rfm else 0, int(worth.rfm[1]) if worth.rfm else 0,
    )


def _total(amounts: pd.Series[Any]) -> str:
    """Add decimals up exactly."""
    return format(sum(amounts.dropna().tolist(), Decimal(0)), "f")


def _year(frame: pd.DataFrame) -> Year:
    known = frame[frame["amount"].notna()]
    both = known[known["before"].notna()]
    return Year(
        _total(known["amount"]), _total(both["amount"]), _total(both["before"]), len(both), len(known), int(frame["ordered"].sum())
    )


def _crosstab(frame: pd.DataFrame, dimension: str) -> Crosstab:
    """Count customers by a dimension's values and the groups; add up amounts, exactly, since they are decimals."""
    if frame.empty:
        return Crosstab(dimension, (), ())
    spread = frame.groupby([dimension, "group"]).size().unstack(fill_value=0)
    groups = tuple(str(name) for name in spread.columns)
    amounts = {str(value): held.dropna() for value, held in frame.groupby(dimension)["amount"]}
    rows = []
    for value, *counts in spread.itertuples():
        known = amounts[str(value)]
        rows.append(Spread(str(value), tuple(map(int, counts)), int(sum(counts)), len(known), _total(known)))
    return Crosstab(dimension, groups, tuple(rows))


def _rfm(frame: pd.DataFrame) -> tuple[Cell, ...]:
    scored = frame[frame["recency"] > 0]
    cells = []
    for recency in range(1, 6):
        for frequency in range(1, 6):
            held = scored[(scored["recency"] == recency) & (scored["frequency"] == frequency)]
            if len(held):
                cells.append(Cell(recency, frequency, len(held), _total(held["amount"])))
    return tuple(cells)


def _months(summaries: Sequence[Summary], currency: str) -> Months:
    """Add up amounts by calendar month.

    Months before a first order count as nothing ordered. Customers whose past lies in an opening balance are left out
    altogether: their line would rise where the rows begin, not where the orders did.
    """
    import pandas as pd

    selling = [summary for summary in summaries if summary.sales.first_month is not None and summary.sales.currency == currency]
    told = [summary for summary in selling if not summary.sales.opening]
    if not told:
        return Months((), (), 0, len(selling), "")
    names = [month for month, _ in told[0].sales.by_month()]
    frame = pd.DataFrame([summary.sales.months.split(",") for summary in told], columns=names, dtype=object)
    sums = [sum(map(Decimal, filter(None, frame[name].tolist())), Decimal(0)) for name in names]
    since = next((name for name in names if any(frame[name].tolist())), "")
    return Months(tuple(names), tuple(format(total, "f") for total in sums), len(told), len(selling), since)
