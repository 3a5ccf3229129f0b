"""Compares two sites page by page: ``python bench/likeness.py OURS THEIRS``. How many files, how many bytes, how many same words.

A measurement against another builder says something only where both make the same site; this table lets everybody judge it.
"""

from __future__ import annotations

import argparse
import html
import os
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

SAMPLE = 20
"""How many pages of each kind are read, spread evenly over all."""
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL)
_WORD = re.compile(r"[\u4e00-\u9fff]+|[^\W\u4e00-\u9fff]+(?:[.,:–-][^\W\u4e00-\u9fff]+)*|[^\w\s]")


class Likeness(NamedTuple):
    """One kind of page: files and bytes of ours and of theirs, the share of our words that theirs have; ``None`` where unread."""

    kind: str
    files: tuple[int, int]
    size: tuple[int, int]
    words: float | None


def visible_words(page: str) -> Counter[str]:
    """Return how often each word stands on a page where a reader sees it."""
    return Counter(_WORD.findall(html.unescape(_TAG.sub(" ", page))))


def share_of_words(ours: str, theirs: str) -> tuple[int, int]:
    """Return how many of our words stand on their page as well, each as often as it does there, and how many there are."""
    own, other = visible_words(ours), visible_words(theirs)
    return (own & other).total(), own.total()


def _kind(path: str) -> str:
    folder, _, name = path.rpartition("/")
    if path.startswith("assets/"):
        return "search index" if "/search/" in f"/{path}" else "assets"
    suffix = name.rpartition(".")[2]
    return f"{folder}/*.{suffix}" if folder else f"single pages, *.{suffix}"


def _kinds(site: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for folder, _, names in os.walk(site):
        for name in names:
            path = os.path.relpath(f"{folder}/{name}", site)
            if not name.startswith("."):
                found[_kind(path)].append(path)
    return {kind: sorted(paths) for kind, paths in found.items()}


def _size(site: Path, paths: list[str]) -> int:
    return sum(os.stat(site / path).st_size for path in paths)


def _words(ours: Path, theirs: Path, paths: list[str]) -> float | None:
    both = [path for path in paths if path.endswith(".html") and (theirs / path).exists()]
    same = total = 0
    for path in both[:: max(1, len(both) // SAMPLE)]:
        shared, there = share_of_words((ours / path).read_text(encoding="utf-8"), (theirs / path).read_text(encoding="utf-8"))
        same, total = same + shared, total + there
    return same / total if total else None


def compare(ours: Path, theirs: Path) -> list[Likeness]:
    """Compare two sites by kind of page, the heaviest first; the last line is their total."""
    own, other = _kinds(ours), _kinds(theirs)
    rows = []
    for kind in sorted(own.keys() | other.keys()):
        mine, peer = own.get(kind, []), other.get(kind, [])
        rows.append(Likeness(kind, (len(mine), len(peer)), (_size(ours, mine), _size(theirs, peer)), _words(ours, theirs, mine)))
    rows.sort(key=lambda row: -row.size[0])
    files = sum(row.files[0] for row in rows), sum(row.files[1] for row in rows)
    return [*rows, Likeness("all", files, (sum(row.size[0] for row in rows), sum(row.size[1] for row in rows)), None)]


def table(rows: list[Likeness]) -> str:
    """Return a comparison as Markdown."""
    lines = [
        "| pages | files, ours | Hugo's | MB, ours | Hugo's | Hugo's bytes | our words on Hugo's |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        share = f"{row.size[1] / row.size[0]:.1%}" if row.size[0] else "–"
        words = "–" if row.words is None else f"{row.words:.1%}"
        size = f"{row.size[0] / 1e6:.2f} | {row.size[1] / 1e6:.2f} | {share}"
        lines.append(f"| {row.kind} | {row.files[0]:,} | {row.files[1]:,} | {size} | {words} |")
    return "\n".join(lines)


def main() -> None:
    """Read the command line and print the comparison."""
    parser = argparse.ArgumentParser(description="Compare two sites by bytes and words.")
    parser.add_argument("ours", type=Path)
    parser.add_argument("theirs", type=Path)
    args = parser.parse_args()
    print(table(compare(args.ours, args.theirs)))


if __name__ == "__main__":
    main()
