"""How templates are compiled: Jinja's language, into code that does no more than the page needs.

Text is escaped unless it is markup already, or comes from a function that escapes (a printer). Fixed wording, written
``[[message.key]]``, is put in place before compiling; what is compiled to is in ``plain_code``.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, nodes
from jinja2.runtime import Context
from markupsafe import Markup, escape

from crmsite.language import marked
from crmsite.machine.folders import read_plain
from crmsite.rendering import plain_code
from crmsite.rendering.compiled import CompiledTemplates
from crmsite.rendering.theme import ThemeError, packaged_theme
from crmsite.wording import Remembered, escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping

    from jinja2.environment import TemplateModule
    from jinja2.runtime import Macro

    from crmsite.language import Language
    from crmsite.rendering.theme import Theme

_LABEL = re.compile(r"\[\[([a-z][a-z0-9_.-]*)\]\]")
_FILTERS = ("batch", "first", "join", "last", "length", "max", "min", "reverse", "round", "slice", "sum", "trim", "upper", "lower")
_SECRET = re.compile(r"_|gi_|f_|cr_|ag_|tb_|co_|mro|format")
_MEMO_SIZE = 4096
_BARE = (int, Decimal, date)
"""Types whose text holds nothing to escape."""


class _Printed(dict[type, "Callable[[Any], str]"]):
    """What prints a value in a template, by its type; whatever is none of them is escaped as text."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        return _escaped_text


def _escaped_text(value: object) -> str:
    return str(escape(value))


class QuickMacro:
    """A macro that is called at once where every argument is given, by its place; in all other cases they are sorted first.

    What it draws is markup; ``plain`` draws the same as text, for a page into which it goes as it is.
    """

    def __init__(self, function: Callable[..., str], macro: Macro) -> None:
        self._macro = macro
        self._count = None if macro.caller or macro.catch_kwargs or macro.catch_varargs else len(macro.arguments)
        self.plain = macro if self._count is None else function

    def __call__(self, *args: object, **named: object) -> str:
        """Return what the macro draws."""
        return self._macro(*args, **named) if named or len(args) != self._count else marked(self.plain(*args))


class _Names(Context):
    """The names that a page gives its templates, and those that they set."""

    environment: Any
    stops = False
    """Whether a template that extends another hands that one over instead of drawing it."""

    def resolve_or_missing(self, key: str) -> Any:
        """Return what a name stands for; what is undefined says so by itself when it is used, and nobody has to ask before."""
        if key in self.vars:
            return self.vars[key]
        return self.parent[key] if key in self.parent else self.environment.unknown[key]

    def go_on(self, extended: _OwnTemplate) -> Iterable[str | _OwnTemplate]:
        """Return what the template that was extended draws."""
        return (extended,) if self.stops else extended.root_render_func(self)


class _OwnTemplate(Template):
    """A template whose macros are the same for every template that imports them, and on every page."""

    steady: bool
    extends: bool
    _begun: tuple[_OwnTemplate, dict[str, Any], dict[str, Any]] | None = None

    @classmethod
    def _from_namespace(
        cls, environment: Environment, namespace: MutableMapping[str, Any], names: MutableMapping[str, Any]
    ) -> Any:
        template: Any = super()._from_namespace(environment, namespace, names)
        template.steady, template.extends = namespace["steady"], namespace["extends"]
        return template

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002 - Jinja's own name and arguments
        """Return the macros; Jinja would look at every import for names that only the importing page has, and there are none."""
        return super()._get_default_module()

    def render(self, **names: Any) -> str:
        """Return a page. What templates import and define before the one draws that they extend is there from the first page."""
        context: Any = _Names(self.environment, names, self.name, self.blocks if self._begun is None else {})
        try:
            if self._begun is None:
                self._begun = self._begin(context)
            base, given, blocks = self._begun
            context.vars = {**given}
            context.blocks = blocks if base is not self else {name: [block] for name, block in self.blocks.items()}
            return "".join(base.root_render_func(context))
        except Exception:  # noqa: BLE001 - it goes on its way, with the template's own lines in its traceback
            self.environment.handle_exception()

    def _begin(self, context: Any) -> tuple[_OwnTemplate, dict[str, Any], dict[str, Any]]:
        """Return the template that draws, with the names and blocks that those give it that extend it.

        Where one of them looks at the page outside of its blocks, that is this template itself, which then does it all each time.
        """
        template: Any = self
        context.stops = True
        while template.steady:
            (template,) = template.root_render_func(context)
        context.stops = False
        return (self if template.extends else template), context.vars, context.blocks


class Templates(Environment):
    """The templates of one theme in one language."""

    code_generator_class = plain_code.PlainCode
    template_class = _OwnTemplate
    context_class = _Names
    quick_macro = QuickMacro
    printed = _Printed({Markup: str, str: escaped, **dict.fromkeys(_BARE, str)})

    def __init__(self, theme: Theme, language: Language) -> None:
        self._theme = theme
        self._language = language
        super().__init__(
            loader=FunctionLoader(self._source), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            auto_reload=False, cache_size=-1, bytecode_cache=self._compiled(),
        )  # fmt: skip
        known = self.filters
        self.filters = {name: known[name] for name in _FILTERS}
        self.globals = {}
        self.printers: dict[str, Callable[..., str]] = {}
        self.by_type: dict[str, Mapping[type, Callable[..., str]]] = {}
        self.drawn: dict[str, Mapping[tuple[object, ...], str]] = {}
        self.unknown: Mapping[str, StrictUndefined] = Remembered(_unknown)

    def _compiled(self) -> CompiledTemplates:
        compiler = (read_plain(__file__) or b"") + (read_plain(plain_code.__file__) or b"")
        folder = str(packaged_theme() / "templates")
        return CompiledTemplates(folder, self._language.lang, compiler, self._surroundings, self._is_packaged)

    def _surroundings(self) -> list[str]:
        return [*sorted(self.globals), "", *sorted(self.printers), "", *sorted(self.by_type), "", *sorted(self.drawn)]

    def _is_packaged(self, name: str) -> bool:
        found = self._theme.templates.get(name)
        return found is not None and found is self._theme.templates.get(f"default/{name.removeprefix('default/')}")

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template finds, in one mapping: those of its own are compared with them at every import."""
        return {**self.globals, **(d or {})}

    def add_functions(
        self,
        functions: Mapping[str, Callable[..., str]],
        printers: Mapping[str, Callable[..., str]],
        by_type: Mapping[str, Mapping[type, Callable[..., str]]],
    ) -> None:
        """Give templates their functions. What ``printers`` return is escaped: printed as it is, markup anywhere else.

        A printer that does no more than ask what prints its argument's type may be given as that table too: in a page, which
        calls it two hundred times, the table is asked at once.
        """
        self.globals.update(functions)
        self.by_type.update(by_type)
        for name, printer in printers.items():
            self.printers[name] = printer
            self.globals[name] = _as_markup(printer)

    def add_parts(self) -> None:
        """Make the macros of ``parts.html`` functions of every template; a company's own take the place of ours.

        What they draw is remembered by their arguments: badges and marks recur on every page, and no page can tell.
        """
        for template in ("default/parts.html", "parts.html"):
            for name, macro in vars(self.get_template(template).module).items():
                if callable(macro) and not name.startswith("_"):
                    self.drawn[name] = drawn = Remembered(partial(_drawn, macro), _MEMO_SIZE)
                    self.globals[name] = self.printers[name] = partial(_drawn_before, drawn)
                    self.by_type.pop(name, None)

    def getitem(self, obj: object, argument: object) -> object:
        """Return what a filter's ``attribute=`` names; it reaches no further into Python than a template itself may."""
        if _SECRET.match(str(argument)):
            raise ThemeError("forbidden", "", found=f"attribute='{argument}'")
        return super().getitem(obj, argument)

    def _source(self, name: str) -> tuple[str, str, None] | None:
        source = self._theme.templates.get(name)
        if source is None:
            return None
        if name in self._theme.own:
            self._refuse_secrets(name, source)
        self._refuse_unworded(name, source)
        return _LABEL.sub(self._label, source), name, None

    def shown(self, name: str) -> str:
        """Return where a template lies: the path of a company's own, ``default/...`` for a packaged one."""
        if name in self._theme.own:
            return f"themes/{self._theme.name}/templates/{name}"
        return f"default/{name.removeprefix('default/')}"

    def _label(self, match: re.Match[str]) -> str:
        return str(escape(self._language.message(match[1])))

    def _refuse_unworded(self, name: str, source: str) -> None:
        for found in _LABEL.finditer(source):
            if not self._language.has(found[1]):
                line = source.count("\n", 0, found.start()) + 1
                raise ThemeError("message", self.shown(name), line, found[1], self._language.nearest(found[1]))

    def _refuse_secrets(self, name: str, source: str) -> None:
        """Refuse a company's template that reaches for Python's insides: themes arrive by pull request like records."""
        for node in self.parse(source, name).find_all(nodes.Getattr):
            if _SECRET.match(node.attr):
                raise ThemeError("forbidden", self.shown(name), node.lineno, f".{node.attr}")


def _unknown(name: str) -> StrictUndefined:
    return StrictUndefined(name=name)


def _drawn(macro: Callable[..., str], args: tuple[object, ...]) -> str:
    return macro(*args)


def _drawn_before(drawn: Mapping[tuple[object, ...], str], *args: object) -> str:
    return drawn[args]


def _as_markup(printer: Callable[..., str]) -> Callable[..., Markup]:
    def call(*args: object, **named: object) -> Markup:
        return marked(printer(*args, **named))

    return call
