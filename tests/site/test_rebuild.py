"""What a second build does: nothing more than it must, and the same as a build from nothing."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from repositories import SITE, Repository, customer


def rendered(report) -> set[str]:
    return {reason.path for reason in report.rendered}


def test_nothing_changed_nothing_is_parsed_rendered_or_written(repository: Repository) -> None:
    first = repository.build()
    assert first.published
    assert len(first.parsed) == first.files == 23
    second = repository.build()
    assert (second.parsed, second.rendered, second.written, second.removed) == ([], (), (), ())


def test_text_of_one_need_parses_one_file_and_renders_the_pages_that_show_it(repository: Repository) -> None:
    repository.build()
    before = repository.pages()
    repository.edit("customers/C002/needs/01.yaml", "导出报表", "导出月报")
    report = repository.build()
    assert report.parsed == ["customers/C002/needs/01.yaml"]
    changed = {path for path, data in repository.pages().items() if before.get(path) != data} - {".crmsite-manifest"}
    assert set(report.written) == changed
    assert "c/C002.html" in changed
    assert "needs.html" in changed
    assert not any("C001" in path or "C003" in path for path in rendered(report))
    assert "导出月报" in repository.page("c/C002.html")


def test_a_page_that_names_only_some_needs_is_not_rendered_for_another_one(repository: Repository) -> None:
    closed = "nature: explicit\nkind: service\ntext: 旧需求\nsource: survey\nquote: 原话\nrecorded: 2024-01-05\n"
    closed += "importance: 1\nurgency: 1\nclosed: {on: 2024-03-01, outcome: met}\n"
    repository.write("customers/C002/needs/02.yaml", closed)
    first = repository.build()
    assert first.published
    repository.edit("customers/C002/needs/02.yaml", "旧需求", "旧的需求")
    report = repository.build()
    assert report.parsed == ["customers/C002/needs/02.yaml"]
    assert not {path for path in rendered(report) if "owners" in path or "needs" in path}
    assert set(rendered(report)) >= {"c/C002.html"}


def test_pages_of_a_family_that_cannot_show_what_changed_are_not_looked_at(repository: Repository) -> None:
    repository.build()
    repository.edit("customers/C002/needs/01.yaml", "导出报表", "导出月报")
    assert not {path for path in rendered(repository.build()) if path.endswith(("index.html", "customers.html", "segments.html"))}


def test_comment_that_moves_no_line_rewrites_nothing(repository: Repository) -> None:
    repository.build()
    repository.edit("customers/C002/needs/01.yaml", "urgency: 4", "urgency: 4   # said twice")
    report = repository.build()
    assert report.parsed == ["customers/C002/needs/01.yaml"]
    assert report.written == ()


def test_touching_a_file_reads_it_and_stops_there(repository: Repository) -> None:
    repository.build()
    path = repository.records / "customers/C001/customer.yaml"
    path.write_bytes(path.read_bytes())
    report = repository.build()
    assert (report.parsed, report.written) == ([], ())


def test_deleted_customer_is_gone_from_every_byte(repository: Repository) -> None:
    repository.build()
    for path in sorted((repository.records / "customers/C003").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    report = repository.build()
    assert {"c/C003.html", "en/c/C003.html"} <= set(report.removed)
    assert [path for path, data in repository.pages().items() if b"C003" in data or "第3制造".encode() in data] == []


def test_new_customer_renders_its_own_profile_and_no_other(repository: Repository) -> None:
    repository.build()
    repository.add(customer(4))
    report = repository.build()
    profiles = {path for path in rendered(report) if "c/C" in path}
    assert profiles == {"c/C004.html", "en/c/C004.html"}


def test_what_was_painted_while_another_record_was_broken_reaches_the_site_once_that_is_mended(repository: Repository) -> None:
    repository.build()
    repository.edit("customers/C002/needs/01.yaml", "导出报表", "导出月报")
    repository.edit("customers/C001/customer.yaml", "stage: won", "stage: gone")
    assert not repository.build().published
    repository.edit("customers/C001/customer.yaml", "stage: gone", "stage: won")
    assert repository.build().published
    assert "导出月报" in repository.page("c/C002.html")


def test_broken_record_keeps_the_old_site_and_a_mended_one_renews_it(repository: Repository) -> None:
    repository.build()
    before = repository.pages()
    repository.edit("customers/C001/customer.yaml", "stage: won", "stage: gone")
    report = repository.build()
    assert not report.published
    assert repository.pages() == before
    repository.edit("customers/C001/customer.yaml", "stage: gone", "stage: won")
    assert repository.build().published
    assert repository.pages() == before


def test_one_bad_record_hides_no_other(repository: Repository) -> None:
    repository.edit("customers/C001/needs/01.yaml", "importance: 5", "importance: 7")
    report = repository.build(despite_faults=True)
    assert report.published
    assert "导出报表" not in repository.page("c/C001.html")
    assert "导出报表" in repository.page("c/C002.html")


def test_group_shows_its_members_and_follows_their_names(repository: Repository) -> None:
    repository.edit("customers/C002/customer.yaml", "industry:", "parent: C001\nindustry:")
    repository.build()
    assert "第2制造有限公司" in repository.page("c/C001.html")
    repository.edit("customers/C002/customer.yaml", "第2制造有限公司", "第二精工有限公司")
    report = repository.build()
    assert "第二精工有限公司" in repository.page("c/C001.html")
    assert {"c/C001.html", "c/C002.html"} <= rendered(report)
    assert "c/C003.html" not in rendered(report)


def test_a_parent_adds_its_members_up_and_follows_their_figures(repository: Repository) -> None:
    for member in ("C002", "C003"):
        repository.edit(f"customers/{member}/customer.yaml", "industry:", "parent: C001\nindustry:")
    repository.build()
    assert "集团合计近 12 个月 105 万元" in repository.page("c/C001.html")
    assert "含本公司，3 家中 3 家有金额" in repository.page("c/C001.html")
    assert "集团合计" not in repository.page("c/C002.html"), "a member names its parent and adds nothing up"
    assert "近 12 个月 35 万元" in repository.page("c/C002.html")
    repository.edit("customers/C003/orders.csv", "O-C003-3,2024-07-01,150000", "O-C003-3,2024-07-01,250000")
    report = repository.build()
    assert "集团合计近 12 个月 115 万元" in repository.page("c/C001.html")
    assert "c/C002.html" not in rendered(report)


def test_an_audience_that_sees_no_amounts_sees_no_sum_of_them(repository: Repository) -> None:
    repository.edit("customers/C002/customer.yaml", "industry:", "parent: C001\nindustry:")
    repository.build(audience="public")
    group = re.search(r'id="group">.*?</section>', repository.page("c/C001.html"), re.DOTALL)
    assert group is not None
    assert "第2制造有限公司" in group[0]
    assert "12 个月" not in group[0]


def test_any_number_of_workers_gives_the_same_bytes(repository: Repository, tmp_path: Path) -> None:
    for number in range(4, 40):
        repository.add(customer(number))
    assert repository.clean_pages(tmp_path / "one", jobs=1) == repository.clean_pages(tmp_path / "three", jobs=3)


def test_another_date_shows_the_records_of_that_date(repository: Repository) -> None:
    repository.build(as_of=date(2024, 4, 30))
    assert "导出报表" not in repository.page("c/C001.html")
    repository.build()
    assert "导出报表" in repository.page("c/C001.html")


def test_records_dated_later_change_no_byte(repository: Repository) -> None:
    repository.build()
    before = repository.pages()
    repository.write(
        "customers/C001/followups/2024/20241101-zhao-1.yaml",
        "date: 2024-11-01\nkind: visit\nchannel: onsite\nby: E-zhao\nsummary: 以后的事\n",
    )
    repository.build()
    assert repository.pages() == before


def test_monthly_export_goes_to_the_customers_it_names(repository: Repository) -> None:
    repository.write("orders/2024-07.csv", "customer,order_id,date,amount\nC001,X-1,2024-07-20,90000\nC003,X-2,2024-07-21,70000\n")
    repository.build()
    before = repository.pages()
    repository.write("orders/2024-07.csv", "customer,order_id,date,amount\nC001,X-1,2024-07-20,95000\nC003,X-2,2024-07-21,70000\n")
    report = repository.build()
    assert report.parsed == ["orders/2024-07.csv"]
    assert before["c/C001.html"] != repository.pages()["c/C001.html"]
    assert not any("c/C003" in path or "c/C002" in path for path in rendered(report))


def test_a_policy_that_moves_nobody_is_printed_by_its_new_figures(tmp_path: Path) -> None:
    own = (Path(__file__).parents[2] / "crmsite" / "defaults" / "policy" / "tier-v1.yaml").read_text("utf-8")
    changed = own.replace("min: 24", "min: 23")
    assert changed != own
    repository = Repository(tmp_path / "repository", SITE, *(customer(number) for number in range(1, 4)))
    repository.write("policy/tier-v1.yaml", own)
    repository.build()
    repository.write("policy/tier-v1.yaml", changed)
    repository.build()
    clean = Repository(tmp_path / "clean", SITE, *(customer(number) for number in range(1, 4)))
    clean.write("policy/tier-v1.yaml", changed)
    clean.build()
    names = {str(path.relative_to(clean.site)) for path in clean.site.rglob("*.html")}
    assert {name for name in names if (repository.site / name).read_bytes() != (clean.site / name).read_bytes()} == set()


def test_what_is_written_of_improvements_and_our_own_risks_is_told_anew_wherever_it_stands(repository: Repository) -> None:
    measure = "  - {id: M1, text: 增加客服, owner: E-zhao, due: 2024-07-15}\n"
    repository.write("improvements/IM-1.yaml", 'metric: {name: nps, baseline: 4, target: 6, op: ">=", unit: count}\nplan:\n' + measure)
    control = "controls: [{text: 夜间值守, due: 2024-07-16}]\n"
    risk = "text: 夜间无人\nlikelihood: 4\nimpact: 3\nresponse: mitigate\nowner: E-zhao\nraised: 2024-06-22\n"
    repository.write("risks/RK-1.yaml", risk + control)
    assert repository.build().published
    repository.edit("improvements/IM-1.yaml", "due: 2024-07-15", "due: 2024-07-14")
    repository.edit("risks/RK-1.yaml", "due: 2024-07-16", "due: 2024-07-13")
    repository.build()
    for path, day in (("improvement.html", "07-14"), ("risks.html", "07-13")):
        assert day in repository.page(path)
    for path in ("index.html", "owners/E-zhao.html"):
        assert "逾期 17 天" in repository.page(path)
        assert "逾期 18 天" in repository.page(path)
    repository.edit("improvements/IM-1.yaml", "plan:\n", "plan:\n  # what we do\n")
    repository.build()
    for path in ("improvement.html", "owners/E-zhao.html"):
        assert "IM-1.yaml:4" in repository.page(path), "a measure that moved by a line is cited where it stands"
