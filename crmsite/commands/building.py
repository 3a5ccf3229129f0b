"""One build as a person sees it: progress, faults, what was done and why; and the proof that it equals a clean one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from crmsite.commands.check import show
from crmsite.commands.phrases import PHRASES, phrase
from crmsite.commands.refusing import RefusedError, of_theme, told
from crmsite.machine.generations import PublishRefused
from crmsite.rendering.theme import ThemeError
from crmsite.runs import build
from crmsite.stages.pipeline import UnknownAudience
from crmsite.terminal import Tally, answer, remark, summary

if TYPE_CHECKING:
    from crmsite.commands.workspace import Workspace
    from crmsite.runs.report import Report
    from crmsite.stages.listing import Look
    from crmsite.stages.options import Options


WARNINGS_SHOWN = 20
"""How many warnings a build prints in full: it is asked for a site. ``check`` prints them all."""


def build_once(
    workspace: Workspace, options: Options, site: Path, commit: str, seen: Look | None = None, *, why: bool, keep_going: bool
) -> bool:
    """Build, and tell. Returns whether the site was published."""
    report = attempted(workspace, options, site, commit, seen, keep_going=keep_going)
    told = [found for found in report.faults if found.severity != "note"]
    errors, warnings = ([found for found in told if (found.severity == "error") is severe] for severe in (True, False))
    show(workspace, options.records, [*errors, *warnings[:WARNINGS_SHOWN]], "full", None)
    if len(warnings) > WARNINGS_SHOWN:
        workspace.say("build.more_warnings", count=len(warnings) - WARNINGS_SHOWN)
    notes = len(report.faults) - len(told)
    if notes:
        workspace.say("build.notes", count=notes)
    remark(summary(report.faults, Tally(report.files, len(report.failed), report.skipped), workspace.lang))
    if not report.published:
        workspace.say("build.refused_errors", site=_shown(site))
        return False
    if why:
        for reason in report.rendered:
            known = f"build.why.{reason.why}"
            answer(f"{reason.path}: {phrase(workspace.lang, known) if known in PHRASES else reason.why}")
    workspace.say(
        "build.done",
        site=_shown(site),
        customers=report.customers,
        as_of=report.as_of,
        parsed=len(report.parsed),
        rendered=len(report.rendered),
        written=len(report.written),
        kept=report.kept,
        removed=len(report.removed),
    )
    workspace.say("build.timing", **{name: f"{seconds:.2f}" for name, seconds in report.seconds.items()})
    workspace.say("build.open", path=_shown(site / "index.html"))
    return True


def attempted(
    workspace: Workspace, options: Options, site: Path, commit: str, seen: Look | None = None, *, keep_going: bool
) -> Report:
    """Build; what the surroundings refuse becomes one clear line and exit code 2."""
    line, advance = workspace.progress("progress.build")
    try:
        with told(workspace, _shown(site)):
            return build.build(
                options,
                site,
                lambda pid: workspace.say("build.waiting", pid=pid or "?"),
                advance,
                commit=commit,
                despite_faults=keep_going,
                seen=seen,
            )
    except PublishRefused as refusal:
        raise RefusedError(
            phrase(workspace.lang, _refusal(refusal), site=_shown(site), reason=refusal.reason, details=", ".join(refusal.details))
        ) from None
    except ThemeError as error:
        raise RefusedError(of_theme(workspace.lang, error)) from None
    except UnknownAudience as unknown:
        raise RefusedError(
            phrase(workspace.lang, "audience.unknown", name=unknown.name, known=", ".join(unknown.known) or "–")
        ) from None
    finally:
        line.done()


def _refusal(refusal: PublishRefused) -> str:
    key = f"publish.{refusal.reason}"
    return key if key in PHRASES else "publish.refused"


def verified(workspace: Workspace, options: Options, site: Path, commit: str, *, keep_going: bool) -> bool:
    """Build again from nothing, beside the site, and compare every byte."""
    with tempfile.TemporaryDirectory(prefix="crmsite-verify-") as folder:
        clean = Path(folder) / "site"
        fresh = options._replace(memo=Path(folder) / "memo")
        attempted(workspace, fresh, clean, commit, keep_going=keep_going)
        ours, theirs = _files(site), _files(clean)
        different = sorted(path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path))
    for path in different[:20]:
        workspace.say("build.differs", path=path)
    if not different:
        workspace.say("build.verified", pages=len(ours))
    return not different


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _shown(path: Path) -> str:
    shown = os.path.relpath(path)
    return str(path) if shown.startswith("..") else shown
