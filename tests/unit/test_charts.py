"""Drawn charts state their finding, take the theme's colours, carry no style of their own, and are drawn once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import vl_convert
from dossiers import Case
from portfolios import customer, portfolio, rated

from crmsite.charts import draw, drawings, dressed, key
from crmsite.language import Language
from crmsite.portfolio.figure import Figure
from crmsite.portfolio.figures import figures
from crmsite.portfolio.worth import POINTS

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

    from crmsite.figures.facts import Shown

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


def test_there_are_four_charts_in_two_languages(svgs: dict[str, str]) -> None:
    assert sorted(svgs) == [f"{name}.{lang}" for name in ("months", "rfm", "tiers", "worth") for lang in ("en", "zh-CN")]


def test_a_chart_has_a_role_a_title_that_finds_and_a_description(svgs: dict[str, str]) -> None:
    assert svgs["tiers.zh-CN"].startswith('<svg class="chart" viewBox="0 0 560 ')
    assert 'role="img" aria-labelledby="fig-tiers-t fig-tiers-d"' in svgs["tiers.zh-CN"]
    assert '<title id="fig-tiers-t">S 级最多：2 家已评级客户中有 1 家</title>' in svgs["tiers.zh-CN"]
    assert '<title id="fig-tiers-t">Tier S is the largest: 1 of 2 rated customers</title>' in svgs["tiers.en"]
    assert '<desc id="fig-tiers-d">客户数，共 3 家，其中 1 家没有等级</desc>' in svgs["tiers.zh-CN"]


NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{0}/fonts</dir><cachedir>{0}/cache</cachedir></fontconfig>"""
DRAWN_ELSEWHERE = """
import sys
from pathlib import Path
import vl_convert
for spec in Path(sys.argv[1]).read_text("utf-8").splitlines():
    print(vl_convert.vegalite_to_svg(spec).encode("utf-8").hex())
"""


def test_bytes_are_the_same_on_a_machine_that_has_no_font_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    specs, here = [], []
    to_svg = vl_convert.vegalite_to_svg

    def kept(spec: object) -> str:
        specs.append(spec if isinstance(spec, str) else json.dumps(spec, ensure_ascii=False))
        here.append(to_svg(spec).encode("utf-8").hex())
        return to_svg(spec)

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", kept)
    drawings(found().values(), {lang: speaker(lang).say for lang in ("zh-CN", "en")}, {})
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts.conf").write_text(NO_FONTS.format(tmp_path), "utf-8")
    (tmp_path / "specs").write_text("\n".join(specs), "utf-8")
    bare = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    elsewhere = subprocess.run([sys.executable, "-c", DRAWN_ELSEWHERE, str(tmp_path / "specs")], env=bare, capture_output=True, text=True, check=True)
    assert len(specs) == 16
    assert elsewhere.stdout.split() == here


def test_colours_are_the_themes_and_there_is_no_style_font_or_size(svgs: dict[str, str]) -> None:
    for name, svg in svgs.items():
        assert not re.search(r"style=|<style|font-family|#[0-9a-fA-F]{3}|xlink| width=\"\d+\" height|class=\"mark", svg), name
        fills = set(re.findall(r'fill="([^"]+)"', svg))
        assert fills <= {"none", *(f"var(--{token})" for token in ("ink", "ink-3", "d1", "d2", "d-soft", "bg"))}, (name, fills)


def test_lengths_have_at_most_two_digits_so_that_machines_agree(svgs: dict[str, str]) -> None:
    assert not [name for name, svg in svgs.items() if re.search(r"\d\.\d{3}", svg)]


def test_a_chart_is_laid_out_anew_for_little_room_and_keeps_the_size_of_its_texts(svgs: dict[str, str]) -> None:
    for name, svg in svgs.items():
        full, small = svg.split("</svg>")[:2]
        assert small.startswith('<svg class="chart small" viewBox="0 0 328 '), name
        assert f'id="fig-{name.partition(".")[0]}-small-t"' in small
        assert set(re.findall(r'font-size="(\d+)', full)) == set(re.findall(r'font-size="(\d+)', small)) == {"12"}, name


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
    fallen = [customer(f"C{n}", [("2022-03-10", 5), ("2023-03-10", 80_000), ("2024-06-02", 30_000)]) for n in range(5)]

    def title(*customers: Case) -> str:
        return words(next(figure.title for figure in figures(portfolio(*customers)) if figure.name == "months"))

    assert title(*fallen) == "近 12 个月成交比上一个 12 个月少 62.5%"
    assert title(*fallen[:4]) == "近 12 个月成交 12 万元", "so few are not judged"


def small(name: str, amount: int) -> Case:
    """A customer in the lowest tier that ordered once."""
    return customer(name, [("2024-05-01", amount)], assessments=[rated(amount="2", stability="2", growth="2", risk="2")])


def best(name: str, amount: int) -> Case:
    """A customer in the highest tier that ordered once."""
    return customer(name, [("2024-05-01", amount)], assessments=[rated()])


def worth_of(*customers: Case) -> Figure:
    return next(figure for figure in figures(portfolio(*customers)) if figure.name.startswith("worth"))


class TestScoreAgainstAmount:
    def test_the_largest_outside_the_best_tiers_is_named(self) -> None:
        figure = worth_of(best("C1", 100_000), best("C2", 900_000), small("C3", 300_000), small("C4", 10_000))
        assert words(figure.title) == "客户C3在 C 级，金额 30 万元，超过 1 家 S、A 级客户"
        assert [mark.point for mark in figure.marks] == [False, False, True, False]
        assert [words(row[0]) for row in figure.rows] == ["客户C2", "客户C3", "客户C1", "客户C4"]

    def test_nothing_is_claimed_where_tiers_and_amounts_agree(self) -> None:
        assert words(worth_of(best("C1", 100_000), small("C2", 10_000)).title) == "S、A 级每家的金额都高于其他客户"
        assert words(worth_of(best("C1", 100_000)).title) == "等级得分与近 12 个月金额"

    def test_who_has_no_score_or_no_amount_is_counted_and_not_drawn(self) -> None:
        figure = worth_of(best("C1", 100_000), customer("C2", [("2024-05-01", 5_000)]))
        assert len(figure.marks) == 1
        assert "2 家中两项都有的 1 家" in words(figure.subtitle)

    def test_very_many_are_counted_by_tier_and_band(self) -> None:
        many = [small(f"C{number}", 1_000 * number) for number in range(1, POINTS + 2)]
        figure = worth_of(best("C0", 50_000), *many)
        assert figure.name == "worths"
        assert words(figure.title) == f"{POINTS + 1 - 50} 家不在 S、A 级的客户，金额高于 S、A 级的中位数"
        assert sum(int(mark.value) for mark in figure.marks) == POINTS + 2
        assert draw(figure, "zh-CN", words).count("<text") >= len(figure.marks)


class TestPie:
    def of(self, *customers: Case) -> Figure:
        made = portfolio(*customers)
        site = made.organisation.site.model_copy(update={"distribution": "pie"})
        return figures(made._replace(organisation=made.organisation._replace(site=site)))[0]

    def test_the_distribution_may_be_a_pie_with_a_label_at_each_slice(self) -> None:
        figure = self.of(best("C1", 1), small("C2", 1), customer("C3"), customer("C4", own={"stages": [{"from": "2024-05-01", "stage": "prospect"}]}))
        assert figure.name == "pie"
        svg = draw(figure, "zh-CN", words)
        assert re.findall(r"<text[^>]*>([^<]+)</text>", svg) == 2 * ["S 级 1", "C 级 1", "未评级 2"]

    def test_shares_are_told_from_thirty_customers_on(self) -> None:
        assert "%" in draw(self.of(*(small(f"C{n}", 1) for n in range(30))), "zh-CN", words)
        assert "%" not in draw(self.of(*(small(f"C{n}", 1) for n in range(29))), "zh-CN", words)
