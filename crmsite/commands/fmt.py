"""``crmsite fmt``: records in their one form, so that changes stay small and say only what changed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from crmsite.commands.refusing import refusal, told
from crmsite.commands.workspace import Workspace
from crmsite.terminal import answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

EXAMPLES = """\b
Examples:
  crmsite fmt                                  every record
  crmsite fmt records/customers/C001           one customer's
  crmsite fmt --check                          change nothing; for CI
"""


@click.command("fmt", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; list the files that would change.")
@click.pass_obj
def command(workspace: Workspace, paths: tuple[str, ...], *, only_check: bool) -> None:
    """Put the keys of records in their order and listed values by their ids; keep every comment, quote and text.

    Prints the files that changed. Tables (CSV) and files with faults stay as they are.

    Exits 0; 1 where a file has faults, or with --check would change; 2 when it cannot run.
    """
    from crmsite.commands.writing import replace
    from crmsite.parsing.source import read, scan
    from crmsite.reading.reader import Reader
    from crmsite.reading.tidying import tidied

    records = workspace.root / "records"
    reader = Reader()
    line, advance = workspace.progress("fmt.progress")
    changed, faulty = [], []
    with told(workspace, records):
        files = [path for path in scan(records).paths if path.endswith((".yaml", ".yml"))]
        chosen = _chosen(workspace, records, files, paths)
        for number, path in enumerate(chosen, 1):
            data = read(records, path)
            done = tidied(path, data, reader)
            if not done.readable:
                faulty.append(path)
            elif done.text.encode("utf-8") != data:
                changed.append(path)
                if not only_check:
                    replace(records, path, done.text)
            advance(number, len(chosen))
    line.done()
    for path in changed:
        answer(f"records/{path}\n")
    for path in faulty:
        workspace.say("fmt.faulty", path=f"records/{path}")
    workspace.say("fmt.would" if only_check else "fmt.done", changed=len(changed), files=len(chosen))
    if faulty or (only_check and changed):
        sys.exit(1)


def _chosen(workspace: Workspace, records: Path, files: Sequence[str], paths: Iterable[str]) -> Sequence[str]:
    """Return the files that are meant by paths, or all; refuse a path that means none."""
    wanted = set()
    for path in paths:
        below = _below(records, workspace.start / path)
        found = [file for file in files if below is not None and (below in ("", file) or file.startswith(f"{below}/"))]
        if not found:
            raise refusal(workspace, "fmt.nothing", path=path)
        wanted.update(found)
    return [file for file in files if file in wanted] if wanted else files


def _below(records: Path, path: Path) -> str | None:
    """Return a path from the records folder on; the folder above means all of it; ``None`` outside."""
    there, root = path.resolve(), records.resolve()
    if there == root.parent:
        return ""
    return there.relative_to(root).as_posix().removeprefix(".") if there.is_relative_to(root) else None
