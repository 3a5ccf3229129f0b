"""Approach 沟通与应用: which channel, what to speak of, which strategy, and what each function makes of a customer.

All of it is policy: a tag, a need feature, a segment, a value band or a theme says which line applies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from crmsite.kinds.approach import ChannelsPolicy, FunctionRule, SegmentStrategy, TalkingPoint
    from crmsite.kinds.contact import Contact

DECIDES = "decision_maker"


class Standing(NamedTuple):
    """What decides which lines apply to a customer; what is not known, or may not be seen, is ``None`` or empty."""

    tags: tuple[str, ...]
    need_feature: str | None
    segment: str | None
    value_band: str | None
    themes: frozenset[str]
    channels: tuple[str, ...] = ()
    """The channels that the customer is known to use; where some are written down, a tag suggests no other."""


class Channel(Slotted):
    """One channel, and why: a contact's own wish (``contact``), or the tag that it suits."""

    id: str
    tag: str | None
    contact: str | None


class Approach(Slotted):
    """What applies to one customer."""

    channels: tuple[Channel, ...]
    points: tuple[TalkingPoint, ...]
    strategy: SegmentStrategy | None
    functions: tuple[FunctionRule, ...]

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to say."""
        return not (self.channels or self.points or self.strategy or self.functions)


def approach_of(standing: Standing, contacts: Iterable[Contact], policy: ChannelsPolicy) -> Approach:
    """Choose the lines of a policy that apply.

    What a contact who decides asked for comes before what a tag suggests; where nobody decides, what others asked for does.
    """
    tags = frozenset(standing.tags)
    return Approach(
        _channels(standing, contacts, policy),
        tuple([point for point in policy.talking_points if _speaks(point, tags, standing.need_feature)]),
        next((one for one in policy.strategies if one.segment == standing.segment), None),
        tuple([rule for rule in policy.functions if applies(rule, standing.value_band, standing.themes)]),
    )


def _channels(standing: Standing, contacts: Iterable[Contact], policy: ChannelsPolicy) -> tuple[Channel, ...]:
    here = [one for one in contacts if one.left_on is None]
    deciding = [one for one in here if one.role == DECIDES]
    found: dict[str, Channel] = {}
    for contact in deciding or here:
        if contact.channel_preference is not None:
            found.setdefault(contact.channel_preference, Channel(contact.channel_preference, None, contact.code))
    for rule in policy.channels:
        if rule.tag in standing.tags:
            for channel in rule.channels:
                if not standing.channels or channel in standing.channels:
                    found.setdefault(channel, Channel(channel, rule.tag, None))
    return tuple(found.values())


def _speaks(point: TalkingPoint, tags: frozenset[str], need_feature: str | None) -> bool:
    return need_feature in point.need_feature or not tags.isdisjoint(point.tag)


def applies(rule: FunctionRule, value_band: str | None, themes: Collection[str]) -> bool:
    """Tell whether a function's line applies to a customer: by its value band, or by a theme of its open needs."""
    return value_band in rule.value_band or not frozenset(themes).isdisjoint(rule.theme)
