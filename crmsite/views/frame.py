"""The frame of every page: its title, where it stands, what the site is called; and the one asset that holds what moves.

A page of one customer must not change when another customer does, so commit and counts are not in pages: they lie in
``assets/state.js``, which all pages load.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crmsite.facts import Shown
    from crmsite.fields import Localised


class Crumb(NamedTuple):
    """One step of the way to a page; ``href`` is relative to the language's root, empty for the page itself."""

    label: Shown
    href: str = ""


class Head(NamedTuple):
    """What every view says of its page: the rail entry it belongs to, its title, the way to it."""

    nav: str
    title: Shown
    crumbs: tuple[Crumb, ...] = ()


class SiteFrame(NamedTuple):
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


def state_js(commit: str, counts: Mapping[str, int]) -> bytes:
    """Return the script that tells all pages the commit and the counts of the rail.

    Known counts: ``customers``, ``needs``, ``overdue``, ``quality``; ``alerts`` and others are ignored by the frame.
    """
    state = {"commit": commit, "counts": dict(sorted(counts.items()))}
    text = json.dumps(state, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.crmsite={text};\n".encode()


def page_css(foot: str) -> bytes:
    """Return the style sheet that prints ``foot`` and the page number at the foot of each sheet of paper."""
    quoted = "".join(char if char.isalnum() or char in " -·" else f"\\{ord(char):x} " for char in foot)
    return (
        '@page{@bottom-left{content:"' + quoted + '";font:8pt sans-serif;color:#555}'
        '@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif;color:#555}}\n'
    ).encode()
