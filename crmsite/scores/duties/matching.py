"""Which contact fulfils which obligation: the one that it names, else the one of its kind that falls due first."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from crmsite.grammar.fields import Citation
    from crmsite.kinds.followup import FollowUp
    from crmsite.scores.duties.obligations import Obligation

    _Line = tuple[list[date], list[int]]


class Contact(NamedTuple):
    """A follow-up that counts for an obligation."""

    day: date
    id: str
    source: Citation


def matched(obligations: Sequence[Obligation], followups: Iterable[FollowUp]) -> list[list[Contact]]:
    """Return for each obligation the contacts that count for it, by date. One contact counts for one obligation at most.

    A contact that names a duty in ``fulfils`` counts for the first it names, whenever it took place. Any other counts for
    an obligation of its kind whose period, grace included, holds its day: among those not yet done for the one whose time
    runs out first. Contacts that an action of a plan names as proof count for it besides.
    """
    found: list[list[Contact]] = [[] for _ in obligations]
    named = {(one.ref, one.period): place for place, one in enumerate(obligations)}
    proofs = {name: place for place, one in enumerate(obligations) for name in one.proof}
    unnamed = []
    for followup in followups:
        day = followup.day
        if followup.fulfils:
            first = followup.fulfils[0]
            at = named.get((first.playbook, first.period))
            if at is not None:
                found[at].append(Contact(day, followup.id, followup.cite("fulfils")))
        else:
            unnamed.append(followup)
        if followup.id in proofs:
            at = _proven(obligations, proofs[followup.id], day)
            if at is not None:
                found[at].append(Contact(day, followup.id, followup.cite()))
    for contacts in found:
        contacts.sort()
    by_kind = _by_kind(obligations) if unnamed else {}
    for followup in unnamed:
        _give(obligations, found, by_kind.get(followup.kind, ()), followup)
    return [sorted(contacts) for contacts in found]


def _by_kind(obligations: Sequence[Obligation]) -> dict[str, list[_Line]]:
    """Return for each kind of contact the lines of obligations that ask for it: the periods of one action each."""
    lines: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(obligations):
        if one.kind is not None:
            lines.setdefault((one.kind, one.ref), []).append(place)
    found: dict[str, list[_Line]] = {}
    for (kind, _), places in lines.items():
        places.sort(key=lambda place: obligations[place].until)
        found.setdefault(kind, []).append(([obligations[place].until for place in places], places))
    return found


def _give(obligations: Sequence[Obligation], found: list[list[Contact]], lines: Iterable[_Line], followup: FollowUp) -> None:
    """Count a contact for the obligation that it fits whose time runs out first; for none where all are done."""
    day = followup.day
    best: tuple[date, str, int] | None = None
    for untils, places in lines:
        for place in places[bisect_left(untils, day) :]:
            one = obligations[place]
            if one.start <= day and len(found[place]) < one.times:
                best = min(best or (one.until, one.ref, place), (one.until, one.ref, place))
                break
    if best is not None:
        found[best[2]].append(Contact(day, followup.id, followup.cite()))


def _proven(obligations: Sequence[Obligation], place: int, day: date) -> int | None:
    """Return which period of an action a proof belongs to: the one that holds its day."""
    ref = obligations[place].ref
    return next((at for at, one in enumerate(obligations) if one.ref == ref and one.start <= day <= one.until), None)
