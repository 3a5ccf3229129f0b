"""``crmsite doctor``: look at the surroundings: what is installed, what will hinder."""

from __future__ import annotations

import os
import sys
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from crmsite import __version__
from crmsite.commands.phrases import phrase
from crmsite.commands.workspace import NoRepositoryError, Workspace
from crmsite.terminal import answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

EXAMPLES = """\b
Examples:
  crmsite doctor
  crmsite -C ../customers doctor
"""
_NEEDED = (
    "altair", "click", "jinja2", "markdown", "nh3", "numpy", "pandas", "pydantic", "pyyaml", "vl-convert-python", "watchfiles",
)  # fmt: skip
_OLDEST = (3, 11)
_MEMO_LARGE = 2_000_000_000

Health = Literal["ok", "note", "problem"]


class Finding(NamedTuple):
    """One thing that was looked at: how it stands, and the phrase that says so."""

    health: Health
    key: str
    args: Mapping[str, object] = MappingProxyType({})


@click.command("doctor", epilog=EXAMPLES)
@click.pass_obj
def command(workspace: Workspace) -> None:
    """Look at the surroundings, line by line: ok, worth knowing, or a problem, with what to do.

    Nothing is changed. Records are counted, not read: `crmsite check` does that.

    Exits 0 where nothing hinders; 1 where there is a problem.
    """
    findings = [*_program(), *_git(workspace), *_repository(workspace)]
    marks = {"ok": "ok", "note": "··", "problem": "!!"}
    for finding in findings:
        answer(f"{marks[finding.health]}  {phrase(workspace.lang, f'doctor.{finding.key}', **finding.args)}\n")
    if any(finding.health == "problem" for finding in findings):
        sys.exit(1)


def _program() -> Iterator[Finding]:
    """Look at Python and the libraries."""
    running = ".".join(str(part) for part in sys.version_info[:3])
    fit = sys.version_info[:2] >= _OLDEST
    yield Finding("ok" if fit else "problem", "python" if fit else "python_old", {"crmsite": __version__, "python": running})
    there, missing = [], []
    for name in _NEEDED:
        try:
            there.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Finding("problem", "libraries_missing", {"names": ", ".join(missing)})
    else:
        yield Finding("ok", "libraries", {"names": ", ".join(there)})


def _git(workspace: Workspace) -> Iterator[Finding]:
    """Look at git: is it there, is this a repository, is its history whole."""
    from crmsite.stages.history import head_commit, is_shallow

    commit = head_commit(workspace.start)
    if not commit:
        yield Finding("note", "no_commit")
    elif is_shallow(workspace.start):
        yield Finding("note", "shallow", {"commit": commit})
    else:
        yield Finding("ok", "git", {"commit": commit})


def _repository(workspace: Workspace) -> Iterator[Finding]:
    """Look at the records and at the folder where results are kept between runs."""
    try:
        root = workspace.root
    except NoRepositoryError:
        yield Finding("problem", "no_records")
        return
    yield Finding("ok", "records_at", {"path": root / "records"})
    yield from _records(root)
    yield _memo(root / ".crmsite")


def _records(root: Path) -> Iterator[Finding]:
    from crmsite.parsing.source import read, scan
    from crmsite.reading.placing import Place, place
    from crmsite.reading.reader import read_file, typed

    found = scan(root / "records")
    placed = [place(path) for path in found.paths]
    customers = {one.customer for one in placed if isinstance(one, Place) and one.customer}
    strange = len(found.strays) + sum(not isinstance(one, Place) for one in placed)
    yield Finding(
        "ok" if found.paths else "problem",
        "records" if found.paths else "empty",
        {"files": len(found.paths), "customers": len(customers)},
    )
    if strange:
        yield Finding("note", "strange", {"n": strange})
    if "site.yaml" not in found.paths:
        yield Finding("problem", "no_site")
        return
    file = read_file("site.yaml", read(root / "records", "site.yaml"))
    if file.failed or not file.entries:
        yield Finding("problem", "bad_site")
        return
    yield from _site(typed(file.entries[0], set()))


def _site(site: object) -> Iterator[Finding]:
    from crmsite.kinds.site import Site

    if not isinstance(site, Site):
        return
    yield Finding("ok", "languages", {"names": ", ".join(site.languages)})
    if site.as_of is not None:
        yield Finding("note", "as_of", {"day": site.as_of})


def _memo(folder: Path) -> Finding:
    """Look at the folder of kept results: may it be written, how much does it hold."""
    writable = os.access(folder if folder.exists() else folder.parent, os.W_OK)
    if not writable:
        return Finding("problem", "memo_locked", {"path": folder})
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    key = "memo_large" if size > _MEMO_LARGE else "memo"
    return Finding("note" if key == "memo_large" else "ok", key, {"path": folder, "size": f"{size / 1e6:,.0f}"})
