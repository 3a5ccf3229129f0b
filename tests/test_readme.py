"""The README is true: its commands run, in both languages, and what it promises is on the pages afterwards."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from documented import ROOT, fences, prose, rows

from crmsite.cli import COMMANDS

pytestmark = pytest.mark.xdist_group("readme")


class Edition(NamedTuple):
    """One language's README, and what its first customer is called, needs and is promised."""

    file: str
    lang: str
    customer: str
    need: str
    action: str
    followup: str


EDITIONS = (
    Edition(
        "README.md", "en", "Starfish Express", "Drivers sign deliveries offline", "Try offline signing with two drivers",
        "Called: they agree to a trial",
    ),
    Edition("README.zh-CN.md", "zh", "海星快运有限公司", "司机离线签收", "选两位司机试用离线签收", "电话回访，同意试用"),
)
both = pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.lang)
INSTALLERS = {"pipx install .", "uv tool install .", "python3 -m pip install ."}
"""Ways to install that need a network: what they install is held by the tests of the wheel."""


def text(edition: Edition) -> str:
    return (ROOT / edition.file).read_text("utf-8")


def commands(edition: Edition) -> list[str]:
    """The commands of the walk through a first customer, in order."""
    return [line[2:] for language, block in fences(text(edition)) if language == "console" for line in block.splitlines() if line.startswith("$ ")]


class Walk(NamedTuple):
    """A finished walk: the repository, and what each command said."""

    root: Path
    said: dict[str, str]


@pytest.fixture(scope="module", params=EDITIONS, ids=lambda edition: edition.lang)
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, Walk]:
    """Do what the README says, in an empty folder, in order: run its commands, write its files."""
    edition: Edition = request.param
    folder = tmp_path_factory.mktemp("readme")
    tools = folder / "bin"
    tools.mkdir()
    shim = tools / "crmsite"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crmsite "$@"\n', "utf-8")
    shim.chmod(0o755)
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "Li"), ("EMAIL", "li@example.com"))}
    env = {
        "PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(folder), "LANG": "C.UTF-8",
        "CRMSITE_LANG": edition.lang, "GIT_CONFIG_GLOBAL": os.devnull, **who,
    }
    here, said = folder, {}
    for language, block in fences(text(edition)):
        if language == "yaml":
            head, _, _ = block.partition("\n")
            target = here / head.removeprefix("# ")
            assert target.is_file(), f"{target} was to be there before it is written over"
            target.write_text(block, "utf-8")
        if language != "console":
            continue
        for line in block.splitlines():
            assert line.startswith("$ "), f"an output that nobody holds: {line}"
            command = line[2:]
            if command.startswith("cd "):
                here = here / command[3:]
                continue
            done = subprocess.run(["bash", "-c", command], cwd=here, env=env, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
            said[command] = done.stdout
    return edition, Walk(here, said)


def test_the_first_customer_is_on_its_page_with_its_need_and_its_plan(walk: tuple[Edition, Walk]) -> None:
    edition, done = walk
    page = done.root / "site" / "c" / "C002.html"
    shown = re.sub(r"<[^>]+>", "", page.read_text("utf-8"))
    assert edition.customer in shown
    assert edition.need in shown
    assert edition.action in shown


def test_the_need_stands_in_the_matrix_and_the_action_is_on_its_owners_page(walk: tuple[Edition, Walk]) -> None:
    edition, done = walk
    assert edition.need in (done.root / "site" / "needs.html").read_text("utf-8")
    assert edition.action in (done.root / "site" / "execution.html").read_text("utf-8")
    owners = [path.read_text("utf-8") for path in (done.root / "site").rglob("*E-li.html")]
    assert owners
    assert all(edition.action in page for page in owners)


def test_the_readme_lists_the_pages_by_the_names_and_in_the_order_of_the_site(walk: tuple[Edition, Walk]) -> None:
    edition, done = walk
    table = text(edition).split("|---|---|\n", 1)[1].split("\n\n", 1)[0]
    listed = [re.split("[,，]", line.strip("| ").split(" | ")[0])[0] for line in table.splitlines()]
    rail = (done.root / "site" / "index.html").read_text("utf-8").split("<nav", 1)[1].split("</nav>", 1)[0]
    linked = dict(re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)', rail))
    assert listed == [name for page, name in linked.items() if page != "about.html"]
    (other,) = (folder for folder in (done.root / "site").iterdir() if folder.name in ("en", "zh"))
    assert [page for page in linked if not (done.root / "site" / page).is_file() or not (other / page).is_file()] == []


def test_the_contact_that_was_logged_is_a_file_and_the_answers_say_what_is_there(walk: tuple[Edition, Walk]) -> None:
    edition, done = walk
    (file,) = (done.root / "records" / "customers" / "C002" / "followups").rglob("*.yaml")
    assert edition.followup in file.read_text("utf-8")
    (explained,) = (said for command, said in done.said.items() if command.startswith("crmsite explain"))
    assert edition.customer in explained
    (listed,) = (said for command, said in done.said.items() if command.startswith("crmsite list actions"))
    assert edition.action in listed


def test_what_is_committed_is_what_a_team_writes(walk: tuple[Edition, Walk]) -> None:
    _, done = walk
    git = shutil.which("git")
    assert git
    files = subprocess.run([git, "ls-files"], cwd=done.root, capture_output=True, text=True, check=True).stdout.split("\n")
    assert "records/customers/C002/customer.yaml" in files
    assert [path for path in files if path.startswith(("site/", ".crmsite/"))] == []


@both
def test_the_walk_takes_few_steps(edition: Edition) -> None:
    assert len(commands(edition)) <= 14


@both
def test_make_has_the_targets_and_the_installers_are_known(edition: Edition) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    lines = [line for language, block in fences(text(edition)) if language == "sh" for line in block.splitlines()]
    assert {line.removeprefix("make ") for line in lines if line.startswith("make ")} == {"site", "test"} <= targets
    assert {line for line in lines if not line.startswith("make ")} == INSTALLERS


def test_both_editions_say_the_same_in_the_same_order() -> None:
    english, chinese = EDITIONS
    outline = [[len(heads) for heads in re.findall(r"^(#+) ", text(edition), flags=re.MULTILINE)] for edition in EDITIONS]
    assert outline[0] == outline[1]
    spoken = [[re.sub(r"'[^']*'|--lang \w+", "", command) for command in commands(edition)] for edition in EDITIONS]
    assert spoken[0] == spoken[1]
    links = [re.findall(r"\]\(([^)]+)\)", prose(text(edition))) for edition in EDITIONS]
    assert [links[0][0], links[1][0]] == [chinese.file, english.file]
    assert [link for link in links[0][1:] if not link.endswith(".png")] == [link for link in links[1][1:] if not link.endswith(".png")]
    assert len(list(rows(text(english)))) == len(list(rows(text(chinese))))


@both
def test_every_command_named_in_it_is_there(edition: Edition) -> None:
    named = set(re.findall(r"crmsite (?:--lang \w+ )?([a-z]+)", text(edition).split("\n## ")[3]))
    assert named
    assert named <= set(COMMANDS)


@both
def test_it_says_how_many_customers_the_demo_has(edition: Edition) -> None:
    number = len([path for path in (ROOT / "records" / "customers").iterdir() if path.is_dir()])
    assert re.search(rf"\b{number} (?:customers|家客户)", text(edition).replace("里的", "里的 "))


@both
def test_the_picture_is_there_as_wide_as_a_desk_and_small(edition: Edition) -> None:
    (picture,) = re.findall(r"!\[[^\]]{20,}\]\((.+?)\)", text(edition))
    data = (ROOT / picture).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert width == 1440
    assert height >= 800
    assert len(data) < 250_000
