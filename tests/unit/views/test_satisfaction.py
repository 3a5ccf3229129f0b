"""The satisfaction page: one true sentence first, absence in words, surveys on other scales apart, nothing for who may not see."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Literal

import pytest
from dossiers import case
from portfolios import AS_OF, drawn, portfolio, read
from surveys import anonymous, answer, asked, facts_on, survey

from crmsite.dossier.book import Organisation
from crmsite.portfolio.poll_chart import APART, trend_chart
from crmsite.portfolio.portfolio import Portfolio
from crmsite.summaries.summary import Summary, summarise
from crmsite.summaries.surveyed import WITHHELD
from crmsite.views import satisfaction

FIRST = survey("SV-1", "2023-12-01", invited=8)
SECOND = survey("SV-2", "2024-06-01", invited=8)


def told(shared: Organisation, **marks: dict[str, list[list[int]]]) -> Portfolio:
    """Return a portfolio of customers by what their contacts answered in each survey: ``C1={"SV-1": [[5, 4]]}``."""
    summaries: list[Summary] = []
    for name, waves in marks.items():
        answers = [
            answer(wave, shared.surveys[wave].window.from_.isoformat(), f"P-{place}", row, recommend=9)
            for wave, rows in waves.items()
            for place, row in enumerate(rows)
        ]
        of = case({"id": name, "name": f"客户{name}"}, responses=[{**one, "id": f"{name}-{one['id']}"} for one in answers])
        summaries.append(summarise(of.at(AS_OF), facts_on(of, shared, AS_OF), shared))
    return portfolio()._replace(summaries=tuple(summaries), organisation=shared)


def page(seen: Portfolio, lang: Literal["zh-CN", "en"] = "zh-CN") -> str:
    return read(drawn(satisfaction, seen, lang)["satisfaction.html"])


def many(first: list[int], second: list[int]) -> Portfolio:
    """Return customers that gave all dimensions of each survey the same mark."""
    rows = {f"C{n}": {"SV-1": [[a] * 4], "SV-2": [[b] * 4]} for n, (a, b) in enumerate(zip(first, second, strict=True))}
    return told(asked(FIRST, SECOND), **rows)


# ── the first sentence ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("shared", "zh", "en"),
    [
        (asked(), "还没有做过满意度调研。", "No satisfaction survey has been made yet."),
        (asked(FIRST), "做过 1 次满意度调研，还没有收到答卷。", "1 satisfaction survey has been made; no answer has come back."),
        (asked(FIRST, SECOND), "做过 2 次满意度调研", "2 satisfaction surveys have been made"),
    ],
)
def test_without_an_answer_the_page_is_its_sentence(shared: Organisation, zh: str, en: str) -> None:
    seen = told(shared, C1={})
    assert zh in page(seen)
    assert en in page(seen, "en")
    assert "净推荐值" not in page(seen)
    assert "0%" not in page(seen)


def test_one_answer_of_one_customer() -> None:
    seen = told(asked(SECOND), C1={"SV-2": [[5, 4]]})
    assert "The latest survey brought 1 answer from 1 customer, with a mean of 4.5 on a scale of 1 to 5." in page(seen, "en")
    said = page(seen)
    assert "最近一次调研收回 1 份答卷，1 家客户作答，均分 4.5（1–5 分制）。" in said
    assert "每个维度不到 6 份数据，不谈短板。" in said
    assert "不到 5 份，不计算" in said
    assert "没有量表相同的上一次调研可比。" in said
    assert "满 6 次调研才能说什么是正常波动，现在有 1 次。" in said


def test_a_fall_is_in_the_first_sentence_and_a_steady_survey_says_so() -> None:
    fallen = many([5, 4, 5, 4, 4, 5], [3, 4, 3, 3, 4, 3])
    assert "与上一次相比，product等 5 项明显下降。" in page(fallen)
    assert "product and others, 5 in all, fell sharply since the survey before." in page(fallen, "en")
    steady = many([4, 4, 4, 4, 4, 4], [4, 4, 4, 4, 4, 5])
    assert "与上一次相比，没有证实的下降。" in page(steady)
    assert "No fall since the previous survey is confirmed." in page(steady, "en")


def test_a_confirmed_weak_point_is_named_and_an_unconfirmed_one_is_called_lowest() -> None:
    rows = ([5, 2, 3, 4], [4, 3, 4, 4], [5, 3, 3, 3], [4, 2, 4, 4], [5, 4, 4, 4], [4, 3, 4, 4])
    seen = told(asked(SECOND), **{f"C{n}": {"SV-2": [row]} for n, row in enumerate(rows)})
    assert "短板是response，不像偶然。" in page(seen)
    assert "p = 0.031" in page(seen)
    level = ([4, 3, 4, 4], [3, 4, 4, 4], [4, 3, 4, 4], [3, 4, 4, 4], [4, 3, 4, 4], [3, 4, 4, 4], [4, 3, 4, 4])
    seen = told(asked(SECOND), **{f"C{n}": {"SV-2": [row]} for n, row in enumerate(level)})
    assert "response最低，但还不能证实是短板。" in page(seen)
    assert "lowest, not confirmed" in page(seen, "en")


def test_anonymous_answers_are_told_apart_and_name_nobody() -> None:
    unsigned = (anonymous("SV-2", "2024-06-05", [3, 3, 3, 3]),)
    seen = told(asked(SECOND, unsigned=unsigned), C1={"SV-2": [[5, 5, 5, 5]]})
    assert "收回 2 份答卷，其中 1 份匿名，1 家客户作答，均分 4" in page(seen)
    assert "1 anonymous answer counts as a customer each" in page(seen, "en")
    alone = told(asked(SECOND, unsigned=unsigned), C1={})
    assert "最近一次调研收回 1 份匿名答卷，均分 3（1–5 分制）。" in page(alone)
    assert "这一次只有匿名答卷。" in page(alone)


def test_the_shares_of_promoters_are_their_own_also_where_they_do_not_add_up_to_a_hundred() -> None:
    wills = [9] * 10 + [7] * 11 + [3] * 5
    unsigned = [anonymous("SV-2", "2024-06-05", [4, 4, 4, 4], number, recommend=will) for number, will in enumerate(wills)]
    seen = told(asked(SECOND, unsigned=unsigned), C1={})
    assert "10 promoters, 38.5%" in page(seen, "en")
    assert "11 passive, 42.3%" in page(seen, "en")
    assert "5 detractors, 19.2%" in page(seen, "en")
    assert "中立者 11 份，42.3%" in page(seen)


def test_with_anonymous_answers_alone_who_answered_is_not_known_and_not_nought() -> None:
    unsigned = (anonymous("SV-2", "2024-06-05", [3, 3, 3, 3]),)
    alone = told(asked(SECOND, unsigned=unsigned), C1={}, C2={})
    zh, en = page(alone), page(alone, "en")
    assert "不知道：答卷都是匿名的" in zh
    assert "答卷都是匿名的，不知道 2 家中有几家作答。" in zh
    assert "没有署名答卷的 2 家" in zh
    assert "not known: all answers are anonymous" in en
    assert "how many of the 2 active customers did is not known" in en
    for wrong in ("没有作答的", "没有一份答卷的：", "客户覆盖0.0%", "没有达到"):
        assert wrong not in zh
    assert "Nobody answered from" not in en
    assert "how many of the 1 active customer did is not known" in page(told(asked(SECOND, unsigned=unsigned), C1={}), "en")


def test_named_answers_beside_anonymous_ones_are_a_least() -> None:
    unsigned = (anonymous("SV-2", "2024-06-05", [3, 3, 3, 3]),)
    mixed = told(asked(SECOND, unsigned=unsigned), C1={"SV-2": [[5, 5, 5, 5]]}, C2={})
    assert "at least 50.0%" in page(mixed, "en")
    assert "1 of 2 active customers by name" in page(mixed, "en")
    assert "1 customer without an answer under its name" in page(mixed, "en")
    assert "至少 50.0%" in page(mixed)
    signed = page(told(asked(SECOND), C1={"SV-2": [[5, 5, 5, 5]]}, C2={}), "en")
    assert "at least 50" not in signed
    assert "1 customer that did not answer" in signed


def test_of_few_customers_all_have_to_answer_and_where_all_did_nothing_is_off() -> None:
    two = told(asked(SECOND), C1={"SV-2": [[5, 5, 5, 5]]}, C2={"SV-2": [[4, 4, 4, 4]]}, C3={})
    assert "to stay within 5, all 3 have to answer." in page(two, "en")
    assert "3 家都要作答。" in page(two)
    one = told(asked(SECOND), C1={"SV-2": [[5, 5, 5, 5]]})
    assert "All of them answered, so no share is off for want of answers." in page(one, "en")
    assert "全部作答，占比没有抽样误差。" in page(one)


# ── what stands below ───────────────────────────────────────────────────────────────────────────────────────────
def test_the_target_is_met_only_by_the_point_and_exceeded_only_by_the_interval() -> None:
    rows = {f"C{n}": {"SV-2": [[5, 5 if n < 9 else 2, 2, 4]]} for n in range(10)}
    said = page(told(asked(SECOND), **rows))
    assert "达标，但不能说超过 90%" in said
    assert "未达标" in said
    assert "met, not shown to exceed 90%" in page(told(asked(SECOND), **rows), "en")


def test_the_rule_of_a_tenth_with_its_margin_and_who_is_not_heard() -> None:
    rows: dict[str, dict[str, list[list[int]]]] = {f"C{n:02d}": {"SV-2": [[4] * 4]} if n < 3 else {} for n in range(30)}
    said = page(told(asked(SECOND), **rows))
    assert "要求至少 10% 的合作客户作答：30 家中 3 家，达到。" in said
    assert "误差可达 ±54.6 个百分点；要控制在 ±5 个百分点，需要 28 家。" in said
    assert "没有作答的 27 家" in said
    assert "没有达到" in page(told(asked(SECOND), **{name: row if name == "C00" else {} for name, row in rows.items()}))


def test_surveys_on_another_scale_stand_apart() -> None:
    hundred = survey("SV-1", "2023-12-01", scale={"min": 0, "max": 100})
    seen = told(asked(hundred, SECOND), C1={"SV-1": [[90, 80]], "SV-2": [[4, 5]]})
    said = page(seen)
    assert "另有 1 次调研用的是别的量表，不与上面比较" in said
    assert "0–100 分制 · 均分 85" in said
    assert "没有量表相同的上一次调研可比。" in said


def test_a_survey_of_a_hundred_points_has_no_share_of_satisfied_answers() -> None:
    hundred = survey("SV-2", "2024-06-01", scale={"min": 0, "max": 100})
    said = page(told(asked(hundred), C1={"SV-2": [[90, 80]]}))
    assert "均分 85（0–100 分制）" in said
    assert "不是 5 分制" in said
    assert "达标" not in said


def test_every_customer_that_answered_is_linked_and_the_lowest_comes_first() -> None:
    seen = told(asked(FIRST, SECOND), C1={"SV-2": [[5, 5]]}, C2={"SV-1": [[4, 4]], "SV-2": [[2, 3], [3, 2]]})
    markup = drawn(satisfaction, seen)["satisfaction.html"]
    table = markup.partition('id="who"')[2]
    assert table.index("c/C2.html#satisfaction") < table.index("c/C1.html#satisfaction")
    assert "推荐者 2" in read("<main>" + table)


def test_who_may_not_see_answers_sees_a_sentence_alone() -> None:
    seen = told(asked(SECOND), C1={"SV-2": [[5, 4]]})
    hidden = seen._replace(summaries=tuple(one._replace(satisfaction=WITHHELD) for one in seen.summaries))
    for blind in (hidden, seen._replace(policies=None)):
        assert "满意度答卷不对您开放。" in page(blind)
        assert "4.5" not in page(blind)


def test_ten_thousand_customers_stay_on_a_page_of_bounded_size() -> None:
    seen = told(asked(FIRST, SECOND), C1={"SV-1": [[5, 4]], "SV-2": [[4, 4], [3, 4]]}, C2={})
    answered, silent = seen.summaries
    crowd = tuple((answered if n % 2 else silent)._replace(id=f"C{n:05d}") for n in range(3000))
    markup = drawn(satisfaction, seen._replace(summaries=crowd))["satisfaction.html"]
    assert len(markup.encode()) < 300_000
    assert markup.count('href="c/') == satisfaction.FIRST + satisfaction.SILENT
    assert "另有 1,400 家" in read(markup)


# ── the drawing ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("first", "second", "zh", "en"),
    [
        (5, 3, "2 次调研，各维度总平均由 5.00 降到 3.00", "The mean of all dimensions fell from 5.00 to 3.00 over 2 surveys"),
        (3, 5, "2 次调研，各维度总平均由 3.00 升到 5.00", "The mean of all dimensions rose from 3.00 to 5.00 over 2 surveys"),
        (4, 4, "2 次调研下来，各维度总平均仍是 4.00", "The mean of all dimensions ended where it began, at 4.00, over 2 surveys"),
    ],
)
def test_the_drawing_is_titled_by_how_the_mean_came_to_where_it_is(first: int, second: int, zh: str, en: str) -> None:
    seen = many([first] * 3, [second] * 3)
    assert zh in page(seen)
    assert en in page(seen, "en")


def test_a_weak_point_is_what_the_title_of_the_drawing_is_about() -> None:
    rows = {f"C{n}": {"SV-1": [[5, 4, 5, 5]], "SV-2": [[5, 2, 5, 5]]} for n in range(6)}
    said = page(told(asked(FIRST, SECOND), **rows), "en")
    assert "fell from 4.00 to 2.00 over 2 surveys" in said
    assert "The mean of all dimensions fell" not in said


def test_one_survey_makes_no_line_and_a_gap_is_bridged() -> None:
    assert trend_chart(["a"], [("x", [Fraction(4)], False)], 1, 5) is None
    chart = trend_chart(["a", "b", "c"], [("x", [Fraction(4), None, Fraction(3)], True)], 1, 5)
    assert chart is not None
    (line,) = chart.strokes
    assert (line.path.count("M"), line.bridges.count("L")) == (2, 1)
    assert [tick.label for tick in chart.grid] == ["3.0", "3.5", "4.0"]


def test_labels_at_the_ends_of_lines_never_lie_on_one_another() -> None:
    chart = trend_chart(["a", "b"], [(str(n), [Fraction(4), Fraction(4)], n == 2) for n in range(6)], 1, 5)
    assert chart is not None
    heights = sorted(float(line.label_y) for line in chart.strokes)
    assert min(b - a for a, b in pairwise(heights)) >= APART
    assert chart.strokes[-1].point
