"""Needs 需求: quadrant by importance and urgency, rank within the customer and among all, the customer's priority."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from crmsite.figures.facts import Factor, NeedFact, Receipt, Say
from crmsite.grammar.fields import Citation
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crmsite.dossier.book import Dossier
    from crmsite.kinds.need import Need
    from crmsite.kinds.policies import PriorityPolicy

T = TypeVar("T")
Key = tuple[str, int, int, int]

PRIORITY = {"Q1": "high", "Q2": "medium", "Q3": "medium", "Q4": "low"}
_IMPORTANCE = Say("need.factor.importance")
_URGENCY = Say("need.factor.urgency")
_QUADRANTS = {name: Say(f"need.quadrant.{name}") for name in ("Q1", "Q2", "Q3", "Q4")}
_UNPLACED = Say("need.result.unplaced")
_CUT = Say("need.parameter.cut")
_NO_IMPORTANCE = Factor(_IMPORTANCE, None, state="unknown")
_NO_URGENCY = Factor(_URGENCY, None, state="unknown")
SEED = "0-16 0-17 0-18 0-19 0-20"


def quadrant_of(importance: int, urgency: int, cut: int) -> str:
    """Return ``Q1`` important and urgent, ``Q2`` important, ``Q3`` urgent, ``Q4`` neither."""
    if importance >= cut:
        return "Q1" if urgency >= cut else "Q2"
    return "Q3" if urgency >= cut else "Q4"


def rank_key(quadrant: str, importance: int, urgency: int) -> Key:
    """Return the key that needs are ranked by: quadrant, then the sum, importance, urgency, each falling.

    There is no product: 1 x 5 and 5 x 1 would tie, and 5 x 1 would stand below 2 x 3.
    """
    return quadrant, -(importance + urgency), -importance, -urgency


def competition_ranks(keyed: Sequence[tuple[Key, T]]) -> dict[T, int]:
    """Rank by key; equal keys share a rank, and the next rank counts all before it: 1, 2, 2, 4."""
    ranks: dict[T, int] = {}
    last: Key | None = None
    rank = 0
    for place, (key, item) in enumerate(sorted(keyed, key=_by_key), start=1):
        if key != last:
            rank, last = place, key
        ranks[item] = rank
    return ranks


def _by_key(pair: tuple[Key, object]) -> Key:
    return pair[0]


class NeedRow(Slotted):
    """An open need of any customer, as the ranking over all of them sees it."""

    id: str
    quadrant: str
    importance: int
    urgency: int


def global_rank(rows: Iterable[NeedRow]) -> dict[str, int]:
    """Return the rank of every open need among all, by id."""
    return competition_ranks([(rank_key(row.quadrant, row.importance, row.urgency), row.id) for row in rows])


def needs_of(dossier: Dossier, serving: Mapping[str, tuple[str, ...]], policy: PriorityPolicy) -> tuple[NeedFact, ...]:
    """Place every need. ``serving`` names the plan actions that serve a need, as ``PLAN.ACTION``."""
    if not dossier.needs:
        return ()
    cut = policy.cut
    placed = [(need, _quadrant(need, cut)) for need in dossier.needs]
    ranks = competition_ranks(
        [
            (rank_key(quadrant, need.importance, need.urgency), need.id)
            for need, quadrant in placed
            if quadrant is not None and need.closed is None and need.importance is not None and need.urgency is not None
        ]
    )
    parameters = ((_CUT, cut),)
    return tuple(
        [
            NeedFact(
                need.id,
                quadrant,
                need.importance,
                need.urgency,
                need.closed is None,
                ranks.get(need.id),
                serving.get(need.id, ()),
                _receipt(need, quadrant, parameters, policy.id),
            )
            for need, quadrant in placed
        ]
    )


def _receipt(need: Need, quadrant: str | None, parameters: tuple[tuple[Say, int], ...], policy: str) -> Receipt:
    importance, urgency = need.importance, need.urgency
    at = need.at
    first = at.get("id", 1)
    sources = (Citation(need.path, at.get("importance", first)), Citation(need.path, at.get("urgency", first)))
    factors = (
        Factor(_IMPORTANCE, importance, None, None, sources[:1]) if importance is not None else _NO_IMPORTANCE,
        Factor(_URGENCY, urgency, None, None, sources[1:]) if urgency is not None else _NO_URGENCY,
    )
    result = _UNPLACED if quadrant is None else _QUADRANTS[quadrant]
    return Receipt("need_quadrant", result, factors, parameters, policy, SEED, sources)


def _quadrant(need: Need, cut: int) -> str | None:
    if need.importance is None or need.urgency is None:
        return None
    return quadrant_of(need.importance, need.urgency, cut)


def priority_of(needs: tuple[NeedFact, ...], policy: PriorityPolicy) -> tuple[str, Receipt]:
    """Return the customer's need priority: that of its best open quadrant; ``none`` without open needs."""
    opened = [need for need in needs if need.open]
    best = min([need.quadrant for need in opened if need.quadrant is not None], default=None)
    factors: list[Factor] = []
    if best is None:
        priority = "unknown" if opened else "none"
    else:
        priority, placed = PRIORITY[best], _QUADRANTS[best]
        deciding = [need for need in opened if need.quadrant == best][:12]
        factors = [
            Factor(Say("need.factor.open", (("id", need.id),)), placed, None, None, need.receipt.sources) for need in deciding
        ]
    result = Say(f"need.priority.{priority}", (("n", len(opened)),))
    return priority, Receipt("need_priority", result, tuple(factors), (), policy.id, "1-20 0-35")
