"""The index: small files, of which an edit changes few, and always those that an index made anew would have."""

from __future__ import annotations

import json
import re
from pathlib import Path

from dossiers import Case
from portfolios import customer, need, plan, portfolio, summary

from crmsite.figures.facts import Shown
from crmsite.finding.entries import Texts, works
from crmsite.finding.index import files
from crmsite.grammar.fields import Localised
from crmsite.machine.generations import content_digest
from crmsite.machine.memo import Memo
from crmsite.portfolio.portfolio import Portfolio

NAMES = ["苏州浩诚科技", "武汉星川物流", "重庆长安银行", "北京兴业电子", "上海宏图贸易", "成都嘉林建材", "南京博航商贸"]


def company(number: int, name: str, text: str = "导出报表", **more: object) -> Case:
    return customer(
        f"C{number}", own={"name": {"zh": name, "en": f"Works No. {number}"}, **more},
        needs=[need(f"N-C{number}-01", text=text)], plans=[plan({"id": "A1", "text": "提供原型", "due": "2024-09-30"}, id=f"SP-{number}")],
    )  # fmt: skip


def companies(**changed: str) -> Portfolio:
    return portfolio(*(company(n, name, changed.get(f"C{n}", "导出报表")) for n, name in enumerate(NAMES, 1)))


def say(shown: Shown) -> str:
    return shown.zh or "" if isinstance(shown, Localised) else repr(shown)


class Site:
    """The files of the index as they lie in a site, and what the last build wrote."""

    def __init__(self, memo: Path) -> None:
        self.memo = memo
        self.files: dict[str, bytes] = {}
        self.written: set[str] = set()

    def build(self, of: Portfolio, held: int = 1) -> dict[str, bytes]:
        memo = Memo(self.memo, "test")
        digests = {path: content_digest(data) for path, data in self.files.items()}
        made = files(of, {"zh-CN": say, "en": say}, memo, digests.get, held)
        self.written = {path for path, data in made if data is not None and data != self.files.get(path)}
        self.files = {path: self.files[path] if data is None else data for path, data in made}
        memo.commit()
        return self.files


def contents(data: bytes) -> str:
    found = re.fullmatch(r'crmsiteFound\("\w+",(.*)\);\n', data.decode(), re.DOTALL)
    assert found is not None
    text: str = json.loads(found[1])
    return text


def test_a_customer_is_found_with_names_sounds_needs_and_actions(tmp_path: Path) -> None:
    made = Site(tmp_path).build(portfolio(company(1, "苏州浩诚科技")), held=80)
    assert sorted(made) == ["assets/search/h00.js", "assets/search/root.js", "assets/search/w00.js"]
    assert contents(made["assets/search/h00.js"]) == "C1\t\t苏州浩诚科技\tWorks No. 1\t\t\tsu zhou hao cheng ke ji\t\t"
    assert contents(made["assets/search/w00.js"]).split("\n") == ["n\tC1\tN-C1-01\t导出报表\t", "a\tC1\tSP-1.A1\t提供原型\t"]


def test_a_need_is_found_by_the_short_name_that_the_matrix_shows() -> None:
    named = customer("C1", needs=[need("N-1", text={"zh": "需要专人驻场", "en": "A person on site"}, short={"zh": "专人交接", "en": "Hand-over"}),
                                  need("N-2", text={"zh": "导出报表"}, short={"zh": "报表"})])  # fmt: skip
    assert [entry.line for entry in works(summary(named), Texts("zh-CN"))] == [
        "n\tC1\tN-1\t专人交接：需要专人驻场\tHand-over: A person on site", "n\tC1\tN-2\t导出报表\t",
    ]


def test_the_root_names_tags_and_pages_with_their_sounds(tmp_path: Path) -> None:
    made = Site(tmp_path).build(portfolio(company(1, "甲", tags=["vip"]), company(2, "乙", tags=["vip"])))
    root = json.loads(re.sub(r'^crmsiteFound\("root",|\);\n$', "", made["assets/search/root.js"].decode()))
    assert [place[:2] + place[5:] for place in root["places"] if place[0] == "tag"] == [["tag", "customers.html?tag=vip", 2]]
    assert ["page", "needs.html"] in [place[:2] for place in root["places"]]


def test_lists_tell_which_shards_hold_a_piece_of_text(tmp_path: Path) -> None:
    made = Site(tmp_path).build(companies())
    holding = {path[-5:-3] for path, data in made.items() if "/h" in path and "星川" in data.decode()}
    lists = dict(line.split(" ") for path, data in made.items() if "/g" in path for line in contents(data).split("\n") if line)
    assert {f"{number:02x}" for number in range(128) if int(lists["n星川"], 16) >> number & 1} == holding
    assert len(holding) == 1


def test_an_edited_need_rewrites_its_shard_and_the_lists_of_what_it_gained_and_lost(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.build(companies())
    edited = companies(C3="导出月报")
    site.build(edited)
    assert len([path for path in site.written if "/w" in path]) == 1
    assert not any("/h" in path or "root" in path for path in site.written)
    assert site.files == Site(tmp_path / "clean").build(edited)


def test_another_name_that_a_customer_gets_is_found_at_once(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.build(portfolio(company(1, "苏州浩诚科技")))
    named = portfolio(company(1, "苏州浩诚科技", aliases=["ERP-7"]))
    assert "ERP-7" in contents(site.build(named)["assets/search/h00.js"])
    assert site.files == Site(tmp_path / "clean").build(named)


def test_nothing_changed_nothing_is_written(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.build(companies())
    site.build(companies())
    assert site.written == set()


def test_customers_come_and_go_and_the_index_is_that_of_a_clean_build(tmp_path: Path) -> None:
    site = Site(tmp_path)
    numbered = list(enumerate(NAMES, 1))
    for count in (7, 2, 5, 1, 0, 6):
        made = site.build(portfolio(*(company(n, name) for n, name in numbered[:count])))
        assert made == Site(tmp_path / f"clean{count}").build(portfolio(*(company(n, name) for n, name in numbered[:count])))


def test_a_memo_that_lost_a_part_costs_time_and_nothing_else(tmp_path: Path) -> None:
    clean = Site(tmp_path / "clean").build(companies(C3="导出月报"))
    for lost in ("find-shards", "find-lists"):
        site = Site(tmp_path / lost)
        site.build(companies())
        parts = list((tmp_path / lost).rglob(f"{lost}/*.json"))
        assert parts
        for path in parts:
            path.unlink()
        assert site.build(companies(C3="导出月报")) == clean


def test_a_file_that_the_site_lost_is_written_again(tmp_path: Path) -> None:
    site = Site(tmp_path)
    whole = dict(site.build(companies()))
    for path in whole:
        del site.files[path]
        assert site.build(companies()) == whole
