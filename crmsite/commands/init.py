"""``crmsite init``: turn a folder into a working repository with one example customer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import click

from crmsite.commands.refusing import refusal, told
from crmsite.commands.workspace import Workspace
from crmsite.terminal import answer

EXAMPLES = """\b
Examples:
  crmsite init my-customers               a new folder
  crmsite --lang en init . --ci gitlab    this folder, in English, for GitLab
  crmsite init --no-example               without the example customer
"""


@click.command("init", epilog=EXAMPLES)
@click.argument("folder", metavar="[DIR]", default=".")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "both", "none"]),
    default="both",
    show_default=True,
    help="For which forge to write CI files.",
)
@click.option("--no-example", is_flag=True, help="Without the example customer.")
@click.pass_obj
def command(workspace: Workspace, folder: str, ci: Literal["github", "gitlab", "both", "none"], *, no_example: bool) -> None:
    """Turn DIR into a working repository: settings, rules, one example customer, editor and CI files.

    What is there already is never written over: it is listed and kept. A folder that has customers gets no example.
    The language of messages (--lang) is the first language of the records.

    Exits 0; 2 where the folder cannot be written.
    """
    from crmsite.commands.founding import Foundation, files
    from crmsite.commands.writing import OutsideError, write_new

    target = workspace.start / folder
    if target.exists() and not target.is_dir():
        raise refusal(workspace, "init.not_a_folder", path=folder)
    forges = {"both": ("github", "gitlab"), "none": ()}.get(ci, (ci,))
    example = not no_example and not _has_records(target)
    kept, written = [], 0
    with told(workspace, folder):
        target.mkdir(parents=True, exist_ok=True)
        for path, text in files(Foundation(workspace.lang, date.today(), forges, example)):  # noqa: DTZ011 - the person's day
            try:
                write_new(target, path, text)
            except (FileExistsError, OutsideError):
                kept.append(path)
                continue
            written += 1
            answer(f"{path}\n")
    for path in kept:
        workspace.say("init.kept", path=path)
    workspace.say("init.done", n=written, kept=len(kept), folder=folder)
    workspace.say("init.next" if example else "init.next_own", step="" if Path(folder) == Path() else f"cd {folder}; ")


def _has_records(target: Path) -> bool:
    """Tell whether somebody keeps customers there already."""
    customers = target / "records" / "customers"
    return customers.is_dir() and any(customers.iterdir())
