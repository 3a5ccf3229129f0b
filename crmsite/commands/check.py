"""``crmsite check``: every fault of every record, in one go."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from crmsite.commands.workspace import Workspace, as_of_option, jobs_option
from crmsite.terminal import Tally, answer, formats, remark, report, summary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crmsite.diagnostics import Diagnostic
    from crmsite.rendering.theme import ThemeError

EXAMPLES = """\b
Examples:
  crmsite check
  crmsite --lang en check --strict
  crmsite check --format github     annotations on a pull request
"""


@click.command("check", epilog=EXAMPLES)
@as_of_option
@jobs_option
@click.option("--format", "output", type=click.Choice(formats()), default="full", help="How to print the faults.")
@click.option("--strict", is_flag=True, help="Warnings count as findings too.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.pass_obj
def command(workspace: Workspace, as_of: str | None, jobs: int | None, output: str, *, strict: bool, exit_zero: bool) -> None:
    """Read every record and report every fault, with its line and what to write instead; a wrong theme too.

    Exits 0 when there is no error, 1 when there is, 2 when it cannot run.
    """
    from crmsite.diagnostics import from_plain
    from crmsite.stages.freshness import unchanged
    from crmsite.stages.options import look

    options = workspace.options(as_of=as_of, jobs=jobs)
    seen = look(options)
    theme: ThemeError | None = None
    last = unchanged(options, None, "", seen)
    if last is not None:
        faults: Sequence[Diagnostic] = [from_plain(plain) for plain in last.faults]
        files, failed, skipped = last.files, last.failed, last.skipped
        if last.theme != "default":
            from crmsite.rendering.theme import load_theme
            from crmsite.runs import checkup

            theme = checkup.wrong_templates(load_theme(last.theme, options.root))
    else:
        from crmsite.runs import checkup

        line, advance = workspace.progress("progress.check")
        loaded, done = checkup.check(options, advance, seen)
        line.done()
        theme = checkup.wrong_theme(loaded)
        faults, files, failed, skipped = done.faults, done.files, len(done.failed), done.skipped
    if theme is not None:
        faults = [*faults, _of_theme(workspace, theme)]
    show(workspace, options.records, faults, output, Tally(files, failed, skipped))
    worst = {found.severity for found in faults}
    if not exit_zero and ("error" in worst or (strict and "warning" in worst)):
        sys.exit(1)


def _of_theme(workspace: Workspace, theme: ThemeError) -> Diagnostic:
    """Return a wrong theme as a fault among the others, so that every format tells it; its file lies beside the records."""
    from crmsite.commands.refusing import of_theme
    from crmsite.diagnostics import Span, fault

    told = of_theme(workspace.lang, theme)
    for mark in ("：", ": "):
        told = told.removeprefix(theme.where + mark)
    return fault("wrong-theme", Span(f"../{theme.place}", theme.line or 1, 1), told=told)


def show(workspace: Workspace, records: Path, faults: Sequence[Diagnostic], output: str, tally: Tally | None) -> None:
    """Print faults on the standard output, with a tally their sum on the standard error."""
    from crmsite.stages.positions import placed

    found, lines = placed(records, faults)
    text = report(found, lines, form=output, lang=workspace.lang, prefix="records/", colour=workspace.colour)
    if text:
        answer(text, colour=workspace.colour)
    if tally is not None:
        remark(summary(found, tally, workspace.lang))
