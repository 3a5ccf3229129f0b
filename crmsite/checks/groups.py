"""Groups of customers are ones that there can be: tiers of the policy, segments, value bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at
from crmsite.grammar.guess import nearest
from crmsite.kinds.approach import ChannelsPolicy
from crmsite.kinds.care import AudienceRule, Care
from crmsite.kinds.improvement import Improvement
from crmsite.kinds.plan import BANDS, SEGMENTS, Plan
from crmsite.kinds.policies import Playbook
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.diagnostics import Diagnostic
    from crmsite.grammar.fields import Record
    from crmsite.kinds.plan import Subject


EVERYBODY = "all"
"""The word for every active customer, the only audience that is a word."""


class _Named(Slotted):
    """One group that a record names: the record, the keys where it stands, what kind of group, its name."""

    record: Record
    keys: tuple[str | int, ...]
    listing: str
    text: str


def named(case: CaseFile) -> Iterator[Diagnostic]:
    """Whom care, a plan, an improvement or a playbook is for is a group that customers can belong to; else it is for nobody."""
    tiers = tuple(dict.fromkeys(cut.id for policy in case.policies.tiers for cut in policy.tiers))
    known = {"tier": tiers, "segment": SEGMENTS, "value_band": BANDS}
    for one in _all(case):
        words = known[one.listing]
        if one.text not in words:
            told = {"listing": one.listing, "known": "、".join(words), "guess": nearest(one.text, words)}
            yield at(one.record, "not-in-list", *one.keys, text=one.text, **told)
    yield from _whom(case, tiers)


def _whom(case: CaseFile, tiers: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Care written for a word is for ``all``; for a tier the tier has to be named as one, or everybody would get it."""
    for care in case.of(Care):
        for number, item in enumerate(care.items):
            text = item.audience
            if isinstance(text, str) and text != EVERYBODY:
                guess = f"{{tier: [{text}]}}" if text in tiers else nearest(text, (EVERYBODY,))
                known = "、".join((EVERYBODY, *(f"{{tier: [{tier}]}}" for tier in tiers)))
                keys = ("items", number, "audience")
                yield at(care, "not-in-list", *keys, text=text, listing="tier", known=known, guess=guess)


def _all(case: CaseFile) -> Iterator[_Named]:
    yield from _of_care(case)
    for plan in case.of(Plan):
        yield from _of_subject(plan, plan.subject)
    for improvement in case.of(Improvement):
        yield from _of_subject(improvement, improvement.subject)
    for playbook in case.of(Playbook):
        yield _Named(playbook, ("tier",), "tier", playbook.tier)
    for policy in case.of(ChannelsPolicy):
        for number, rule in enumerate(policy.functions):
            for place, band in enumerate(rule.value_band):
                yield _Named(policy, ("functions", number, "value_band", place), "value_band", band)


def _of_care(case: CaseFile) -> Iterator[_Named]:
    for care in case.of(Care):
        for number, item in enumerate(care.items):
            if isinstance(item.audience, AudienceRule):
                for place, tier in enumerate(item.audience.tier):
                    yield _Named(care, ("items", number, "audience", "tier", place), "tier", tier)


def _of_subject(record: Record, subject: Subject | None) -> Iterator[_Named]:
    if subject is not None:
        for key in ("tier", "segment", "value_band"):
            for place, text in enumerate(getattr(subject, key)):
                yield _Named(record, ("subject", key, place), key, text)
