"""Markdown written by people to HTML that is safe to publish, in bounded time.

Raw HTML is shown as text, never passed on; what the converter makes is sanitised after; images are never loaded. Some
texts make the converter take minutes (ten thousand opening brackets do), so markup beyond a budget is not converted at
all: such a text is printed as it was written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import escape

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_PLAIN = re.compile(r"[^*_`<>\[\]#|~\\&!\n]*")
_LIST_OR_RULE = re.compile(r"\s{0,3}(?:[-+]|\d+[.)]|={2,}|-{2,})(?:\s|$)")
_SPACES = re.compile(r"[ \t]{2,}|^\s")
_NESTED = re.compile(r"^[ \t]*(?:>[ \t]*){9,}|^[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+){6,}|^[ \t]{40,}", re.MULTILINE)
_ALIGNED = re.compile(r'<(t[dh]) align="(left|right|center)"')
_MAX_CHARACTERS = 60_000
_BUDGET = {
    "\n": 1000,
    "[": 300,
    "]": 300,
    "`": 300,
    "*": 1000,
    "_": 1000,
    "<": 300,
    "!": 300,
    "&": 1000,
    "|": 3000,
    "\\": 500,
    ">": 500,
}
_TAGS = {
    "p",
    "br",
    "hr",
    "em",
    "strong",
    "code",
    "pre",
    "ul",
    "ol",
    "li",
    "blockquote",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "h3",
    "h4",
    "h5",
    "h6",
}
_ATTRIBUTES = {"a": {"href", "title"}, "td": {"align"}, "th": {"align"}, "ol": {"start"}}
_HEADINGS = {f"h{n}" for n in range(1, 7)}


class RichText:
    """A converter, to be made once per process: making one costs far more than using it."""

    def __init__(self) -> None:
        self._top = 3
        self._markdown: Markdown | None = None

    def html(self, text: str, top: int = 3) -> str:
        """Return a text as HTML. Text without markup becomes one paragraph at no cost.

        ``top`` is the level that the text's highest headings get, below those of the page that it stands on.
        """
        if _PLAIN.fullmatch(text) and not _LIST_OR_RULE.match(text):
            return f"<p>{escape(text)}</p>"
        if too_costly(text):
            return _as_written(text)
        self._top = top
        try:
            made = self._converter().reset().convert(text)
        except (RecursionError, AssertionError):
            return _as_written(text)
        return _clean(made)

    def _converter(self) -> Markdown:
        if self._markdown is None:
            from markdown import Markdown

            converter = Markdown(
                extensions=["tables", "fenced_code", "sane_lists", "nl2br"],
                extension_configs={"tables": {"use_align_attribute": True}},
            )
            converter.preprocessors.deregister("html_block")
            converter.inlinePatterns.deregister("html")
            converter.inlinePatterns.deregister("entity")
            self._markdown = converter
            self._lower_headings(converter)
        return self._markdown

    def _lower_headings(self, converter: Markdown) -> None:
        from markdown.treeprocessors import Treeprocessor

        own = self

        class LowerHeadings(Treeprocessor):
            """Puts a text's headings below the page's, without a gap."""

            def run(self, root: Element) -> None:
                """Rename every heading."""
                found = [element for element in root.iter() if element.tag in _HEADINGS]
                highest = min((int(element.tag[1]) for element in found), default=1)
                for element in found:
                    element.tag = f"h{min(6, int(element.tag[1]) - highest + own._top)}"

        converter.treeprocessors.register(LowerHeadings(converter), "lower_headings", 5)


def too_costly(text: str) -> bool:
    """Tell whether a text holds more markup than anybody writes, so that converting it might not end."""
    if len(text) > _MAX_CHARACTERS or _NESTED.search(text):
        return True
    return any(text.count(mark) > most for mark, most in _BUDGET.items())


def _as_written(text: str) -> str:
    return f"<pre>{escape(text)}</pre>"


def _clean(html: str) -> str:
    import nh3

    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return _ALIGNED.sub(lambda m: f'<{m[1]} class="num"' if m[2] == "right" else f"<{m[1]}", safe)
