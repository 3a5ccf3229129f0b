"""How templates are compiled: Jinja's language, into code that does no more than the page needs.

Views are NamedTuples, so an attribute is an attribute and an item is an item: both compile to plain Python instead of a
search for either. Functions are called as they are. Text is escaped unless it is markup already, or comes from a function
that escapes (a printer). Fixed wording, written ``[[message.key]]``, is put in place before compiling.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator
from jinja2.idtracking import VAR_LOAD_RESOLVE
from markupsafe import Markup, escape

from crmsite.language import marked
from crmsite.machine.folders import read_plain
from crmsite.rendering.compiled import CompiledTemplates
from crmsite.rendering.theme import ThemeError, packaged_theme
from crmsite.wording import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping

    from jinja2.compiler import Frame, MacroRef
    from jinja2.environment import TemplateModule
    from jinja2.runtime import Context, Macro

    from crmsite.language import Language
    from crmsite.rendering.theme import Theme

_LABEL = re.compile(r"\[\[([a-z][a-z0-9_.-]*)\]\]")
_FILTERS = ("batch", "first", "join", "last", "length", "max", "min", "reverse", "round", "slice", "sum", "trim", "upper", "lower")
_SECRET = re.compile(r"_|gi_|f_|cr_|ag_|tb_|co_|mro|format")
_MEMO_SIZE = 4096
_FIXED = "fixed"
_BARE = (int, Decimal, date)
"""Types whose text holds nothing to escape."""


class _PlainCode(CodeGenerator):
    """Writes attribute access, items, calls and escaping as plain Python."""

    environment: Templates
    _printing: nodes.Name | None = None
    """The function whose result is being printed, where it is a printer."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - the compiler's name for it
        """Give the names that are the same on every page to the module, once, instead of searching for them at every use."""
        for name in self.environment.globals:
            self.writeline(f"g_{name} = environment.globals[{name!r}]")
        for name in self.environment.printers:
            self.writeline(f"p_{name} = environment.printers[{name!r}]")
        self.writeline("printed, escaped, quick_macro = environment.printed, environment.escaped, environment.quick_macro")
        super().visit_Template(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write a macro; one with plain arguments only gets a way in that does not sort them."""
        self.write("quick_macro(macro, ")
        super().macro_def(macro_ref, frame)
        self.write(")")

    def enter_frame(self, frame: Frame) -> None:
        """Leave out the search for names that are the same on every page: inside a loop it would be made in every turn."""
        loads = frame.symbols.loads
        fixed = [
            name for name, (action, found) in loads.items() if action == VAR_LOAD_RESOLVE and found in self.environment.globals
        ]
        kept = {name: loads.pop(name) for name in fixed}
        super().enter_frame(frame)
        loads.update({name: (_FIXED, found) for name, (_, found) in kept.items()})

    def blockvisit(self, nodes_: Iterable[nodes.Node], frame: Frame) -> None:
        """Collect a block's pieces in a list and hand them on as one."""
        whole_block = frame.block_frame and frame.buffer is None
        if whole_block:
            self.buffer(frame)
        super().blockvisit(nodes_, frame)
        if whole_block:
            self.writeline(f"yield concat({frame.buffer})")
            frame.buffer = None

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802 - the compiler's name for it
        """Write a name; one that is the same on every page is the module's."""
        if not _is_fixed(node, frame):
            super().visit_Name(node, frame)
        elif node is self._printing:
            self.write(f"p_{node.name}")
        else:
            self.write(f"g_{node.name}")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 - the compiler's name for it
        """Write ``x is none``, the test that most rows make, as Python has it."""
        if node.name != "none":
            super().visit_Test(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(" is None)")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the compiler's name for it
        """Write ``x.name``; of an undefined name this is an error that tells the name."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - the compiler's name for it
        """Write ``x[item]``."""
        self.visit(node.node, frame)
        self.write("[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - as above
        """Write ``f(...)``: no function of ours asks for the template's surroundings."""
        if forward_caller or node.dyn_args is not None or node.dyn_kwargs is not None:
            self.fail("a template calls functions with plain arguments only", node.lineno)
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for keyword in node.kwargs:
            self.write(f"{keyword.key}=")
            self.visit(keyword.value, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, _finalize: CodeGenerator._FinalizeInfo) -> None:
        self._printing = None
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in self.environment.printers:
            self._printing = node.node if _is_fixed(node.node, frame) else None
        if self._printing is None:
            self.write("(_said if (_kind := type(_said := (")

    def _output_child_post(self, node: nodes.Expr, _frame: Frame, _finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._printing is None or not isinstance(node, nodes.Call) or node.node is not self._printing:
            self.write("))) is Markup else escaped(_said) if _kind is str else printed(_said))")


def _is_fixed(name: nodes.Name, frame: Frame) -> bool:
    """Tell whether a name means the same on every page, and nothing of the template's own."""
    load = frame.symbols.find_load(frame.symbols.ref(name.name)) if name.ctx == "load" else None
    return load is not None and load[0] == _FIXED


class _OwnTemplate(Template):
    """A template whose macros are the same for every template that imports them."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002 - Jinja's own name and arguments
        """Return the macros; Jinja would look at every import for names that only the importing page has, and there are none."""
        return super()._get_default_module()


class Templates(Environment):
    """The templates of one theme in one language."""

    code_generator_class = _PlainCode
    template_class = _OwnTemplate
    escaped = staticmethod(escaped)

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

    def _compiled(self) -> CompiledTemplates:
        compiler = read_plain(__file__) or b""
        folder = str(packaged_theme() / "templates")
        return CompiledTemplates(folder, self._language.lang, compiler, self._surroundings, self._is_packaged)

    def _surroundings(self) -> list[str]:
        return [*sorted(self.globals), "", *sorted(self.printers)]

    def _is_packaged(self, name: str) -> bool:
        found = self._theme.templates.get(name)
        return found is not None and found is self._theme.templates.get(f"default/{name.removeprefix('default/')}")

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template finds, in one mapping: those of its own are compared with them at every import."""
        return {**self.globals, **(d or {})}

    def add_functions(self, functions: Mapping[str, Callable[..., str]], printers: Mapping[str, Callable[..., str]]) -> None:
        """Give templates their functions. What ``printers`` return is escaped: printed as it is, markup anywhere else."""
        self.globals.update(functions)
        for name, printer in printers.items():
            self.printers[name] = printer
            self.globals[name] = _as_markup(printer)

    @staticmethod
    def printed(value: object) -> str:
        """Return what a template prints of a value that is neither text nor markup."""
        return str(value) if type(value) in _BARE else str(escape(value))

    @staticmethod
    def quick_macro(function: Callable[..., str], macro: Macro) -> Callable[..., str]:
        """Return a macro that is called at once where every argument is given, by its place."""
        if macro.caller or macro.catch_kwargs or macro.catch_varargs:
            return macro
        count = len(macro.arguments)

        def call(*args: object, **named: object) -> str:
            return macro(*args, **named) if named or len(args) != count else marked(function(*args))

        return call

    def add_parts(self) -> None:
        """Make the macros of ``parts.html`` functions of every template; a company's own take the place of ours."""
        for template in ("default/parts.html", "parts.html"):
            for name, macro in vars(self.get_template(template).module).items():
                if callable(macro) and not name.startswith("_"):
                    self.globals[name] = self.printers[name] = _drawn_once(macro)

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


def _as_markup(printer: Callable[..., str]) -> Callable[..., Markup]:
    def call(*args: object, **named: object) -> Markup:
        return marked(printer(*args, **named))

    return call


def _drawn_once(macro: Callable[..., str]) -> Callable[..., str]:
    """Return the macro with its results remembered by argument: badges and marks recur on every page.

    What it remembers is a pure function of the arguments, so no page can tell; the size is bounded.
    """
    drawn: dict[tuple[object, ...], str] = {}

    def draw(*args: object) -> str:
        found = drawn.get(args)
        if found is None:
            if len(drawn) >= _MEMO_SIZE:
                drawn.clear()
            found = drawn[args] = macro(*args)
        return found

    return draw
