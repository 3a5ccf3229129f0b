"""How to approach whom: a contact's wish before a tag's channel, talking points, strategies by segment, uses by function."""

from __future__ import annotations

from datetime import date

import pytest
from dossiers import policies, record

from crmsite.kinds.contact import Contact
from crmsite.scores.approach import Approach, Standing, approach_of

NOBODY = Standing((), None, None, None, frozenset())


def approached(*contacts: dict[str, object], **standing: object) -> Approach:
    people = [record("contact", id=f"P-{n}", customer="C1", code=f"联系人-00{n}", masked_name="张*", title="经理", since="2023-01-01", **{"role": "decision_maker", **one})
              for n, one in enumerate(contacts, start=1)]
    return approach_of(NOBODY._replace(**standing), [one for one in people if isinstance(one, Contact)], policies().channels(date(2024, 7, 31)))  # type: ignore[arg-type]


@pytest.mark.parametrize(("tag", "channels"), [("young_team", ["community", "short_video"]), ("traditional", ["email", "phone"]), ("vip", [])])
def test_channels_follow_the_tag(tag: str, channels: list[str]) -> None:
    assert [one.id for one in approached(tags=(tag,)).channels] == channels


def test_the_wish_of_a_decision_maker_who_is_there_comes_first() -> None:
    found = approached({"channel_preference": "wechat"}, {"channel_preference": "hotline", "left_on": "2024-01-01"}, {"channel_preference": "store", "role": "user"}, tags=("traditional",))
    assert [(one.id, one.contact is not None) for one in found.channels] == [("wechat", True), ("email", False), ("phone", False)]


def test_where_nobody_decides_the_wishes_of_the_others_come_first() -> None:
    found = approached({"channel_preference": "wechat", "role": "purchaser"}, {"channel_preference": "store", "role": "user", "left_on": "2024-01-01"})
    assert [one.id for one in found.channels] == ["wechat"]


def test_a_tag_suggests_no_channel_that_the_customer_is_known_not_to_use() -> None:
    assert [one.id for one in approached(tags=("traditional",), channels=("phone", "wechat")).channels] == ["phone"]
    assert [one.id for one in approached(tags=("traditional",), channels=()).channels] == ["email", "phone"], "nothing is written down"


@pytest.mark.parametrize(
    ("standing", "points"),
    [({"tags": ("price_sensitive",)}, ["price"]), ({"need_feature": "price"}, ["price"]), ({"need_feature": "service", "tags": ("price_sensitive",)}, ["price", "service"]), ({}, [])],
)
def test_talking_points_follow_tags_and_need_feature(standing: dict[str, object], points: list[str]) -> None:
    assert [point.id for point in approached(**standing).points] == points


@pytest.mark.parametrize(("segment", "actions"), [("high_value", 4), ("potential", 3), ("churn_risk", 3), ("low_value", 1)])
def test_each_segment_has_its_strategy(segment: str, actions: int) -> None:
    strategy = approached(segment=segment).strategy
    assert strategy is not None
    assert len(strategy.actions) == actions


def test_functions_look_at_the_value_band_and_at_the_themes_of_open_needs() -> None:
    assert [rule.id for rule in approached(value_band="high").functions] == ["senior"]
    assert [rule.id for rule in approached(themes=frozenset(("usability", "response_time"))).functions] == ["simpler", "fast-lane"]


def test_nothing_applies_to_a_customer_of_whom_nothing_is_known() -> None:
    assert approached().empty
    assert not approached(segment="potential").empty
