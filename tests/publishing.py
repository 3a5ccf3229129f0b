"""Publishing pages given as text, and reading back what stands in the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.machine.generations import MANIFEST, load_previous
from crmsite.machine.output import Page, Published, publish

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def contents(site: Path) -> dict[str, str]:
    """Return every file of a site but the manifest, as text."""
    return {
        str(path.relative_to(site)): path.read_text("utf-8")
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def put(site: Path, pages: dict[str, str], kept: Iterable[str] = (), last: Published | None = None) -> Published:
    """Publish pages given as text, with the stat table of the last publication."""
    known = {path: (state.size, state.mtime_ns) for path, state in last.stats.items()} if last else None
    whole = (Page(path, text.encode()) for path, text in pages.items())
    return publish(site, whole, kept, load_previous(site, known), durable=False)


def alone(site: Path) -> bool:
    """Tell whether nothing lies beside the site."""
    return [path.name for path in site.parent.iterdir()] == [site.name]
