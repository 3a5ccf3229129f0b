"""``crmsite serve``: show the site while it is edited, and the faults while it is broken."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import shutil
import sys
import time
from typing import TYPE_CHECKING, NoReturn

import click

from crmsite.commands.refusing import RefusedError, of_theme, refusal, told
from crmsite.commands.workspace import Workspace, as_of_option, jobs_option

if TYPE_CHECKING:
    from pathlib import Path

    from crmsite.runs.report import Report
    from crmsite.runs.serving import Live, Told
    from crmsite.stages.options import Options

EXAMPLES = """\b
Examples:
  crmsite serve
  crmsite serve --open
  crmsite serve -a 127.0.0.1:9000
  crmsite serve --poll              on a network drive

\b
It builds into .crmsite/serve, not into site/, and never changes a file of the site for the sake of reloading.
Ctrl-C ends it within a second, with exit code 130 as everywhere.
"""
_ADDRESS = re.compile(r"(?:(?P<host>\[[0-9a-fA-F:]+\]|[^\[\]:]*):)?(?P<port>\d{1,5})")


@click.command("serve", epilog=EXAMPLES)
@click.option(
    "-a",
    "--address",
    metavar="HOST:PORT",
    default="127.0.0.1:8000",
    show_default=True,
    help="Where to listen; port 0 is any free one.",
)
@click.option("-o", "--open", "opens", is_flag=True, help="Open a browser.")
@click.option("--poll", is_flag=True, help="Look at the files again and again, where the system does not tell of changes.")
@as_of_option
@jobs_option
@click.pass_obj
def command(workspace: Workspace, *, address: str, opens: bool, poll: bool, as_of: str | None, jobs: int | None) -> None:
    """Show the site while you edit: pages reload by themselves when a record or a theme is saved.

    While records are broken it keeps the last good pages, lists the faults in the terminal and in the browser, and
    recovers by itself.

    Ends by Ctrl-C with exit code 130; 2 where it cannot listen.
    """
    from crmsite.runs import serving

    gc.enable()
    where = _address(workspace, address)
    options = workspace.options(as_of=as_of, jobs=jobs)
    folder = options.root / ".crmsite" / "serve"
    site = folder / "site"
    _borrow_memo(options, folder / "memo")
    options = options._replace(memo=folder / "memo")
    live = serving.Live()
    _rebuild(workspace, options, site, live, first=True)
    try:
        server = serving.started(where, live, site, workspace.lang)
    except OSError as error:
        raise refusal(workspace, "serve.address", address=address, problem=error.strerror or str(error)) from None
    host, port = str(server.server_address[0]), int(server.server_address[1])
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    workspace.say("serve.at", url=url)
    if opens:
        import webbrowser

        webbrowser.open(url)
    try:
        _watch(workspace, options._replace(jobs=1), site, live, poll=poll)
    except KeyboardInterrupt:
        _leave()


def _leave() -> NoReturn:
    """End at once. A build that was under way has cleaned up by now; taking apart all that is loaded would take a second."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(130)


def _address(workspace: Workspace, text: str) -> tuple[str, int]:
    match = _ADDRESS.fullmatch(text)
    if match is None or int(match["port"]) > 65535:
        raise refusal(workspace, "serve.bad_address", text=text)
    return (match["host"] or "127.0.0.1").strip("[]"), int(match["port"])


def _borrow_memo(options: Options, memo: Path) -> None:
    """Begin with what the last build or check worked out; from then on this memo is the server's own."""
    if not memo.exists() and options.memo.is_dir():
        with contextlib.suppress(OSError):
            shutil.copytree(options.memo, memo, ignore=shutil.ignore_patterns("lock", "*.tmp"))


def _watch(workspace: Workspace, options: Options, site: Path, live: Live, *, poll: bool) -> None:
    """Build again whenever records or themes change. Workers stay out of it: a process with threads is not to be forked.

    What was edited during the first build, before anybody watched, is looked for once as soon as the watch stands. Where the
    records go away, as between two branches, that is told, and the folder that comes in their place is watched instead.
    """
    while True:
        folder = _identity(options.records)
        if folder is None:
            _rebuild(workspace, options, site, live, first=False)
            while _identity(options.records) is None:
                time.sleep(0.2)
            continue
        with contextlib.suppress(FileNotFoundError):  # gone between the look and the watch
            _watch_folder(workspace, options, site, live, folder, poll=poll)


def _watch_folder(workspace: Workspace, options: Options, site: Path, live: Live, folder: object, *, poll: bool) -> None:
    """Build again whenever something changes, for as long as the records are in this very ``folder``."""
    from watchfiles import watch

    themes = options.root / "themes"
    folders = [options.records, *([themes] if themes.is_dir() else [])]
    watched = False
    for changes in watch(*folders, debounce=300, step=50, force_polling=poll or None, rust_timeout=200, yield_on_timeout=True):
        if _identity(options.records) != folder:
            return
        if changes or not watched:
            _rebuild(workspace, options, site, live, first=False, quiet=not changes)
            watched = True


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another of the same name; ``None`` where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _rebuild(workspace: Workspace, options: Options, site: Path, live: Live, *, first: bool, quiet: bool = False) -> None:
    """Build; show the new pages, or the old ones with what is wrong. With nothing to show yet, what can be built is built.

    ``quiet``: nobody saved anything, as far as is known; where nothing has changed indeed, nothing is said.
    """
    from crmsite.machine.workers import uncollected
    from crmsite.runs import build

    begun = time.monotonic()
    line, advance = workspace.progress("progress.build")
    try:
        with uncollected():
            despite = first and not (site / "index.html").exists()
            report = build.build(options, site, lambda _: None, advance, despite_faults=despite)
    except Exception as error:  # noqa: BLE001 - a broken theme must not end the server
        live.broken((_failure(workspace, error),))
        workspace.say("serve.failed", problem=live.state.faults[0].message)
        return
    finally:
        line.done()
    if quiet and not report.written and not report.removed and report.broken == bool(live.state.faults):
        return
    errors = _errors(workspace, options, report)
    if (report.published and (first or report.written or report.removed)) or (not errors and live.state.faults):
        live.built()
    if errors:
        live.broken(errors)
    _tell(workspace, report, errors, time.monotonic() - begun)


def _errors(workspace: Workspace, options: Options, report: Report) -> tuple[Told, ...]:
    """Return the errors as a browser shows them, and print them as ``check`` does."""
    from crmsite.formats.wording import said
    from crmsite.runs.serving import Told
    from crmsite.stages.positions import placed
    from crmsite.terminal import remark
    from crmsite.terminal import report as printed

    found, lines = placed(options.records, [fault for fault in report.faults if fault.severity == "error"])
    if found:
        remark(printed(found, lines, form="full", lang=workspace.lang, prefix="records/", colour=workspace.colour))
    told = []
    for fault in found:
        words = said(fault, workspace.lang)
        rows = lines(fault.span.path)
        excerpt = rows[fault.span.line - 1] if 0 < fault.span.line <= len(rows) else ""
        told.append(Told(f"records/{fault.span.path}:{fault.span.line}", words.message, words.help, excerpt))
    return tuple(told)


def _failure(workspace: Workspace, error: Exception) -> Told:
    from crmsite.rendering.theme import ThemeError
    from crmsite.runs.serving import Told

    if isinstance(error, ThemeError):
        return Told(error.where, of_theme(workspace.lang, error), "", "")
    if isinstance(error, OSError):
        try:
            with told(workspace):
                raise error
        except RefusedError as refused:
            return Told(str(error.filename or ""), refused.message, "", "")
    place = getattr(error, "filename", None) or ""
    line = getattr(error, "lineno", None)
    return Told(f"{place}:{line}" if line else str(place), f"{type(error).__name__}: {error}", "", "")


def _tell(workspace: Workspace, report: Report, errors: tuple[Told, ...], seconds: float) -> None:
    clock = time.strftime("%H:%M:%S")
    if errors:
        workspace.say("serve.broken", clock=clock, n=len(errors))
    else:
        workspace.say(
            "serve.built", clock=clock, written=len(report.written), removed=len(report.removed), seconds=f"{seconds:.1f}"
        )
