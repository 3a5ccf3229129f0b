"""The care page: coverage against target, what became of messages, touches per contact; unknown is not nought."""

from __future__ import annotations

from datetime import date

import pytest
from dossiers import Case, case, facts, organisation, policies, record
from portfolios import AS_OF, drawn, portfolio, rated, read

from crmsite.audience import Audience, redacted_dossier, redacted_facts, redacted_organisation
from crmsite.dossier.assemble import TableRows
from crmsite.portfolio.portfolio import Portfolio, build
from crmsite.scores.customer import facts_of
from crmsite.summaries.owing import WITHHELD, cared_of, cared_text
from crmsite.summaries.summary import summarise
from crmsite.views import care
from crmsite.views.profile.cared import cared_part

PROGRAMME = record(
    "care", id="CARE-2024", period={"from": "2024-01-01", "to": "2024-12-31"},
    items=[
        {"id": "routine", "name": "每周资讯", "audience": "all", "every": "week", "count": "1", "target_coverage": "0.6", "channel": "email"},
        {"id": "vip", "name": "深度关怀", "audience": {"tier": ["S"]}, "every": "month", "count": "2", "target_coverage": "1"},
    ],
)  # fmt: skip
OURS = organisation()._replace(care=(PROGRAMME,))  # type: ignore[arg-type]
LAST_WEEK = "2024-07-23"


def customer(name: str, *sends: tuple[str, str, str], tier: bool = False, **own: object) -> Case:
    made = case({"id": name, "name": f"客户{name}", **own}, assessments=[rated("2023-Q4", "2023-12-28")] if tier else [])
    rows = [[name, item, day, "email", result, str(line)] for line, (item, day, result) in enumerate(sends, start=2)]
    return made._replace(tables=(*made.tables, TableRows("send", "care/sends/x.csv", rows))) if rows else made


def seen(*customers: Case) -> Portfolio:
    day = date.fromisoformat(AS_OF)
    found = [summarise(one.at(AS_OF), facts_of(one.at(AS_OF), OURS, policies(), day), OURS) for one in customers]
    return build(as_of=day, organisation=OURS, policies=policies(), summaries=found)


def view(*customers: Case) -> care.CareView:
    return care._care(seen(*customers))


def page(*customers: Case, lang: str = "zh-CN") -> str:
    return read(drawn(care, seen(*customers), "en" if lang == "en" else "zh-CN")["care.html"])


REACHED, FAILED, SILENT = customer("C1", ("routine", LAST_WEEK, "opened")), customer("C2", ("routine", LAST_WEEK, "failed")), customer("C3")


def test_coverage_is_of_those_whom_the_item_concerns() -> None:
    routine = view(REACHED, FAILED, SILENT).items[0]
    last = routine.ended[-1]
    assert (last.period, last.reached, last.eligible, last.met) == ("2024-W30", 1, 3, False)
    assert [who.id for who in routine.left_out] == ["C2", "C3"]


def test_the_target_is_met_when_the_share_is_not_below_it() -> None:
    four = [customer(f"C{n}", ("routine", LAST_WEEK, "sent")) for n in range(3)]
    assert view(*four, customer("C8"), customer("C9")).items[0].ended[-1].met is True
    assert view(*four[:2], customer("C8"), customer("C9")).items[0].ended[-1].met is False


def test_a_running_period_is_counted_and_not_judged() -> None:
    running = view(REACHED, FAILED).items[0].running
    assert running is not None
    assert (running.period, running.met) == ("2024-W31", None)


def test_what_was_sent_is_not_what_was_received() -> None:
    fate = view(REACHED, FAILED, customer("C4", ("routine", LAST_WEEK, "sent"))).items[0].fate
    assert (fate.sent, fate.failed, fate.received) == (2, 1, 1)
    assert fate.share is not None
    assert str(fate.share.ratio) == "0.5"


def test_an_item_that_nobody_recorded_is_unknown_and_not_nought() -> None:
    said = page(REACHED, customer("C5", tier=True))
    assert view(REACHED, customer("C5", tier=True)).items[1].unrecorded
    assert "没有记录，不知道覆盖了谁" in said


def test_a_period_that_ended_before_anything_was_on_record_is_unknown_and_not_nought() -> None:
    ended = view(REACHED, SILENT).items[0].ended
    assert [(reach.period, reach.silent, reach.met) for reach in ended[-2:]] == [("2024-W29", True, None), ("2024-W30", False, False)]
    assert "2024-W29 当时还没有记录" in page(REACHED, SILENT)
    assert "2024-W29 nothing recorded yet" in page(REACHED, SILENT, lang="en")
    earlier = view(REACHED, customer("C4", ("routine", "2024-07-17", "failed"))).items[0].ended[-2]
    assert (earlier.silent, earlier.reached, earlier.met) == (False, 0, False)


def test_who_was_left_out_of_a_period_without_records_is_not_known() -> None:
    only_now = customer("C1", ("routine", "2024-07-30", "sent"))
    found = view(only_now, SILENT).items[0]
    assert (found.left_out, found.unrecorded) == (None, False)
    assert "Nothing is on record of the periods that have ended" in page(only_now, SILENT, lang="en")
    assert "已经结束的周期没有关怀记录，谈不上覆盖率。" in page(only_now, SILENT)


def test_an_item_that_concerns_nobody_has_no_coverage() -> None:
    assert view(REACHED).items[1].ended[-1].share is None


def test_who_opted_out_is_named_and_not_counted() -> None:
    found = view(REACHED, customer("C6", care_opt_out="true"))
    assert [who.id for who in found.opted_out] == ["C6"]
    assert found.items[0].ended[-1].eligible == 1


@pytest.mark.parametrize(("lang", "words"), [("zh-CN", "还没有关怀计划。"), ("en", "There is no care programme yet.")])
def test_without_a_programme_the_page_says_where_to_write_one(lang: str, words: str) -> None:
    assert words in read(drawn(care, portfolio(case()), "en" if lang == "en" else "zh-CN")["care.html"])


def test_the_lede_is_true_for_none_one_and_many() -> None:
    assert "1 care item had not reached the target." in page(SILENT, FAILED, REACHED, lang="en")
    assert "0 of 1 care item" not in page(SILENT, FAILED, lang="en")
    assert "1 of 1 care item had reached the target." in page(REACHED, lang="en")


def test_very_many_customers_stay_on_a_page_of_bounded_size() -> None:
    one = seen(SILENT)
    many = one._replace(summaries=tuple(one.summaries[0]._replace(id=f"C{n:05d}") for n in range(3000)))
    assert len(drawn(care, many)["care.html"].encode()) < 100_000


def test_who_may_not_see_tiers_learns_nothing_of_care() -> None:
    partner = Audience("partner", frozenset({"public", "internal"}), frozenset(), frozenset(), frozenset())
    bare = redacted_facts(facts(REACHED, AS_OF), partner)
    assert cared_text(bare.care) == WITHHELD
    assert cared_of(WITHHELD).items == ()
    assert {send.source.path for send in redacted_dossier(REACHED.at(AS_OF), partner).sends} == {""}
    assert redacted_dossier(REACHED.at(AS_OF), partner._replace(classes=frozenset({"public"}))).sends == ()
    assert redacted_organisation(OURS, partner._replace(classes=frozenset({"public"}))).care == ()


def test_a_profile_shows_the_last_periods_of_each_item() -> None:
    day = date.fromisoformat(AS_OF)
    part = cared_part(facts_of(REACHED.at(AS_OF), OURS, policies(), day).care)
    assert part is not None
    assert [dict(one.args)["period"] for one in part.items[0][1]] == ["2024-W30", "2024-W31"]
    assert {one.key for one in part.items[0][1]} == {"profile.cared.period"}
    silent = cared_part(facts_of(SILENT.at(AS_OF), OURS, policies(), day).care)
    assert silent is not None
    assert {one.key for one in silent.items[0][1]} == {"profile.cared.unrecorded"}
    assert cared_part(facts(case(), AS_OF).care) is None
