"""What an audience may not see is in no byte of its site, and moves no byte of it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from repositories import Repository

HIDDEN = {
    "an amount": ("customers/C001/orders.csv", "120000", "777123"),
    "a contact": ("customers/C001/contacts/01.yaml", None, "code: 联系人-991\nmasked_name: 秦*\ntitle: 金丝雀总监\nrole: user_lead\nsince: 2022-01-01\n"),
    "a need": ("customers/C001/needs/01.yaml", "导出报表", "金丝雀导出"),
    "a follow-up": ("customers/C001/followups/2024/20240715-zhao-1.yaml", "走访", "金丝雀走访"),
    "an owner": ("people/E-zhao.yaml", "赵明", "金丝雀"),
}


def change(repository: Repository, name: str) -> str:
    path, old, new = HIDDEN[name]
    if old is None:
        repository.write(path, new)
        return "金丝雀"
    repository.edit(path, old, new)
    return new


def test_hidden_records_are_in_no_byte(repository: Repository) -> None:
    marks = [change(repository, name) for name in HIDDEN]
    repository.build(audience="public", despite_faults=True)
    for path, data in repository.pages().items():
        for mark in (*marks, "金丝雀", "777123", "777,123", "77.71", "联系人-"):
            assert mark not in data.decode("utf-8", "replace"), f"{mark} in {path}"


def test_the_same_records_are_shown_to_those_who_may_see_them(repository: Repository) -> None:
    marks = [change(repository, name) for name in HIDDEN]
    repository.build(despite_faults=True)
    text = "".join(data.decode("utf-8", "replace") for data in repository.pages().values())
    assert [mark for mark in marks if mark not in text and mark != "777123"] == []


def test_two_repositories_that_differ_only_in_hidden_things_give_the_same_bytes(repository: Repository, tmp_path: Path) -> None:
    before = repository.clean_pages(tmp_path / "before", audience="public")
    for name in HIDDEN:
        change(repository, name)
    after = repository.clean_pages(tmp_path / "after", audience="public", despite_faults=True)
    assert before == after


def test_customers_outside_an_audience_do_not_appear(repository: Repository) -> None:
    repository.build(audience="partner")
    pages = repository.pages()
    assert "c/C001.html" in pages
    examples = ("methods.html", "en/methods.html")  # the manual's examples have ids of their own
    assert [path for path, data in pages.items() if "第2制造".encode() in data or b"No. 2" in data] == []
    assert [path for path, data in pages.items() if b"C002" in data and path not in examples] == []


def test_declassified_score_is_shown_without_what_it_was_made_from(repository: Repository) -> None:
    repository.build(audience="public")
    page = repository.page("c/C001.html")
    assert ">A<" in page
    assert "25" not in page.split("<main")[1].split("</main>")[0].replace("2025", "")


POLICIES = {
    "policy/tier-v9.yaml": ("tier-v1.yaml", {"id: tier-v1": "id: tier-v9", "min: 32": "min: 33.25", "near: 1\n": "near: 2\n"}),
    "policy/rfm-v9.yaml": ("rfm-v1.yaml", {"id: rfm-v1": "id: rfm-v9", "365]": "397]"}),
    "policy/value-v9.yaml": ("value-v1.yaml", {"id: value-v1": "id: value-v9", "1000000": "7771230"}),
    "policy/priority-v9.yaml": ("priority-v1.yaml", {"id: priority-v1": "id: priority-v9", "影响续约": "金丝雀影响续约"}),
    "policy/warnings-v9.yaml": ("warnings-v1.yaml", {"id: warnings-v1": "id: warnings-v9", "致电": "金丝雀致电"}),
    "policy/playbooks/S-v1.yaml": ("playbooks/S-v1.yaml", {"定制化服务包": "金丝雀服务包", "hours: 48": "hours: 7771"}),
}


def with_own_rules(repository: Repository) -> None:
    """Write policies, labels and settings that only the team may see, and that change no declassified result."""
    for path, (default, changes) in POLICIES.items():
        text = resources.files("crmsite").joinpath("defaults", "policy", *default.split("/")).read_text("utf-8")
        for old, new in {"effective_from: 2020-01-01": "effective_from: 2020-02-29", **changes}.items():
            assert old in text, f"{old!r} is not in {default}"
            text = text.replace(old, new, 1)
        repository.write(path, text)
    repository.write("taxonomy/tag.yaml", "values:\n  - {id: canary, zh: 金丝雀标签, en: Canary tag}\n")
    repository.edit("site.yaml", "as_of:", "repository: https://git.example.com/canary\ncontact_url: https://example.com/canary/{code}\nas_of:")


def test_policies_labels_and_settings_of_the_team_move_no_byte(repository: Repository, tmp_path: Path) -> None:
    before = repository.clean_pages(tmp_path / "before", audience="public")
    with_own_rules(repository)
    after = repository.clean_pages(tmp_path / "after", audience="public")
    assert [path for path in {*before, *after} if before.get(path) != after.get(path)] == []
    assert [path for path, data in after.items() for mark in ("canary", "金丝雀", "7771", "33.25") if mark.encode() in data] == []


def test_those_who_see_internal_fields_see_the_parameters(repository: Repository) -> None:
    with_own_rules(repository)
    repository.build(audience="partner")
    page = repository.page("methods.html")
    assert [mark for mark in ("tier-v9", "33.25", "397", "金丝雀服务包", "金丝雀致电") if mark not in page] == []


def test_the_methods_page_says_that_the_parameters_are_internal(repository: Repository) -> None:
    repository.build(audience="public")
    assert "The parameters are internal to the team" in repository.page("en/methods.html")
    assert "参数由团队内部掌握" in repository.page("methods.html")
    assert 'id="tier"' in repository.page("methods.html")


def test_an_audience_reads_the_labels_of_what_it_sees_and_no_cut(repository: Repository) -> None:
    repository.edit("customers/C001/customer.yaml", "industry: manufacturing", "industry: rail")
    repository.write("taxonomy/industry.yaml", "values:\n  - {id: rail, zh: 轨道交通, en: Railways}\n  - {id: sea, zh: 远洋, en: Shipping}\n")
    repository.edit("customers/C002/customer.yaml", "industry: manufacturing", "industry: rail")
    repository.edit("customers/C003/customer.yaml", "industry: manufacturing", "industry: rail")
    repository.build(audience="public")
    assert "Railways" in repository.page("en/c/C001.html")
    assert "tscale" not in repository.page("en/c/C001.html")
    assert [path for path, data in repository.pages().items() if b"Shipping" in data] == []
