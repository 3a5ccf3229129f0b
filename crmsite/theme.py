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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crmsite.nodes import Node

STYLES = ("frame", "parts", "tables", "charts", "portfolio", "phone", "print")
"""The default theme's style sheets after the tokens, in the order in which they are joined."""

_KEYS = ("extends", "title", "logo", "tokens")
_TOKEN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
_LINES = "@"
"""The entry of a parsed mapping that holds its lines."""

_LOGO = re.compile(r"[A-Za-z0-9_-]+\.(?:svg|png)")


class ThemeError(Exception):
    """A theme that cannot be used; the message says which file and why."""


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
    package = Path(__file__).parent
    inside = package / "themes" / "default"
    return inside if inside.is_dir() else package.parent / "themes" / "default"


def load_theme(name: str, repo_root: Path | None) -> Theme:
    """Read a theme whole. ``default`` is the packaged one; any other name lies in ``themes/`` of the repository.

    Raises :class:`ThemeError` where the theme is missing or its settings cannot be read.
    """
    default = packaged_theme()
    templates = {f"default/{path}": text for path, text in _templates(default)}
    assets = dict(_assets(default))
    styles = [assets.pop("tokens.css"), _dark(assets.pop("dark.css").decode()), *(assets.pop(f"{style}.css") for style in STYLES)]
    own: dict[str, str] = {}
    settings = Settings()
    extra = b""
    if name != "default":
        folder = (repo_root or Path()) / "themes" / name
        if not (folder / "theme.yaml").is_file():
            raise ThemeError(f"themes/{name}/theme.yaml: there is no such theme")
        settings = _settings(f"themes/{name}/theme.yaml", (folder / "theme.yaml").read_bytes())
        own = dict(_templates(folder))
        company = dict(_assets(folder))
        extra = company.pop("extra.css", b"")
        assets.update(company)
        if settings.logo and settings.logo not in assets:
            raise ThemeError(f"themes/{name}/theme.yaml: logo: assets/{settings.logo} is not there")
    assets["site.css"] = b"".join([*styles, _width_classes(), _token_rules(settings), extra])
    effective = {**{path.removeprefix("default/"): text for path, text in templates.items()}, **templates, **own}
    return Theme(name, _digest(effective, assets, settings), effective, assets, settings, frozenset(own))


def _templates(folder: Path) -> list[tuple[str, str]]:
    return [(path.name, path.read_text("utf-8")) for path in sorted((folder / "templates").glob("*.html"))]


def _assets(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted((folder / "assets").glob("*.*")) if path.is_file()]


def _settings(path: str, data: bytes) -> Settings:
    from crmsite.nodes import decode, parse

    text, faults = decode(path, data)
    tree = None
    if not faults:
        tree, faults = parse(path, text)
    if faults:
        raise ThemeError(f"{path}:{faults[0].span.line}: {faults[0].message('en')}")
    if not isinstance(tree, dict):
        raise ThemeError(f"{path}: a theme's settings are a mapping")
    for key in tree:
        if key != _LINES and key not in _KEYS:
            raise ThemeError(f"{path}: unknown key {key}; known are {', '.join(_KEYS)}")
    if tree.get("extends", "default") != "default":
        raise ThemeError(f"{path}: extends: only `default` can be extended")
    logo = _text(path, tree, "logo")
    if logo and not _LOGO.fullmatch(logo):
        raise ThemeError(f"{path}: logo: name an SVG or PNG file in assets/, not {logo}")
    tokens = tree.get("tokens")
    return Settings(_text(path, tree, "title"), logo, _tokens(path, tokens, "light"), _tokens(path, tokens, "dark"))


def _text(path: str, tree: Mapping[str, Node] | Mapping[str, int], key: str) -> str:
    value = tree.get(key) or ""
    if not isinstance(value, str):
        raise ThemeError(f"{path}: {key} is text")
    return value


def _tokens(path: str, tokens: Node | int, mode: str) -> tuple[tuple[str, str], ...]:
    found = tokens.get(mode) if isinstance(tokens, dict) else None
    if found is None:
        return ()
    if not isinstance(found, dict):
        raise ThemeError(f"{path}: tokens: {mode} is a mapping of token to colour")
    pairs = []
    for name, value in found.items():
        if name == _LINES:
            continue
        if not _TOKEN.fullmatch(name) or not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise ThemeError(f"{path}: tokens: {mode}: {name}: write a colour as #rrggbb, in quotes")
        pairs.append((name, value))
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
