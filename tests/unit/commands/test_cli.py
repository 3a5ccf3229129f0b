"""The command line as a whole: exit codes, quick help, one line for what goes wrong, the answer alone on the standard output."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from commanding import Run, run_in
from repositories import Repository

from crmsite.cli import COMMANDS, main
from crmsite.entry import exit_code

ROOT = Path(__file__).parents[3]
HEAVY = ("pandas", "altair", "jinja2", "pydantic", "yaml")


def alone(*words: str, code: str = "from crmsite.entry import run; run()") -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--version",), 0), (("--help",), 0), (("check",), 0), (("list", "alerts"), 0), (("biuld",), 2), (("check", "--nope"), 2),
        (("explain", "nobody"), 2), (("list", "customers", "--tier", "X"), 2), (("log", "nobody", "x"), 2),
    ],
)  # fmt: skip
def test_exit_codes_are_0_for_well_and_2_for_what_cannot_be_done(run: Run, words: tuple[str, ...], code: int) -> None:
    assert run(*words).code == code


def test_findings_end_with_1(run: Run, company: Repository) -> None:
    company.edit("site.yaml", "as_of:", "asof:")
    assert run("check").code == 1


@pytest.mark.parametrize("command", ["check", "build", "explain C001", "list needs", "log C001 x", "answer C001 W1 x", "new goals", "serve"])
def test_without_records_each_command_says_so_in_one_line(tmp_path: Path, command: str) -> None:
    said = run_in(str(tmp_path), *command.split())
    assert (said.code, said.out) == (2, "")
    assert said.err == "Error: no records/ folder here or above. Make one with `crmsite init`, or point to the repository with -C.\n"


def test_a_command_misspelt_is_answered_with_the_one_that_was_meant(run: Run) -> None:
    assert "Did you mean 'build'?" in run("biuld").err
    assert "Did you mean 'explain'?" in run("explian").err


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples_one_a_line(run: Run, name: str) -> None:
    text = run(name, "--help").out
    examples = text.partition("Examples:\n")[2].splitlines()
    assert examples
    assert examples[0].startswith("    crmsite ")
    assert "\\b" not in text


def test_help_and_version_import_nothing_heavy() -> None:
    code = f"import sys\nfrom crmsite.entry import exit_code; exit_code()\nprint([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    for word in ("--help", "--version"):
        assert alone(word, code=code).stderr.strip() == "[]"


def test_an_interrupt_ends_with_130_and_no_trace() -> None:
    code = "import crmsite.runs.checkup as c\ndef stop(*_): raise KeyboardInterrupt\nc.check = stop\nfrom crmsite.entry import run; run()"
    done = alone("-C", str(ROOT), "explain", "C001", code=code)
    assert (done.returncode, done.stdout) == (130, "")
    assert "Traceback" not in done.stderr


def test_an_interrupt_while_the_program_is_being_loaded_is_no_other() -> None:
    stop = "import sys\nclass Stop:\n def find_spec(self, name, *_):\n  if name == 'click': raise KeyboardInterrupt\nsys.meta_path.insert(0, Stop())\n"
    done = alone("check", code=f"{stop}from crmsite.entry import run; run()")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_json_on_the_standard_output_is_nothing_but_json(run: Run) -> None:
    for words in (("explain", "C001", "--json"), ("list", "customers", "--json"), ("schema", "need"), ("schema", "--write", ".schemas")):
        assert json.loads(run(*words).out)


def test_a_closed_pipe_is_silence(company: Repository) -> None:
    command = f"'{sys.executable}' -m crmsite -C '{company.root}' list customers --json | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.stdout, done.stderr) == ("[\n", "")


@pytest.mark.parametrize(("lang", "words"), [("zh", "接收它的磁盘已满"), ("en", "the disk that takes it is full")])
def test_output_that_finds_no_room_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str, words: str
) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(main, "main", full)
    monkeypatch.setattr(sys, "argv", ["crmsite", "--lang", lang, "list", "customers"])
    assert exit_code() == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert words in told


# ── the language ────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_language_may_stand_after_the_command(run: Run) -> None:
    folder = str(run.repository.root)
    for words in (("--lang", "zh", "check"), ("check", "--lang", "zh"), ("check", "--lang=zh", "--strict")):
        done = CliRunner().invoke(main, ["-C", folder, *words], prog_name="crmsite")
        assert "个文件" in done.stderr, words
    done = CliRunner().invoke(main, ["-C", folder, "check", "--lang"], prog_name="crmsite")
    assert (done.exit_code, "requires an argument" in done.stderr or "后面要写值" in done.stderr) == (2, True)


@pytest.mark.parametrize(("lang", "usage", "options"), [("zh", "用法：crmsite check", "选项："), ("en", "Usage: crmsite check", "Options:")])
def test_help_has_its_headings_in_the_language_of_messages(lang: str, usage: str, options: str) -> None:
    done = subprocess.run([sys.executable, "-m", "crmsite", "check", "--help", "--lang", lang], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(usage)
    assert f"\n{options}\n" in done.stdout


def test_the_language_of_messages_may_be_written_as_the_settings_of_a_site_write_it(tmp_path: Path) -> None:
    assert run_in(str(tmp_path), "schema", "xyzzy", lang="zh-CN").err == run_in(str(tmp_path), "schema", "xyzzy", lang="zh").err
    assert run_in(str(tmp_path), "schema", "xyzzy", lang="fr").code == 2
