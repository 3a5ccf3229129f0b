"""``log`` and ``answer``: a follow-up in one line, as a file of its own, that deals with what is open."""

from __future__ import annotations

import pytest
from commanding import Run
from repositories import Repository

from crmsite.reading.reader import read_file


def written(company: Repository, out: str) -> dict[str, object]:
    """Return what stands in the first file that a command says it wrote."""
    path = out.splitlines()[0].removeprefix("records/")
    read = read_file(path, (company.records / path).read_bytes())
    assert read.faults == ()
    return {key: value for key, value in read.entries[0].tree.items() if not key.startswith("@")}


def errors(company: Repository) -> list[str]:
    return [found.message("en") for found in company.check().faults if found.severity == "error"]


def test_one_line_makes_one_file_named_after_day_person_and_number(run: Run, company: Repository) -> None:
    paths = [run("log", "C001", text, "--on", "2024-07-30").out for text in ("一", "二")]
    assert paths == [f"records/customers/C001/followups/2024/20240730-zhao-{number}.yaml\n" for number in (1, 2)]
    assert errors(company) == []


def test_what_is_not_said_is_taken_from_the_customer_and_from_what_fits(run: Run, company: Repository) -> None:
    found = written(company, run("log", "C001", "现场走访", "--on", "2024-07-30").out)
    assert found == {
        "id": "FU-C001-20240730-zhao-1", "customer": "C001", "date": "2024-07-30", "kind": "visit", "channel": "onsite", "by": "E-zhao",
        "summary": "现场走访",
    }
    assert written(company, run("log", "C001", "x", "--channel", "电话", "--on", "2024-07-30").out)["kind"] == "call_back"
    assert written(company, run("log", "C001", "x", "--kind", "Training", "--on", "2024-07-30").out)["channel"] == "onsite"


def test_everything_that_is_said_is_written(run: Run, company: Repository) -> None:
    said = run(
        "log", "第1制造有限公司", "复盘: *总参加", "--kind", "季度经营复盘会", "--channel", "线上会议", "--by", "赵明", "--at", "2024-07-30 14:05",
        "--with", "王*", "--next", "发纪要", "--next-due", "2024-08-02", "--fulfils", "A.executive_visit@2024-Q3",
    )  # fmt: skip
    found = written(company, said.out)
    assert found["start"] == "2024-07-30 14:05"
    assert found["summary"] == "复盘: *总参加"
    assert found["participants"] == ["P-C001-01"]
    assert (found["next"]["text"], found["next"]["due"]) == ("发纪要", "2024-08-02")  # type: ignore[index,call-overload]
    assert (found["fulfils"][0]["playbook"], found["fulfils"][0]["period"]) == ("A.executive_visit", "2024-Q3")  # type: ignore[index,call-overload]
    assert errors(company) == []


def test_what_is_open_is_listed_where_nobody_can_be_asked(run: Run) -> None:
    said = run("log", "C001", "x", "--on", "2024-07-30")
    assert "FU-C001-20240720-zhao-1  2024-08-09  Send the plan" in said.err
    assert "SP-C001-2024.A1" in said.err
    assert "--closes" in said.err


def test_a_next_step_that_is_closed_is_marked_in_its_own_record_and_nothing_else_there_changes(run: Run, company: Repository) -> None:
    before = (company.records / "customers/C001/followups/2024/20240720-zhao-1.yaml").read_text("utf-8")
    said = run("log", "C001", "方案已发", "--on", "2024-07-30", "--closes", "FU-C001-20240720-zhao-1", "--closes", "SP-C001-2024.A1")
    assert said.out.splitlines() == [
        "records/customers/C001/followups/2024/20240730-zhao-1.yaml",
        "records/customers/C001/followups/2024/20240720-zhao-1.yaml",
        "records/customers/C001/plans/2024.yaml",
    ]
    after = (company.records / "customers/C001/followups/2024/20240720-zhao-1.yaml").read_text("utf-8")
    assert after == before.replace("due: 2024-08-09}", "due: 2024-08-09, done: 2024-07-30}")
    assert "due: 2024-09-30, done: 2024-07-30}" in (company.records / "customers/C001/plans/2024.yaml").read_text("utf-8")
    assert "FU-C001-20240720-zhao-1" not in run("explain", "C001").out.split("Next steps")[1]


def test_two_steps_in_one_file_are_both_closed(run: Run, company: Repository) -> None:
    company.edit("customers/C001/plans/2024.yaml", "actions:", "actions:\n  - {id: A2, text: 二, due: 2024-10-01}")
    run("log", "C001", "x", "--on", "2024-07-30", "--closes", "SP-C001-2024.A1", "--closes", "SP-C001-2024.A2")
    assert (company.records / "customers/C001/plans/2024.yaml").read_text("utf-8").count("done: 2024-07-30") == 2


def test_windows_line_ends_stay(run: Run, company: Repository) -> None:
    path = "customers/C001/plans/2024.yaml"
    text = (company.records / path).read_text("utf-8").replace("\n", "\r\n")
    company.write(path, text.encode())
    run("log", "C001", "x", "--on", "2024-07-30", "--closes", "SP-C001-2024.A1")
    after = (company.records / path).read_bytes()
    assert b"done: 2024-07-30" in after
    assert after.count(b"\n") == after.count(b"\r\n")


def test_personal_data_is_refused_and_nothing_is_written(run: Run, company: Repository) -> None:
    before = sorted(company.records.rglob("*"))
    said = run("log", "C001", "电话 13812345678", "--on", "2024-07-30", lang="zh")
    assert (said.code, said.out) == (2, "")
    assert "mobile-number" in said.err
    assert "没有写" in said.err
    assert sorted(company.records.rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("C00X", "x"), "Did you mean C00"),
        (("C001", "x", "--kind", "visite"), "Did you mean Visit?"),
        (("C001", "x", "--by", "E-nobody"), "E-zhao"),
        (("C001", "x", "--with", "P-C001-09"), "P-C001-01 王*"),
        (("C001", "x", "--fulfils", "A.deep_vist@2024-H2"), "A.deep_visit"),
        (("C001", "x", "--fulfils", "A.deep_visit@third"), "@2026-Q4"),
        (("C001", "x", "--fulfils", "C.survey"), "nothing of “C.survey” is open for C001"),
        (("C001", "x", "--fulfils", "Z.survey"), "A.executive_visit"),
        (("C001", "x", "--answers", "W1"), "no open alert"),
        (("C001", "x", "--closes", "FU-C001-1"), "FU-C001-20240720-zhao-1"),
        (("C001", "x", "--on", "2024-02-30"), "write 2026-11-18 or today"),
        (("C001", "x", "--at", "2024-07-30 25:00"), "write '2026-11-18 14:00'"),
        (("C001", "x", "--next-due", "2024-08-30"), "--next"),
        (("C001", "x", "--on", "2024-07-30", "--at", "2024-07-30 10:00"), "not both"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(run: Run, company: Repository, words: tuple[str, ...], told: str) -> None:
    before = sorted(company.records.rglob("*"))
    said = run("log", *words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert sorted(company.records.rglob("*")) == before


def test_a_customer_without_owner_needs_somebody_named(run: Run, company: Repository) -> None:
    company.edit("customers/C003/customer.yaml", "owners:\n  - {person: E-zhao, from: 2021-03-01}\n", "")
    assert "--by" in run("log", "C003", "x").err
    assert run("log", "C003", "x", "--by", "E-zhao", "--on", "2024-07-30").code == 0


def test_a_day_that_the_site_does_not_show_yet_is_remarked_on(run: Run) -> None:
    assert "2024-07-31" in run("log", "C001", "x", "--on", "2024-08-20").err


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("rule", ["no-orders", "W1", "w1", "no-orders@C002@2024-05-01"])
def test_an_alert_is_answered_by_its_rule_its_short_name_or_its_identity(run: Run, company: Repository, rule: str) -> None:
    found = written(company, run("answer", "C002", rule, "库存够用到九月", "--on", "2024-07-30").out)
    assert found["answers"] == ["no-orders@C002@2024-05-01"]
    assert "answered by FU-C002-20240730-zhao-1" in run("explain", "C002").out
    assert errors(company) == []


def test_an_alert_that_is_not_open_is_refused_and_the_open_ones_are_named(run: Run) -> None:
    said = run("answer", "C002", "W3", "x")
    assert (said.code, said.out) == (2, "")
    assert "no-orders" in said.err
    run("answer", "C002", "W1", "x", "--on", "2024-07-30")
    assert "answered by FU-C002-20240730-zhao-1" in run("answer", "C002", "W1", "x").err


def test_an_answer_says_what_was_done(run: Run) -> None:
    assert "what was done" in run("answer", "C002", "W1").err


def test_log_answers_too(run: Run, company: Repository) -> None:
    assert written(company, run("log", "C002", "x", "--answers", "no-orders", "--on", "2024-07-30").out)["answers"] == ["no-orders@C002@2024-05-01"]


# ── on a terminal ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a person sit at the terminal."""
    monkeypatch.setattr("crmsite.commands.offering.asks", lambda: True)


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize(
    ("typed", "answers", "done"),
    [("\n", None, 0), ("1\n", ["no-orders@C002@2024-05-01"], 0), ("3\n", None, 1), ("9\n1，3\n", ["no-orders@C002@2024-05-01"], 1)],
)
def test_on_a_terminal_numbers_say_what_the_contact_dealt_with(
    run: Run, company: Repository, typed: str, answers: list[str] | None, done: int
) -> None:
    said = run("log", "C002", "回访", "--on", "2024-07-30", typed=typed)
    assert "1. no-orders@C002@2024-05-01" in said.err
    assert "3. SP-C002-2024.A1" in said.err
    assert written(company, said.out).get("answers") == answers
    assert (company.records / "customers/C002/plans/2024.yaml").read_text("utf-8").count("done: 2024-07-30") == done


@pytest.mark.usefixtures("somebody")
def test_on_a_terminal_an_answer_is_asked_for_beside_what_is_usually_done(run: Run, company: Repository) -> None:
    said = run("answer", "C002", "W1", "--on", "2024-07-30", typed="九月再订\n")
    assert "usually: Call within a week" in said.err
    assert written(company, said.out)["summary"] == "九月再订"


def test_a_duty_without_its_period_is_the_open_one(run: Run, company: Repository) -> None:
    found = written(company, run("log", "C001", "走访", "--fulfils", "A.deep_visit", "--on", "2024-07-30").out)
    assert (found["fulfils"][0]["playbook"], found["fulfils"][0]["period"]) == ("A.deep_visit", "2024-H2")  # type: ignore[index,call-overload]
    assert errors(company) == []


def test_open_duties_are_listed_with_the_days_that_are_left_where_nobody_can_be_asked(run: Run) -> None:
    assert "A.deep_visit@2024-H2  2024-12-31" in run("log", "C001", "x", "--on", "2024-07-30").err
    assert "（还有 153 天）" in run("log", "C001", "x", "--on", "2024-07-30", lang="zh").err


@pytest.mark.usefixtures("somebody")
def test_on_a_terminal_a_number_fulfils_a_duty_and_gives_the_contact_its_kind(run: Run, company: Repository) -> None:
    offered = run("log", "C001", "x", "--on", "2024-07-29", typed="\n").err
    number = next(line for line in offered.splitlines() if "A.deep_visit@2024-H2" in line).strip().partition(".")[0]
    found = written(company, run("log", "C001", "深入走访", "--on", "2024-07-30", typed=f"{number}\n").out)
    assert (found["kind"], found["channel"]) == ("deep_visit", "onsite")
    assert found["fulfils"][0]["period"] == "2024-H2"  # type: ignore[index,call-overload]
    assert "A.deep_visit@2024-H2" not in run("log", "C001", "x", "--on", "2024-07-30", typed="\n").err


def test_a_contact_of_a_dutys_kind_counts_without_naming_it_and_is_told_so(run: Run, company: Repository) -> None:
    said = run("log", "C001", "深访", "--kind", "deep_visit", "--on", "2024-07-30")
    assert "It counts for A.deep_visit@2024-H2" in said.err
    assert said.err.count("A.deep_visit@2024-H2") == 1
    assert "fulfils" not in written(company, said.out)
    assert "It counts for" not in run("log", "C001", "路过", "--kind", "visit", "--on", "2024-07-30").err


def test_where_no_alert_is_open_the_answer_is_told_so_in_words(run: Run) -> None:
    said = run("answer", "C003", "W1", "x")
    assert (said.code, "C003 has no open alert at all" in said.err, "–" in said.err) == (2, True, False)
    assert "C003 没有未回应的预警" in run("answer", "C003", "W1", "x", lang="zh").err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_time_where_a_day_is_due_is_told_where_it_goes(run: Run, lang: str) -> None:
    said = run("log", "C001", "电话", "--on", "2024-07-20 17:00", lang=lang)
    assert said.code == 2
    assert "--at '2024-07-20 17:00'" in said.err
    assert "--at" not in run("log", "C001", "电话", "--on", "20/7", lang=lang).err
