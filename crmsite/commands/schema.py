"""``crmsite schema``: JSON Schemas, so that editors complete and check records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crmsite.commands.phrases import phrase
from crmsite.commands.refusing import refusal, told
from crmsite.commands.workspace import Workspace
from crmsite.terminal import answer

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = ".schemas"
"""Where a repository keeps its schemas: committed, so that everybody's editor finds them."""

EXAMPLES = """\b
Examples:
  crmsite schema customer                  one kind, to the standard output
  crmsite schema --write .schemas          every kind, one file each
  crmsite schema --write .schemas > .vscode/settings.json

\b
An editor without settings finds a schema by the first line of a record:
  # yaml-language-server: $schema=../../../.schemas/customer.schema.json
"""


@click.command("schema", epilog=EXAMPLES)
@click.argument("kind", required=False)
@click.option(
    "--write", "folder", metavar="DIR", default=None, help="Write every schema into DIR; print the editor settings that use them."
)
@click.pass_obj
def command(workspace: Workspace, kind: str | None, folder: str | None) -> None:
    """Print the JSON Schema of one KIND of record, or write them all.

    The schemas say what check says: keys, listed values with their labels, ranges, forms of dates.

    Exits 0; 2 where the kind is not known or the folder cannot be written.
    """
    from crmsite import schemas
    from crmsite.catalogue import KIND
    from crmsite.commands.jsonable import dumped

    known = [one.id for one in (*schemas.kinds(), *schemas.tables())]
    if kind is not None and kind not in known:
        kind = _kind(workspace, kind)
    if folder is not None:
        with told(workspace):
            written = write_all(workspace.start / folder)
        answer(dumped(settings(_from_root(workspace, folder))))
        workspace.say("schema.written", n=written, folder=folder)
    elif kind is not None:
        answer(dumped(schemas.schema_of_rows(kind) if KIND[kind].shape == "table" else schemas.schema_of(kind)))
    else:
        raise refusal(workspace, "schema.what", known=", ".join(known))


def _kind(workspace: Workspace, text: str) -> str:
    """Return the kind that a folder's name or a label means; refuse what means none."""
    from crmsite import schemas
    from crmsite.grammar.guess import nearest

    every = (*schemas.kinds(), *schemas.tables())
    names = {word: one.id for one in every for word in (one.id, one.zh, one.en, *one.names)}
    if text not in names:
        guess, known = nearest(text, names), ", ".join(one.id for one in every)
        hint = phrase(workspace.lang, "explain.did_you_mean", guess=guess) if guess else ""
        raise refusal(workspace, "schema.unknown_kind", name=text, hint=hint, known=known)
    return names[text]


def write_all(folder: Path) -> int:
    """Write the schema of every kind; files that are the same stay as they are. Returns how many kinds there are."""
    from crmsite import schemas
    from crmsite.commands.jsonable import dumped
    from crmsite.commands.writing import replace

    kinds = schemas.kinds()
    for kind in kinds:
        name = f"{kind.id}.schema.json"
        text = dumped(schemas.schema_of(kind.id)) + "\n"
        there = folder / name
        if not there.is_file() or there.read_text("utf-8") != text:
            replace(folder, name, text)
    return len(kinds)


def settings(folder: str) -> Mapping[str, Mapping[str, list[str]]]:
    """Return the editor settings that tell which files each schema is for."""
    from crmsite import schemas

    return {"yaml.schemas": {f"{folder}/{kind}.schema.json": paths for kind, paths in schemas.globs().items()}}


def _from_root(workspace: Workspace, folder: str) -> str:
    """Return the folder as editors name it: from the repository where it lies in one, else as it was given."""
    there = (workspace.start / folder).resolve()
    start = workspace.start.resolve()
    root = next((above for above in (start, *start.parents) if (above / "records").is_dir()), start)
    return there.relative_to(root).as_posix() if there.is_relative_to(root) else folder
