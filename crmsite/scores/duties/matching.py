"""Which contact fulfils which obligation: the one that it names, else the one of its kind that falls due first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from crmsite.fields import Citation
    from crmsite.kinds.followup import FollowUp
    from crmsite.scores.duties.obligations import Obligation


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
    by_kind: dict[str, list[int]] = {}
    for place in sorted(range(len(obligations)), key=lambda place: (obligations[place].until, obligations[place].ref)):
        kind = obligations[place].kind
        if kind is not None:
            by_kind.setdefault(kind, []).append(place)
    proofs = {name: place for place, one in enumerate(obligations) for name in one.proof}
    unnamed = []
    for followup in followups:
        day = followup.when.day
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
    for followup in unnamed:
        _give(obligations, found, by_kind.get(followup.kind, ()), followup)
    return [sorted(contacts) for contacts in found]


def _give(obligations: Sequence[Obligation], found: list[list[Contact]], places: Iterable[int], followup: FollowUp) -> None:
    day = followup.when.day
    for place in places:
        one = obligations[place]
        if one.start <= day <= one.until and len(found[place]) < one.times:
            found[place].append(Contact(day, followup.id, followup.cite()))
            return


def _proven(obligations: Sequence[Obligation], place: int, day: date) -> int | None:
    """Return which period of an action a proof belongs to: the one that holds its day."""
    ref = obligations[place].ref
    return next((at for at, one in enumerate(obligations) if one.ref == ref and one.start <= day <= one.until), None)
