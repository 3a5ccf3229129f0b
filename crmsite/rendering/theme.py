"""Themes: where a page's look comes from. The packaged default, and a company's own theme in ``themes/NAME`` over it.

A theme is a folder: ``theme.yaml`` (what it extends, tokens, title, logo), ``templates/`` and ``assets/``. A company's
template replaces the default of the same name, or extends it (``{% extends "default/base.html" %}``). The style sheets of
the default are joined into one ``site.css``; tokens and the company's ``assets/extra.css`` follow it.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crmsite.rendering.contrast import TEXT, declared, lacking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crmsite.diagnostics import Diagnostic
    from crmsite.kinds.site import Site
    from crmsite.parsing.nodes import Node

STYLES = ("frame", "parts", "tables", "charts", "portfolio", "improving", "metrics", "satisfaction", "phone", "search", "print")
"""The default theme's style sheets after the tokens, in the order in which they are joined."""

_KEYS = ("extends", "title", "logo", "tokens")
_MODES = ("light", "dark")
_TOKEN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
_LINES = "@"
"""The entry of a parsed mapping that holds its lines."""

_LOGO = re.compile(r"[A-Za-z0-9_-]+\.(?:svg|png)")


class ThemeError(Exception):
    """A theme that cannot be used: a user's fault, worded by the commands, which know the reader's language.

    ``reason`` is one of a closed set (the keys of ``commands/wording/theme.py``), ``place`` the file, relative to the
    repository, ``line`` 1-based or 0 where none is known. ``found`` is what stands there, ``known`` what could.
    ``fault`` is what the YAML reader says of ``theme.yaml``.
    """

    def __init__(
        self, reason: str, place: str, line: int = 0, found: str = "", known: str = "", fault: Diagnostic | None = None
    ) -> None:
        """Say why, where, and what could stand there. All of it goes through a worker's pipe unharmed."""
        super().__init__(reason, place, line, found, known, fault)
        self.reason = reason
        self.place = place
        self.line = line
        self.found = found
        self.known = known
        self.fault = fault

    @property
    def where(self) -> str:
        """Return ``file:line``, or the file alone."""
        return f"{self.place}:{self.line}" if self.line else self.place

    def __str__(self) -> str:
        """Return place, reason and what was found, for a log."""
        return f"{self.where}: {self.reason}: {self.found}"


class Settings(NamedTuple):
    """What ``theme.yaml`` says: a title in place of the organisation's, a logo among the assets, colours for tokens."""

    title: str = ""
    logo: str = ""
    light: tuple[tuple[str, str], ...] = ()
    dark: tuple[tuple[str, str], ...] = ()


class Theme(NamedTuple):
    """Templates and assets, ready to use. ``digest`` covers every byte of them; ``own`` names the company's templates."""

    name: str
    digest: str
    templates: Mapping[str, str]
    assets: Mapping[str, bytes]
    settings: Settings
    own: frozenset[str]


def packaged_theme() -> Path:
    """Return the folder of the default theme: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "themes" / "default"
    return inside if inside.is_dir() else package.parent / "themes" / "default"


def theme_of(site: Site, root: Path, records: Path) -> Theme:
    """Read the theme that the settings name; where they name none that can be used, :class:`ThemeError` says so with their line."""
    return load_theme(site.theme or "default", root, (f"{records.name}/{site.path}", site.line("theme")))


def load_theme(name: str, repo_root: Path | None, named_at: tuple[str, int] = ("records/site.yaml", 0)) -> Theme:
    """Read a theme whole. ``default`` is the packaged one; any other name lies in ``themes/`` of the repository.

    ``named_at`` is the file and line that name it. Raises :class:`ThemeError` where the theme is missing or cannot be read.
    """
    default = packaged_theme()
    templates = {f"default/{path}": text for path, text in _templates(default, "default/")}
    assets = dict(_assets(default))
    light, dark = assets.pop("tokens.css"), assets.pop("dark.css").decode()
    styles = [light, _dark(dark), *(assets.pop(f"{style}.css") for style in STYLES)]
    own: dict[str, str] = {}
    settings = Settings()
    extra = b""
    if name != "default":
        folder = (repo_root or Path()) / "themes" / name
        if not (folder / "theme.yaml").is_file():
            raise ThemeError("missing", *named_at, name, ", ".join(("default", *_companies(folder.parent))))
        company = dict(_assets(folder))
        packaged = declared(light.decode())
        grounds = {"light": packaged, "dark": packaged | declared(dark)}
        settings = _settings(f"themes/{name}/theme.yaml", (folder / "theme.yaml").read_bytes(), company, grounds)
        own = dict(_templates(folder, f"themes/{name}/templates/"))
        extra = company.pop("extra.css", b"")
        assets.update(company)
    assets["site.css"] = b"".join([*styles, _width_classes(), _token_rules(settings), extra])
    effective = {**{path.removeprefix("default/"): text for path, text in templates.items()}, **templates, **own}
    return Theme(name, _digest(effective, assets, settings), effective, assets, settings, frozenset(own))


def _companies(themes: Path) -> list[str]:
    """Return the names of the themes in a repository's ``themes/``."""
    return sorted(path.parent.name for path in themes.glob("*/theme.yaml"))


def _templates(folder: Path, shown: str) -> list[tuple[str, str]]:
    found = []
    for path in sorted((folder / "templates").glob("*.html")):
        data = path.read_bytes()
        try:
            found.append((path.name, data.decode("utf-8-sig").replace("\r\n", "\n")))
        except UnicodeDecodeError as refusal:
            raise ThemeError("encoding", f"{shown}{path.name}", data.count(b"\n", 0, refusal.start) + 1) from None
    return found


def _assets(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted((folder / "assets").glob("*.*")) if path.is_file()]


def _settings(path: str, data: bytes, assets: Mapping[str, bytes], packaged: Mapping[str, Mapping[str, str]]) -> Settings:
    from crmsite.parsing.nodes import decode, parse

    text, faults = decode(path, data)
    tree = None
    if not faults:
        tree, faults = parse(path, text)
    if faults and faults[0].rule == "empty-file":
        return Settings()
    if faults:
        raise ThemeError("yaml", path, faults[0].span.line, fault=faults[0])
    if not isinstance(tree, dict):
        raise ThemeError("not-a-mapping", path, 1, "", ", ".join(_KEYS))
    _refuse_unknown(path, tree, _KEYS)
    if tree.get("extends", "default") != "default":
        raise ThemeError("extends", path, _line(tree, "extends"), str(tree["extends"]))
    logo = _text(path, tree, "logo")
    if logo and not _LOGO.fullmatch(logo):
        raise ThemeError("logo", path, _line(tree, "logo"), logo)
    if logo and logo not in assets:
        raise ThemeError("logo-missing", path, _line(tree, "logo"), logo)
    tokens = _mapping(path, tree, "tokens")
    _refuse_unknown(path, tokens, _MODES)
    light, dark = (_colours(path, _mapping(path, tokens, mode), packaged[mode]) for mode in _MODES)
    return Settings(_text(path, tree, "title"), logo, light, dark)


def _refuse_unknown(path: str, tree: Mapping[str, Node] | Mapping[str, int], known: tuple[str, ...]) -> None:
    for key in tree:
        if key != _LINES and key not in known:
            raise ThemeError("unknown-key", path, _line(tree, key), key, ", ".join(known))


def _line(tree: Mapping[str, Node] | Mapping[str, int], key: str) -> int:
    """Return the line on which a key stands; 0 where it is not written."""
    lines = tree.get(_LINES)
    line = lines.get(key) if isinstance(lines, dict) else None
    return line if isinstance(line, int) else 0


def _text(path: str, tree: Mapping[str, Node] | Mapping[str, int], key: str) -> str:
    value = tree.get(key) or ""
    if not isinstance(value, str):
        raise ThemeError("not-text", path, _line(tree, key), key)
    return value


def _mapping(path: str, tree: Mapping[str, Node] | Mapping[str, int], key: str) -> Mapping[str, Node] | Mapping[str, int]:
    found = tree.get(key) or {}
    if not isinstance(found, dict):
        raise ThemeError("tokens", path, _line(tree, key))
    return found


def _colours(
    path: str, tokens: Mapping[str, Node] | Mapping[str, int], packaged: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    pairs = []
    for name, value in tokens.items():
        if name == _LINES:
            continue
        if not _TOKEN.fullmatch(name) or not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise ThemeError("colour", path, _line(tokens, name), name)
        pairs.append((name, value))
    for lack in lacking(dict(pairs), packaged):
        found = f"{lack.token} / {lack.other} {lack.ratio:.2f}:1"
        if lack.least < TEXT:
            raise ThemeError("contrast-marks", path, _line(tokens, lack.token), found)
        raise ThemeError("contrast", path, _line(tokens, lack.token), found)
    return tuple(sorted(pairs))


def _token_rules(settings: Settings) -> bytes:
    light = "".join(f"--{name}:{value};" for name, value in settings.light)
    dark = "".join(f"--{name}:{value};" for name, value in settings.dark)
    return (f":root{{{light}}}\n".encode() if light else b"") + (_dark(dark) if dark else b"")


def _dark(declarations: str) -> bytes:
    """Dark where the system says so and the reader does not object, or where the reader chose it; never on paper."""
    return (
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{declarations}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{declarations}}}}}\n"
    ).encode()


def _width_classes() -> bytes:
    """Widths in whole percent as classes, since a strict policy allows no style attributes."""
    return "".join(f".w-{n}{{width:{n}%}}" for n in range(101)).encode() + b"\n"


def _digest(templates: Mapping[str, str], assets: Mapping[str, bytes], settings: Settings) -> str:
    state = blake2b(digest_size=16)
    for name, text in sorted(templates.items()):
        state.update(f"t {name} {len(text)} {text}".encode())
    for name, data in sorted(assets.items()):
        state.update(f"a {name} {len(data)} ".encode() + data)
    state.update(repr(settings).encode())
    return state.hexdigest()
