"""The frame of every page: its title, where it stands, what the site is called; and the assets that hold what moves.

A page of one customer must not change when another customer does, so commit and counts are not in pages: the commit lies in
``assets/state.js``, the counts of the rail in the style sheet that prints the foot. So they are read without a script as well.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crmsite.figures.facts import Shown
    from crmsite.grammar.fields import Localised


class Crumb(Slotted):
    """One step of the way to a page; ``href`` is relative to the language's root, empty for the page itself."""

    label: Shown
    href: str = ""


class Head(NamedTuple):
    """What every view says of its page: the rail entry it belongs to, its title, the way to it."""

    nav: str
    title: Shown
    crumbs: tuple[Crumb, ...] = ()


class SiteFrame(Slotted):
    """What is the same on every page: whose site it is, the date that it shows, where its sources are read."""

    title: Localised
    department: Localised | None
    as_of: date
    languages: tuple[str, ...]
    repository: str = ""
    branch: str = "main"
    records: str = "records"


def located(languages: tuple[str, ...], lang: str, path: str) -> str:
    """Return where a page lies in the site: the first language at the root, the others in a folder of their own."""
    return path if lang == languages[0] else f"{folder_of(lang)}/{path}"


def folder_of(lang: str) -> str:
    """Return the folder of a language that is not the first: ``en``, ``zh``."""
    return lang.partition("-")[0]


def state_js(commit: str) -> bytes:
    """Return the script that tells all pages the commit."""
    text = json.dumps({"commit": commit}, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.crmsite={text};\n".encode()


def state_css(commit: str, counts: Mapping[str, int]) -> bytes:
    """Return the style sheet that writes the counts beside the entries of the rail, and the commit at the foot of paper.

    A place names its count by ``data-count``; one with ``data-unit`` says the unit as well, and nothing where there is none.
    """
    rules = [f'.n[data-count={name}]:not([data-unit])::after{{content:"{count:,}"}}' for name, count in sorted(counts.items())]
    units = [
        f'.n[data-count={name}][data-unit]::after{{content:"{count:,} " attr(data-unit)}}'
        for name, count in sorted(counts.items())
        if count
    ]
    paper = [f'@page{{@bottom-center{{content:"{_quoted(commit)}";font:8pt monospace;color:#555}}}}'] if commit else []
    return ("\n".join([*rules, *units, *paper]) + "\n").encode()


def _quoted(text: str) -> str:
    """Return a text as it may stand between the quotes of a style sheet."""
    return "".join(char if char.isalnum() or char in " -·" else f"\\{ord(char):x} " for char in text)


def page_css(foot: str) -> bytes:
    """Return the style sheet that prints ``foot`` and the page number at the foot of each sheet of paper."""
    return (
        '@page{@bottom-left{content:"' + _quoted(foot) + '";font:8pt sans-serif;color:#555}'
        '@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif;color:#555}}\n'
    ).encode()
