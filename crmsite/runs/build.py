"""The pipeline, top to bottom: read, work out, paint, publish. What it did is its value."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from crmsite.machine.memo import DamagedError
from crmsite.machine.output import Lock, Stage, load_previous, site_lock
from crmsite.runs.desk import Desk, search_files
from crmsite.runs.dress import Dress
from crmsite.runs.families import paint_families
from crmsite.runs.painting import profile_path
from crmsite.runs.report import Reason, Report, dated, quiet, remember, remember_files, report_of
from crmsite.stages import pipeline
from crmsite.stages.freshness import last_published, remember_published, run_key
from crmsite.stages.options import look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crmsite.runs.painting import Painted
    from crmsite.stages.listing import Look
    from crmsite.stages.options import Options
    from crmsite.stages.pipeline import Loaded


def build(
    options: Options,
    site: Path,
    wait: Callable[[int | None], None],
    advance: Callable[[int, int], None] = quiet,
    *,
    commit: str = "",
    despite_faults: bool = False,
    seen: Look | None = None,
) -> Report:
    """Build the site and publish it in one exchange. With errors in the records the old site stays, unless told otherwise.

    ``seen`` is a look at the records that this run has taken already; where it had to wait since, it takes another. A memo that
    turns out to be damaged costs a second run.
    """
    run = partial(_build, options, site, wait, advance, commit=commit, despite_faults=despite_faults)
    try:
        return run(seen)
    except DamagedError:
        return run(None)


def _build(
    options: Options,
    site: Path,
    wait: Callable[[int | None], None],
    advance: Callable[[int, int], None],
    seen: Look | None,
    *,
    commit: str,
    despite_faults: bool,
) -> Report:
    waited: list[int | None] = []

    def waiting(holder: int | None) -> None:
        waited.append(holder)
        wait(holder)

    with Lock(options.memo / "lock").acquire(waiting), site_lock(site).acquire(waiting):
        started = time.process_time()
        if seen is None or waited:
            seen = look(options)
        last = last_published(seen.memo)
        previous = load_previous(site, last.known(site), (options.root, options.records), (options.records,))
        with Stage(site, previous) as stage:
            dress = Dress(options, previous, last, stage.folder)
            loaded, painted = pipeline.load(options, dress.painter, advance, seen)
            report = report_of(loaded)
            worked = time.process_time()
            if report.broken and not despite_faults:
                remember_files(loaded)
                return report
            reasons = _adopt_profiles(stage, loaded, dress, painted)
            reasons.extend(_paint_pages(stage, loaded, dress, report, commit))
            drawn = time.process_time()
            done = stage.finish()
            remember_published(
                loaded.memo, site, done.stats, dress.context, {name: shard.digest for name, shard in loaded.kept.items()}
            )
        seconds = {
            "work": worked - started,
            "pages": drawn - worked,
            "clone": done.clone_seconds,
            "publish": time.process_time() - drawn - done.clone_seconds,
            "exchange": done.exchanged_seconds,
        }
        report = report._replace(
            published=True,
            rendered=tuple(reasons),
            written=tuple(done.written),
            kept=done.kept,
            removed=tuple(done.removed),
            seconds=seconds,
        )
        remember(loaded, "build", dress.theme.name, run_key(options, dress.theme.digest, commit, dated=dated(loaded)), report)
        return report


def _adopt_profiles(stage: Stage, loaded: Loaded, dress: Dress, painted: list[tuple[str, str, list[Painted]]]) -> list[Reason]:
    """Take over what the workers wrote; keep the profile pages that nobody had to paint."""
    fresh: dict[str, Painted] = {}
    reasons: dict[str, Reason] = {}
    for _, why, pages in painted:
        for page in pages:
            fresh[page.path] = page
            reasons[page.path] = Reason(page.path, why)
    for head in loaded.heads.values():
        if head.summary is None:
            continue
        for renderer in dress.renderers:
            path = renderer.output_path(profile_path(head.id))
            painted_here = fresh.get(path)
            if painted_here is not None and painted_here.stat is not None:
                stage.adopt(path, painted_here.stat)
            else:
                stage.link(path)
    return [reasons[path] for path in sorted(reasons)]


def _paint_pages(stage: Stage, loaded: Loaded, dress: Dress, report: Report, commit: str) -> list[Reason]:
    """Paint the pages about more than one customer whose view changed, and write the assets."""
    desk = Desk.of(loaded, dress, report.faults, commit)
    reasons = paint_families(stage, loaded, dress, desk)
    for path, found in search_files(desk, loaded, dress):
        _ = stage.link(path) if found is None else stage.write(path, found)
    for name, data in sorted(dress.assets(desk.state()).items()):
        stage.write(f"assets/{name}", data)
    return reasons
