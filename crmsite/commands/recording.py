"""Writing records down: looked at as ``check`` would look at them, then put in their place, all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.commands.followups import Change, FollowUpDraft, UnclearError, closed, folder_of, free_path, ids_of, records_text
from crmsite.commands.refusing import RefusedError, refusal, told
from crmsite.commands.writing import OutsideError, replace, write_new
from crmsite.reading.reader import read_file
from crmsite.terminal import answer, remark, report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crmsite.commands.workspace import Workspace
    from crmsite.diagnostics import Diagnostic
    from crmsite.dossier.book import Dossier
    from crmsite.figures.facts import NextStep
    from crmsite.runs.lookup import Opened


def follow_up(
    workspace: Workspace, opened: Opened, dossier: Dossier, draft: FollowUpDraft, closing: Sequence[NextStep] = ()
) -> None:
    """Write a follow-up in a file of its own, close the next steps that it deals with, and say where."""
    loaded = opened.loaded
    records = loaded.options.records
    folder = folder_of(loaded, draft.customer)
    ids = ids_of(loaded)
    path = free_path(folder, draft, lambda path, name: name in ids or (records / path).exists())
    changed: dict[str, str] = {}
    original = records_text(records)
    for step in closing:
        change = closed(dossier, step, draft.day, lambda name: changed[name] if name in changed else original(name))
        changed[change.path] = change.text
    put(workspace, records, Change(path, draft.text()), [Change(name, text) for name, text in changed.items()])
    if draft.day > loaded.as_of:
        workspace.say("log.later", day=draft.day, as_of=loaded.as_of)


def put(workspace: Workspace, records: Path, new: Change, changes: Sequence[Change] = ()) -> None:
    """Write one new record and change others, after a look at all of them; print the paths of what was written.

    Raises a refusal, with nothing written, where ``check`` would find an error in any of them, or where the file is there.
    """
    for change in (new, *changes):
        refuse_faults(workspace, change)
    with told(workspace):
        try:
            write_new(records, new.path, new.text)
            for change in changes:
                replace(records, change.path, change.text)
        except FileExistsError:
            raise refusal(workspace, "new.exists", path=f"records/{new.path}") from None
        except OutsideError:
            raise refusal(workspace, "new.outside", path=f"records/{new.path}") from None
    for change in (new, *changes):
        answer(f"records/{change.path}\n")


def refuse_faults(workspace: Workspace, change: Change) -> None:
    """Refuse a record in which ``check`` would find an error, and show the error as it would."""
    found = [fault for fault in read_file(change.path, change.text.encode("utf-8")).faults if fault.severity == "error"]
    if found:
        show(workspace, found, change.text)
        raise refusal(workspace, "new.faulty", path=f"records/{change.path}")


def show(workspace: Workspace, found: Sequence[Diagnostic], text: str) -> None:
    """Print faults of a text that is in no file, to the standard error."""
    remark(report(found, lambda _: text.split("\n"), form="full", lang=workspace.lang, prefix="records/"))


def unclear(workspace: Workspace, problem: UnclearError) -> RefusedError:
    """Return the refusal for something named that is not there."""
    return refusal(workspace, f"log.{problem.key}", **problem.words)
