"""Drawn charts state their finding, take the theme's colours, carry no style of their own, and are drawn once."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from portfolios import customer, portfolio, rated

from crmsite.charts import draw, drawings, dressed, key
from crmsite.language import Language
from crmsite.portfolio.figures import Figure, figures

if TYPE_CHECKING:
    from typing import Literal

    from crmsite.facts import Shown

CUSTOMERS = (
    customer("C1", [("2023-03-10", 80_000), ("2024-06-02", 300_000)], assessments=[rated()]),
    customer("C2", [("2024-05-02", 100), ("2024-01-02", 90_000)], assessments=[rated(amount="2", stability="2", growth="2")]),
    customer("C3", own={"stages": [{"from": "2024-05-01", "stage": "prospect"}]}),
)


def found() -> dict[str, Figure]:
    return {figure.name: figure for figure in figures(portfolio(*CUSTOMERS))}


def speaker(lang: Literal["zh-CN", "en"]) -> Language:
    return Language(lang, "zh-CN", {}, {}, "CNY")


@pytest.fixture(scope="module")
def svgs() -> dict[str, str]:
    languages = {"zh-CN": speaker("zh-CN").say, "en": speaker("en").say}
    return drawings(found().values(), languages, {})[0]


def test_there_are_three_charts_in_two_languages(svgs: dict[str, str]) -> None:
    assert sorted(svgs) == [f"{name}.{lang}" for name in ("months", "rfm", "tiers") for lang in ("en", "zh-CN")]


def test_a_chart_has_a_role_a_title_that_finds_and_a_description(svgs: dict[str, str]) -> None:
    assert svgs["tiers.zh-CN"].startswith('<svg class="chart" viewBox="0 0 560 ')
    assert 'role="img" aria-labelledby="fig-tiers-t fig-tiers-d"' in svgs["tiers.zh-CN"]
    assert '<title id="fig-tiers-t">S 级最多：2 家已评级客户中有 1 家</title>' in svgs["tiers.zh-CN"]
    assert '<title id="fig-tiers-t">Tier S is the largest: 1 of 2 rated customers</title>' in svgs["tiers.en"]
    assert '<desc id="fig-tiers-d">客户数，共 3 家，其中 1 家没有等级</desc>' in svgs["tiers.zh-CN"]


def test_colours_are_the_themes_and_there_is_no_style_font_or_size(svgs: dict[str, str]) -> None:
    for name, svg in svgs.items():
        assert not re.search(r"style=|<style|font-family|#[0-9a-fA-F]{3}|xlink| width=\"\d+\" height|class=\"mark", svg), name
        fills = set(re.findall(r'fill="([^"]+)"', svg))
        assert fills <= {"none", *(f"var(--{token})" for token in ("ink", "ink-3", "d1", "d2", "d-soft", "bg"))}, (name, fills)


def test_lengths_have_at_most_two_digits_so_that_machines_agree(svgs: dict[str, str]) -> None:
    assert not [name for name, svg in svgs.items() if re.search(r"\d\.\d{3}", svg)]


def test_the_same_figure_gives_the_same_bytes(svgs: dict[str, str]) -> None:
    assert draw(found()["rfm"], "zh-CN", speaker("zh-CN").say) == svgs["rfm.zh-CN"]


def test_what_was_kept_is_not_drawn_again() -> None:
    figure, say = found()["tiers"], speaker("en").say
    shown, keep = drawings([figure], {"en": say}, {key(figure, "en", say): "<svg>kept</svg>"})
    assert shown == {"tiers.en": "<svg>kept</svg>"}
    assert list(keep.values()) == ["<svg>kept</svg>"]


def test_a_key_holds_figures_and_words() -> None:
    figure = found()["tiers"]
    say = speaker("zh-CN").say
    moved = figure._replace(marks=(figure.marks[0]._replace(value=Decimal(7)), *figure.marks[1:]))
    keys = {key(figure, "zh-CN", say), key(moved, "zh-CN", say), key(figure, "en", speaker("en").say)}
    assert len(keys) == 3


def test_words_are_escaped() -> None:
    svg = dressed('<svg viewBox="0 0 1 1"><g></g></svg>', "x", "a < b & c", "back\\1slash")
    assert '<title id="fig-x-t">a &lt; b &amp; c</title>' in svg
    assert "back\\1slash" in svg


def test_the_table_beside_a_chart_holds_the_same_figures() -> None:
    tiers = found()["tiers"]
    assert [row[1] for row in tiers.rows] == [int(mark.value) for mark in tiers.marks]
    months = found()["months"]
    assert len(months.rows) == len(months.marks) == 24


def test_nothing_to_show_gives_no_chart() -> None:
    assert figures(portfolio()) == ()
    prospect = customer("C3", own={"stages": [{"from": "2024-05-01", "stage": "prospect"}]})
    assert [figure.name for figure in figures(portfolio(prospect))] == ["tiers"]


def words(value: Shown) -> str:
    return speaker("zh-CN").say(value)


def test_amounts_that_fell_are_said_to_have_fallen() -> None:
    fallen = customer("C1", [("2023-03-10", 80_000), ("2024-06-02", 30_000)])
    title = next(figure.title for figure in figures(portfolio(fallen)) if figure.name == "months")
    assert words(title) == "近 12 个月成交比上一个 12 个月少 62.5%"
