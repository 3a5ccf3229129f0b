"""Policies of needs in depth, of improvement, and of how to approach whom: what counts as what, and what is usual."""

from __future__ import annotations

from typing import Annotated, Literal

from crmsite.grammar.fields import Choice, Count, LocalText, Many, Model, Number, Stem, Text
from crmsite.kinds.policies import Policy


class EffectsPolicy(Policy):
    """Risks and effects 风险与效果规则: from which product a risk is high or medium, and what a comparison needs."""

    risk_high: Count
    risk_medium: Count
    compare_customers: Count
    compare_periods: Count
    change_customers: Count = 5


class FindingsPolicy(Policy):
    """Findings 结论规则: what a sentence about many customers needs before it is told, and how many recommendations follow at most.

    Below ``few`` a share is told as a count; fewer than ``support`` customers are no pattern; of the comparisons told at most
    ``false_share`` may be chance. ``call_cases`` of one topic within ``call_months`` call for an analysis.
    """

    few: Count
    support: Count
    false_share: Number
    recommendations: Count
    call_cases: Count
    call_months: Count


class KanoPolicy(Policy):
    """Kano 规则: the table that a pair of answers is looked up in, and below how many answers only counts are shown."""

    table: Literal["berger", "pouliot"]
    few: Count


class MatchValues(Model):
    """What each level of match counts."""

    high: Number
    medium: Number
    low: Number


class MatchPolicy(Policy):
    """Match and commonality 匹配与共性规则: what a match counts, when a theme is a gap in the market, what tells segments apart."""

    values: MatchValues
    gap_customers: Count
    theme_customers: Count
    false_share: Number


class ChannelRule(Model):
    """Which channels suit customers with a tag."""

    tag: Text
    channels: Annotated[tuple[Annotated[str, Choice("channel")], ...], Many]


class TalkingPoint(Model):
    """What to speak of with customers of a tag or of a need feature."""

    id: Stem
    tag: Annotated[tuple[Text, ...], Many] = ()
    need_feature: Annotated[tuple[Annotated[str, Choice("need_feature")], ...], Many] = ()
    text: LocalText


class StrategyAction(Model):
    """One thing to do for a segment."""

    id: Stem
    text: LocalText


class SegmentStrategy(Model):
    """What is done for an RFM segment: its aim, its actions."""

    segment: Literal["high_value", "potential", "low_value", "churn_risk"]
    aim: LocalText
    actions: Annotated[tuple[StrategyAction, ...], Many]


class FunctionRule(Model):
    """What sales, product or service makes of a customer's value band or of the themes of its needs."""

    id: Stem
    team: Annotated[str, Choice("team")]
    value_band: Annotated[tuple[Text, ...], Many] = ()
    theme: Annotated[tuple[Text, ...], Many] = ()
    text: LocalText


class ChannelsPolicy(Policy):
    """How to approach whom 沟通与应用规则: channels and talking points by tag, strategies by segment, uses by function."""

    channels: Annotated[tuple[ChannelRule, ...], Many] = ()
    talking_points: Annotated[tuple[TalkingPoint, ...], Many] = ()
    strategies: Annotated[tuple[SegmentStrategy, ...], Many] = ()
    functions: Annotated[tuple[FunctionRule, ...], Many] = ()
