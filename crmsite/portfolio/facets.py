"""Facets: what a list can be narrowed to, made from the values that its rows have."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crmsite.figures.facts import Say, Term, Who, say
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crmsite.figures.facts import Shown
    from crmsite.portfolio.rows import Named


class Option(Slotted):
    """One value of a facet: what an item's attribute holds, how it is called, how many items have it."""

    value: str
    label: Shown
    items: int


class Facet(Slotted):
    """One facet: the attribute that it looks at, its name, what stands for any value, its values."""

    name: str
    label: Say
    any: Say
    options: tuple[Option, ...]


def facet(
    name: str, values: Iterable[str | None], label: Callable[[str], Shown], order: Sequence[str] | None = None
) -> tuple[Facet, ...]:
    """Return a facet of the values that items have, in ``order`` or sorted; none where there is nothing to choose between.

    Items without a value are not counted: no choice shows them but that of any value.
    """
    return counted(name, Counter(filter(None, values)), label, order)


def counted(
    name: str, counts: Mapping[str, int], label: Callable[[str], Shown], order: Sequence[str] | None = None
) -> tuple[Facet, ...]:
    """Return a facet of values that were counted already; none where no item has one."""
    listed = [value for value in order if counts.get(value)] if order is not None else sorted(counts)
    if not listed:
        return ()
    options = tuple(Option(value, label(value), counts[value]) for value in listed)
    return (Facet(name, say(f"facet.{name}"), say(f"facet.{name}.any"), options),)


def owner_facet(owners: Iterable[str | None]) -> tuple[Facet, ...]:
    """Return the facet of who answers for an item."""
    return facet("owner", owners, Who)


def trait_facets(customers: Sequence[Named | None]) -> tuple[Facet, ...]:
    """Return the facets of what kind of customers the items belong to: industry, stage, tag."""
    known = [customer for customer in customers if customer is not None]
    return (
        *facet("industry", (customer.industry for customer in known), lambda value: Term("taxonomy:industry", value)),
        *facet("stage", (customer.stage for customer in known), lambda value: Term("stage", value)),
        *facet("tag", (tag for customer in known for tag in customer.tags.split(" ")), lambda value: Term("taxonomy:tag", value)),
    )


def tier_facet(customers: Sequence[Named | None], tiers: Sequence[str]) -> tuple[Facet, ...]:
    """Return the facet of the tiers that the items' customers have, best first; ``N`` stands for none."""
    held = ((customer.tier or "N") for customer in customers if customer is not None)
    return facet("tier", held, lambda tier: say("list.unrated") if tier == "N" else say("list.letter", tier=tier), (*tiers, "N"))
