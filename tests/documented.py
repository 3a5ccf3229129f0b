"""What the manual says and what the program has, both as plain values, so that tests can hold them against each other."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from crmsite.grammar.fields import Audience, Choice, Model, Ref

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

PARTS = {"zh": "## 中文", "en": "## English"}
CLASSES = ("public", "internal", "restricted")
CLASS_WORDS = {"公开": "public", "内部": "internal", "受限": "restricted"}
REQUIRED_WORDS = {"是": "yes", "yes": "yes", "": "no", "由路径得出": "path", "from the path": "path"}


def part(page: Path, lang: str) -> str:
    """Return one language's part of a page; a page without it fails the test that asks."""
    text = "\n" + page.read_text("utf-8")
    head = PARTS[lang]
    assert text.count(f"\n{head}\n") == 1, f"{page.relative_to(ROOT)} has no part {head!r}, or two"
    rest = text.split(f"\n{head}\n", 1)[1]
    return re.split(r"^## ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def fences(text: str) -> list[tuple[str, str]]:
    """Return the fenced blocks of a text: language and content."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def prose(text: str) -> str:
    """Return a text without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def rows(text: str) -> Iterator[list[str]]:
    """Return the cells of every table row that begins with a word in backticks."""
    for line in text.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def expanded(path: str) -> list[str]:
    """Return the paths that ``{a,b}.c`` stands for."""
    found = re.search(r"\{([^}]*)\}", path)
    return [path] if found is None else [path[: found.start()] + one + path[found.end() :] for one in found[1].split(",")]


class Key(NamedTuple):
    """A key of a record: its path, whether it must be written, who may see it, the lists, kinds and words that its value is of."""

    path: str
    required: bool
    audience: str
    listings: tuple[str, ...]
    refers: tuple[str, ...]
    words: tuple[str, ...] = ()


def keys_of(model: type[Model], audience: str, prefix: str = "") -> Iterator[Key]:
    """Return every key of a model, nested ones too. A key inside another is seen by nobody who does not see that one."""
    for name, field in model.model_fields.items():
        alias = field.alias or name
        if alias.startswith("@"):
            continue
        own = next((mark.name for mark in field.metadata if isinstance(mark, Audience)), "internal")
        strictest = max(audience, own, key=CLASSES.index)
        marks = [*field.metadata, *_marks(field.annotation)]
        yield Key(
            prefix + alias, field.is_required(), strictest,
            tuple(mark.listing for mark in marks if isinstance(mark, Choice)), tuple(mark.kind for mark in marks if isinstance(mark, Ref)),
            _words(field.annotation),
        )
        for suffix, inner in _models(field.annotation):
            yield from keys_of(inner, strictest, f"{prefix}{alias}{suffix}.")


def _marks(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return [*(mark for mark in marks if not isinstance(mark, partial)), *_marks(inner)]
    return [mark for argument in get_args(annotation) for mark in _marks(argument)]


def _words(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(word for argument in get_args(annotation) for word in _words(argument))


def _models(annotation: Any) -> list[tuple[str, type[Model]]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [("", annotation)]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _models(arguments[0])
    if origin is tuple:
        return [("[]" + suffix, model) for argument in arguments if argument is not Ellipsis for suffix, model in _models(argument)]
    if origin is dict:
        return [(".NAME" + suffix, model) for suffix, model in _models(arguments[1])]
    if origin in (Union, types.UnionType):
        return [found for argument in arguments for found in _models(argument)]
    return []


def anchors(page: Path) -> set[str]:
    """Return the anchors that a forge makes of a page's headings."""
    found: set[str] = set()
    for heading in re.findall(r"^#+ +(.+?) *$", prose(page.read_text("utf-8")), flags=re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.add(name if name not in found else f"{name}-1")
    return found
