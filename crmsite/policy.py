"""The rules in force: every version of every policy, and which one holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, TypeVar

from crmsite.calendars.calendar_days import Workdays, days_from
from crmsite.kinds.approach import ChannelsPolicy, EffectsPolicy, FindingsPolicy, KanoPolicy, MatchPolicy
from crmsite.kinds.policies import (
    CalendarPolicy,
    Playbook,
    Policy,
    PriorityPolicy,
    RfmPolicy,
    TierPolicy,
    ValuePolicy,
    WarningsPolicy,
)
from crmsite.kinds.rates import LtvPolicy, RatesPolicy
from crmsite.kinds.satisfaction import SatisfactionPolicy
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from importlib.resources.abc import Traversable

    from crmsite.grammar.fields import Record

P = TypeVar("P", bound=Policy)

POLICY_KINDS = (
    "tier_policy", "rfm_policy", "value_policy", "priority_policy", "warnings_policy", "playbook", "calendar", "rates_policy",
    "ltv_policy", "satisfaction_policy", "effects_policy", "kano_policy", "match_policy", "channels_policy",
    "findings_policy",
)
"""The kinds of record that make up the policy, as the catalogue names them."""


@dataclass(frozen=True, slots=True)
class Policies:
    """All versions of all policies, each in order of ``effective_from``. Frozen: a score takes it as an argument."""

    tiers: tuple[TierPolicy, ...]
    rfms: tuple[RfmPolicy, ...]
    values: tuple[ValuePolicy, ...]
    priorities: tuple[PriorityPolicy, ...]
    warning_sets: tuple[WarningsPolicy, ...]
    playbooks: Mapping[str, tuple[Playbook, ...]]
    calendar: Workdays
    rates_versions: tuple[RatesPolicy, ...]
    ltv_versions: tuple[LtvPolicy, ...]
    satisfaction_versions: tuple[SatisfactionPolicy, ...]
    effects_versions: tuple[EffectsPolicy, ...]
    kano_versions: tuple[KanoPolicy, ...]
    match_versions: tuple[MatchPolicy, ...]
    channels_versions: tuple[ChannelsPolicy, ...]
    findings_versions: tuple[FindingsPolicy, ...]

    @classmethod
    def of(cls, records: Mapping[str, Sequence[Record]], defaults: Mapping[str, Sequence[Record]] | None = None) -> Policies:
        """Put policies together by kind. A record takes the place of the default with its id; other defaults stay.

        Raises ``ValueError`` where a kind has no version at all: the packaged defaults hold one of each.
        """
        merged = {kind: _merged(records.get(kind, ()), (defaults or {}).get(kind, ())) for kind in POLICY_KINDS}
        playbooks = _versions(merged["playbook"], Playbook)
        return cls(
            _required("tier_policy", _versions(merged["tier_policy"], TierPolicy)),
            _required("rfm_policy", _versions(merged["rfm_policy"], RfmPolicy)),
            _required("value_policy", _versions(merged["value_policy"], ValuePolicy)),
            _required("priority_policy", _versions(merged["priority_policy"], PriorityPolicy)),
            _required("warnings_policy", _versions(merged["warnings_policy"], WarningsPolicy)),
            {tier: tuple(p for p in playbooks if p.tier == tier) for tier in sorted({p.tier for p in playbooks})},
            _calendar(record for record in merged["calendar"] if isinstance(record, CalendarPolicy)),
            _required("rates_policy", _versions(merged["rates_policy"], RatesPolicy)),
            _required("ltv_policy", _versions(merged["ltv_policy"], LtvPolicy)),
            _required("satisfaction_policy", _versions(merged["satisfaction_policy"], SatisfactionPolicy)),
            _required("effects_policy", _versions(merged["effects_policy"], EffectsPolicy)),
            _required("kano_policy", _versions(merged["kano_policy"], KanoPolicy)),
            _required("match_policy", _versions(merged["match_policy"], MatchPolicy)),
            _required("channels_policy", _versions(merged["channels_policy"], ChannelsPolicy)),
            _required("findings_policy", _versions(merged["findings_policy"], FindingsPolicy)),
        )

    def tier(self, day: date) -> TierPolicy:
        """Return the tier policy in force on a day."""
        return _in_force(self.tiers, day)

    def rfm(self, day: date) -> RfmPolicy:
        """Return the RFM policy in force on a day."""
        return _in_force(self.rfms, day)

    def value(self, day: date) -> ValuePolicy:
        """Return the value-band policy in force on a day."""
        return _in_force(self.values, day)

    def priority(self, day: date) -> PriorityPolicy:
        """Return the policy for needs in force on a day."""
        return _in_force(self.priorities, day)

    def warnings(self, day: date) -> WarningsPolicy:
        """Return the early warnings in force on a day."""
        return _in_force(self.warning_sets, day)

    def playbook(self, tier: str, day: date) -> Playbook | None:
        """Return what a tier calls for on a day; ``None`` where no playbook is written for it."""
        versions = self.playbooks.get(tier, ())
        return _in_force(versions, day) if versions else None

    def rates(self, day: date) -> RatesPolicy:
        """Return when customers count as lost, as in force on a day."""
        return _in_force(self.rates_versions, day)

    def ltv(self, day: date) -> LtvPolicy:
        """Return the terms of lifetime values in force on a day."""
        return _in_force(self.ltv_versions, day)

    def satisfaction(self, day: date) -> SatisfactionPolicy:
        """Return when satisfaction and a sample are enough, as in force on a day."""
        return _in_force(self.satisfaction_versions, day)

    def findings(self, day: date) -> FindingsPolicy:
        """Return what a finding needs before it is told, as in force on a day."""
        return _in_force(self.findings_versions, day)

    def effects(self, day: date) -> EffectsPolicy:
        """Return the bands of risks and the gates of comparisons in force on a day."""
        return _in_force(self.effects_versions, day)

    def kano(self, day: date) -> KanoPolicy:
        """Return how Kano answers are read on a day."""
        return _in_force(self.kano_versions, day)

    def match(self, day: date) -> MatchPolicy:
        """Return what matches count and when themes tell segments apart, as in force on a day."""
        return _in_force(self.match_versions, day)

    def channels(self, day: date) -> ChannelsPolicy:
        """Return how customers are approached on a day."""
        return _in_force(self.channels_versions, day)

    def all(self) -> tuple[Policy, ...]:
        """Return every version of every policy, for the methods page and for digests."""
        books = tuple(book for versions in self.playbooks.values() for book in versions)
        shared = (*self.tiers, *self.rfms, *self.values, *self.priorities, *self.warning_sets)
        depth = (*self.effects_versions, *self.kano_versions, *self.match_versions, *self.channels_versions)
        return (*shared, *books, *self.rates_versions, *self.ltv_versions, *self.satisfaction_versions, *depth)


class Scales(Slotted):
    """What pages measure on: tiers, best first, each with the lowest total that reaches it, and when a need counts.

    ``None`` is a value that the reader may not see.
    """

    tiers: tuple[tuple[str, Decimal | None], ...]
    top_score: Decimal | None
    need_cut: int | None


def scales(policies: Policies, day: date) -> Scales:
    """Return the scales of the policies in force on a day."""
    tier = policies.tier(day)
    return Scales(
        tuple((cut.id, cut.min) for cut in sorted(tier.tiers, key=lambda cut: -cut.min)),
        tier.scale.max * len(tier.dimensions),
        policies.priority(day).cut,
    )


def _in_force(versions: tuple[P, ...], day: date) -> P:
    """Return the latest version not after a day; days before the first version are judged by the first."""
    for version in reversed(versions):
        if version.effective_from <= day:
            return version
    return versions[0]


def _merged(records: Sequence[Record], defaults: Sequence[Record]) -> list[Record]:
    own = {getattr(record, "id", "") for record in records if record.status is None}
    kept = [record for record in defaults if getattr(record, "id", "") not in own]
    return [*kept, *(record for record in records if record.status is None)]


def _versions(records: Iterable[Record], model: type[P]) -> tuple[P, ...]:
    return tuple(sorted((r for r in records if isinstance(r, model)), key=lambda policy: (policy.effective_from, policy.id)))


def _required(kind: str, versions: tuple[P, ...]) -> tuple[P, ...]:
    if not versions:
        raise ValueError(f"no {kind} at all: not even the packaged default")
    return versions


def _calendar(years: Iterable[CalendarPolicy]) -> Workdays:
    calendars = list(years)
    return Workdays.of(
        (day for c in calendars for run in c.holidays for day in days_from(run.from_, run.to)),
        (day for c in calendars for day in c.workdays),
        (c.year for c in calendars),
    )


def default_policy_sources() -> tuple[tuple[str, bytes], ...]:
    """Return the packaged policies as ``(path, bytes)``, the path as it would stand in a records folder. Reads the package."""
    return _sources("policy")


def default_taxonomy_sources() -> tuple[tuple[str, bytes], ...]:
    """Return the packaged taxonomies as ``(path, bytes)``. Reads the package."""
    return _sources("taxonomy")


def _sources(folder: str) -> tuple[tuple[str, bytes], ...]:
    root = resources.files("crmsite").joinpath("defaults", folder)
    return tuple(sorted(_below(root, folder)))


def _below(folder: Traversable, path: str) -> Iterable[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _below(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(".yaml"):
            yield f"{path}/{entry.name}", entry.read_bytes()
