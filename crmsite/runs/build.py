"""The pipeline, top to bottom: read, work out, paint, publish. What it did is its value."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from crmsite.catalogue import PAGES
from crmsite.machine.memo import digest_of
from crmsite.machine.output import Lock, Stage, load_previous, site_lock
from crmsite.portfolio.deferred import Deferred
from crmsite.rendering.row_scripts import row_script
from crmsite.runs.desk import Desk, family_keys, search_files, site_pages
from crmsite.runs.dress import Dress
from crmsite.runs.painting import profile_path
from crmsite.runs.report import Reason, Report, dated, quiet, remember, remember_files, report_of
from crmsite.stages import pipeline
from crmsite.stages.freshness import last_published, remember_published, run_key
from crmsite.stages.options import look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from crmsite.rendering.render import Renderer
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

    ``seen`` is a look at the records that this run has taken already; where it had to wait since, it takes another.
    """
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
            dress = Dress(options, previous, last.digests, stage.folder)
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
            remember_published(loaded.memo, site, done.stats)
        seconds = {
            "work": worked - started,
            "pages": drawn - worked,
            "clone": done.clone_seconds,
            "publish": time.process_time() - drawn - done.clone_seconds,
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
    kept: Any = loaded.memo.get("pages")
    before: dict[str, Any] = kept if isinstance(kept, dict) else {}
    families = family_keys(loaded, dress)
    rules = digest_of(dress.key, loaded.shared.key)
    now: dict[str, Any] = {}
    reasons: list[Reason] = []
    for page in PAGES:
        key, known = before.get(page.module, ("", {}))
        family = families.get(page.module, "")
        if family and key == family and all(map(dress.has, known)):
            for target in known:
                stage.link(target)
            now[page.module] = [family, known]
        else:
            now[page.module] = [family, _paint_family(stage, dress, rules, site_pages(desk, page), known, reasons)]
    for path, found in search_files(desk, loaded.memo, dress):
        _ = stage.link(path) if found is None else stage.write(path, found)
    for name, data in sorted(dress.assets(desk.state()).items()):
        stage.write(f"assets/{name}", data)
    loaded.memo.put("pages", now)
    return reasons


def _paint_family(
    stage: Stage, dress: Dress, rules: str, pages: Iterable[tuple[str, str, object]], known: dict[str, str], reasons: list[Reason]
) -> dict[str, str]:
    """Paint those pages whose key is not the one ``known``; return the key of each, of a choosy one also that of its view.

    ``rules`` is the digest of what every page is dressed in and of the policies, settings and date: a page's head may print
    a cut of the tiers that moved no customer.
    """
    keys: dict[str, str] = {}
    for path, template, view in pages:
        content = digest_of(rules, template, view.key if isinstance(view, Deferred) else repr(view))
        made: object = None
        seen = ""
        for renderer in dress.renderers:
            target, *beside = files = _files(renderer, path, view)
            before, _, saw = known.get(target, "").partition(" ")
            there = bool(before) and all(map(dress.has, files))
            if there and before == content:
                keys.update(dict.fromkeys(files, known[target]))
                _keep(stage, files)
                continue
            made = made or (view.make() if isinstance(view, Deferred) else view)
            if isinstance(view, Deferred) and view.choosy:
                seen = seen or digest_of(dress.key, template, repr(made))
            keys.update(dict.fromkeys(files, f"{content} {seen}"))
            if there and seen and saw == seen:
                _keep(stage, files)
                continue
            reasons.extend(Reason(name, "content" if before else "new") for name in files)
            drawn = renderer.render(template, made, path)
            stage.write(target, drawn if target.endswith(".html") else row_script(path, drawn))
            for script in beside:
                stage.write(script, row_script(path, drawn))
    return keys


def _files(renderer: Renderer, path: str, view: object) -> list[str]:
    """Return where a page lies in the site, and the script of its rows where it has one beside it."""
    beside = [view.rows] if isinstance(view, Deferred) and view.rows else []
    return [renderer.output_path(name) for name in (path, *beside)]


def _keep(stage: Stage, files: Iterable[str]) -> None:
    for name in files:
        stage.link(name)
