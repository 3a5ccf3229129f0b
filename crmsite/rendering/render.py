"""View and theme to the bytes of a page, in one language. Pure: the same three give the same bytes anywhere.

A template sees ``v`` (its view), where its page lies (``root``, ``assets``, ``alternates``), the functions listed in
``_functions`` and the macros of ``parts.html``; nothing else.
"""

from __future__ import annotations

from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from crmsite.figures.facts import Term, Who
from crmsite.rendering.rich_text import RichText
from crmsite.rendering.template_faults import blaming
from crmsite.rendering.templates import Templates
from crmsite.views.frame import SiteFrame, folder_of, located, page_css
from crmsite.wording import Remembered, escaped

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crmsite.figures.facts import Shown
    from crmsite.grammar.fields import Citation, Localised
    from crmsite.language import Language
    from crmsite.rendering.theme import Theme

_LINKS = 512
"""How many files a page may name before links to them are made anew: a customer's names few, many times."""
_FORGES = (
    ("gitlab", "/-/blob/{branch}/", "#L"),
    ("gitea", "/src/branch/{branch}/", "#L"),
    ("forgejo", "/src/branch/{branch}/", "#L"),
    ("codeberg", "/src/branch/{branch}/", "#L"),
    ("bitbucket", "/src/{branch}/", "#lines-"),
    ("", "/blob/{branch}/", "#L"),
)


class Alternate(NamedTuple):
    """The same page in another language."""

    lang: str
    href: str


class Place(NamedTuple):
    """Where a page lies: the prefixes that lead to its language's root and to the assets, and its other languages."""

    root: str
    assets: str
    alternates: tuple[Alternate, ...]


class Renderer:
    """Draws the pages of one theme in one language. Make one per process and language; drawing changes nothing in it."""

    def __init__(self, theme: Theme, language: Language, frame: SiteFrame) -> None:
        self._theme = theme
        self._language = language
        self._frame = frame
        self._forge = _forge(frame)
        self._rich = RichText()
        self._comma = escaped(language.message("frame.comma"))
        self._links = Remembered(self._links_to, _LINKS)
        self._days = Remembered(self._day)
        self._terms = Remembered(self._term)
        self._templates = Templates(theme, language)
        self._pages = Remembered(self._templates.get_template)
        self._templates.globals.update(
            lang=language.lang, unit=language.unit, frame=frame, title=self._title(), logo=theme.settings.logo
        )
        by_type = dict.fromkeys(("say", "money", "term"), language.by_type)
        by_type["number"] = {Decimal: language.by_type[Decimal]}
        self._templates.add_functions(self._functions(), self._printers(), by_type)
        with blaming(self._templates, theme):
            self._templates.add_parts()

    def render(self, template: str, view: object, path: str) -> bytes:
        """Return a page. ``path`` is where it lies below its language's root, such as ``c/C001.html``.

        Raises :class:`ThemeError` where a company's template cannot be drawn.
        """
        place = self.place(path)
        with blaming(self._templates, self._theme):
            page = self._pages[template]
            text = page.render(v=view, path=path, root=place.root, assets=place.assets, alternates=place.alternates)
        return text.encode()

    def read_own(self) -> None:
        """Read the company's own templates without drawing a page; raises :class:`ThemeError` where one cannot be read."""
        for name in sorted(self._theme.own):
            with blaming(self._templates, self._theme):
                self._templates.get_template(name)

    def place(self, path: str) -> Place:
        """Return where a page lies, as relative prefixes: they hold on a server, under any folder, and from ``file://``."""
        languages = self._frame.languages
        lang = self._language.lang
        depth = path.count("/")
        root = "../" * depth
        top = root if lang == languages[0] else f"../{root}"
        others = tuple(Alternate(other, top + located(languages, other, path)) for other in languages if other != lang)
        return Place(root, f"{top}assets/", others)

    def output_path(self, path: str) -> str:
        """Return where a page of this language lies in the site."""
        return located(self._frame.languages, self._language.lang, path)

    def assets(self) -> dict[str, bytes]:
        """Return the assets that depend on language or date: the style sheet of the printed foot."""
        as_of = self._language.t("frame.as_of", day=self._frame.as_of)
        return {f"page-{folder_of(self._language.lang)}.css": page_css(f"{self._title()} · {as_of}")}

    # ── what templates are made of ──────────────────────────────────────────────────────────────────────────────────
    def _title(self) -> str:
        return self._theme.settings.title or self._language.plain(self._frame.title)

    def _functions(self) -> dict[str, Callable[..., str]]:
        """Return what templates call for words without markup, and for what is markup already: a template escapes the former."""
        language = self._language
        return {
            "words": language.say,
            "rich": self._rich_text,
            "unmarked": _unmarked,
            "points": language.points,
            "dated": self._dated,
            "weekday": language.weekday,
            "reason_of": self._reason_of,
        }

    def _printers(self) -> dict[str, Callable[..., str]]:
        """Return what templates call for words that are escaped, or hold nothing to escape: they go into the page as they are."""
        language = self._language
        return {
            "say": language.printed,
            "text": language.printed_text,
            "t": language.printed_message,
            "money": language.printed,
            "amount": language.amount,
            "percent": language.percent,
            "number": language.number,
            "fixed": language.fixed,
            "column": language.column,
            "day": self._days.__getitem__,
            "term": language.printed,
            "who": Remembered(self._who).__getitem__,
            "term_of": self._term_of,
            "listed": self._listed,
            "src": self._src,
            "srcs": self._srcs,
            "cite": self._cite,
            "cites": self._cites,
            "forge": self._forge_link,
        }

    def _term_of(self, listing: str, value: str) -> str:
        return self._terms[listing, value]

    def _term(self, listed: tuple[str, str]) -> str:
        return self._language.printed(Term(*listed))

    def _who(self, person: str) -> str:
        return self._language.printed(Who(person))

    def _reason_of(self, state: str, reason: str | None) -> str:
        """Return why a figure is missing, in words; where the reason has none, that it is unknown or does not apply.

        What is missing although there is a value is not for this audience: a tier whose points are withheld.
        """
        if state == "value":
            state = "withheld"
        key = f"reason.{reason}"
        return self._language.t(key if self._language.has(key) else f"state.{state}")

    def _rich_text(self, text: Localised, top: int = 3) -> Markup:
        words, lang = text.text(self._language.lang, self._language.first_lang)
        html = self._rich.html(words, top)
        return Markup(html if lang == self._language.lang else f'<div lang="{lang}">{html}</div>')  # noqa: S704 - sanitised

    def _day(self, day: date) -> str:
        return self._language.day(day, self._frame.as_of)

    def _dated(self, day: date) -> str:
        return self._language.dated(day, self._frame.as_of)

    def _src(self, citation: Citation) -> str:
        """Return the source of a figure as ``file:line``, for pages where the folder is obvious."""
        path, line = citation
        return str(line).join(self._links[path][0])

    def _srcs(self, citations: tuple[Citation, ...]) -> str:
        """Return the sources of a figure: a file's name once, then the numbers of its other lines."""
        if len(citations) < 2:
            return self._src(citations[0]) if citations else ""
        links: list[str] = []
        before = ""
        further: tuple[str, ...] = ()
        for path, line in citations:
            if path == before:
                links.append(str(line).join(further))
            else:
                first, further = self._links[path]
                links.append(str(line).join(first))
                before = path
        return " ".join(links)

    def _cite(self, citation: Citation) -> str:
        """Return the source of a figure as the whole path and line."""
        return str(citation.line).join(self._link(citation.path, f"{self._frame.records}/{citation.path}:"))

    def _cites(self, citations: tuple[Citation, ...]) -> str:
        """Return the sources of a finding, each with its customer's folder and file once: ``C001/needs.yaml:5 27``."""
        named = ""
        links = []
        for path, line in citations:
            label = "" if path == named else f"{path.removeprefix('customers/')}:"
            named = path
            links.append(str(line).join(self._link(path, label)))
        return " ".join(links)

    def _links_to(self, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return a link that names the file and the line, and one that names the line only, cut where the line's number stands."""
        further = self._link(path, "")
        if not path:
            return further, further
        *start, before, end = further
        return (*start, f"{before}{escaped(path.rpartition('/')[2])}:", end), further

    def _link(self, path: str, label: str) -> tuple[str, ...]:
        """Return a link to a line, cut where its number stands; nothing for a source that may not be known."""
        if not path:
            return ("",)
        start, mark = self._forge
        if not start:
            return f'<span class="src">{escaped(label)}', "</span>"
        return f'<a class="src" href="{escaped(start + quote(path))}{mark}', f'">{escaped(label)}', "</a>"

    def _forge_link(self, path: str, line: int = 0) -> str:
        """Return the address of a record's file at the forge; empty where no repository is named."""
        start, mark = self._forge
        return escaped(start + quote(path)) + (f"{mark}{line}" if line else "") if start else ""

    def _listed(self, values: tuple[Shown, ...]) -> str:
        """Return several values with commas between them."""
        return self._comma.join([self._language.printed(value) for value in values])


def _unmarked(words: str) -> str:
    """Return the words of markup alone, with single spaces between them."""
    if "<!--" in words:
        return Markup(words).striptags()  # noqa: S704 - what is returned is plain text, and escaped where it is printed
    first, *tagged = str(words).split("<")
    bare = " ".join("".join([first, *[piece.partition(">")[2] for piece in tagged]]).split())
    return unescape(bare) if "&" in bare else bare


def _forge(frame: SiteFrame) -> tuple[str, str]:
    """Return the start of every source address and what stands before a line's number; empty where no web address is given."""
    parts = urlsplit(frame.repository)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "", ""
    _, folder, mark = next(forge for forge in _FORGES if forge[0] in parts.hostname)
    base = frame.repository.rstrip("/").removesuffix(".git")
    return base + folder.format(branch=quote(frame.branch)) + quote(frame.records) + "/", mark
