"""The Python that a template becomes: Jinja's, without what no page of ours needs.

Views are named fields, so an attribute is an attribute and an item is an item: both become plain Python instead of a search
for either. Functions are called as they are. Pieces that follow each other go into the page together, and so does a piece
that is there on a condition: a page has a thousand pieces, and a call for each would be a fifth of drawing it.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, CompilerExit
from jinja2.idtracking import VAR_LOAD_RESOLVE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2.compiler import Frame, MacroRef

_FIXED = "fixed"
_GATHERING = ("_loop_vars = {}", "_block_vars = {}")
_EXTENDED = "yield from parent_template.root_render_func(context)"
_GO_ON = "yield from context.go_on(parent_template)"
_PREPARING = (nodes.Extends, nodes.Import, nodes.FromImport, nodes.Macro, nodes.Block, nodes.Assign, nodes.Output)


class PlainCode(CodeGenerator):
    """Writes attribute access, items, calls and escaping as plain Python."""

    environment: Any
    """The templates of a theme: beside what Jinja asks for, their ``globals``, ``printers``, ``by_type`` and ``drawn``."""
    _printing: nodes.Name | None = None
    """The function whose result is being printed, where it is a printer or one of the template's own macros."""
    _macros: dict[str, int]
    """How many arguments each of the template's own macros takes."""
    _steady = False
    """Whether the template extends another and, outside of its blocks, looks at nothing that a page gives it."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - the compiler's name for it
        """Give the names that are the same on every page to the module, once, instead of searching for them at every use."""
        for name in self.environment.globals:
            self.writeline(f"g_{name} = environment.globals[{name!r}]")
        for name in self.environment.printers:
            self.writeline(f"p_{name} = environment.printers[{name!r}]")
        for name in self.environment.by_type:
            self.writeline(f"k_{name} = environment.by_type[{name!r}]")
        for name in self.environment.drawn:
            self.writeline(f"d_{name} = environment.drawn[{name!r}]")
        self.writeline("printed, quick_macro = environment.printed, environment.quick_macro")
        self._steady = _only_prepares(node)
        macros = {macro.name: len(macro.args) for macro in node.body if isinstance(macro, nodes.Macro)}
        hidden = {name.name for name in node.find_all(nodes.Name) if name.ctx == "store"}
        self._macros = {name: count for name, count in macros.items() if name not in hidden}
        super().visit_Template(node, frame)
        self.writeline(f"steady = {self._steady}")
        self.writeline(f"extends = {node.find(nodes.Extends) is not None}")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line; not what would gather a loop's names for functions that ask for the template's surroundings."""
        if x not in _GATHERING:
            super().writeline(_GO_ON if x == _EXTENDED else x, node, extra)

    def pop_assign_tracking(self, frame: Frame) -> None:
        """Tell the page of a name that the template gives it; a block's and a loop's own are nobody else's."""
        if frame.block_frame or frame.loop_frame:
            self._assign_stack.pop()
        else:
            super().pop_assign_tracking(frame)

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
        if frame.block is None and any(action == VAR_LOAD_RESOLVE for action, _ in loads.values()):
            self._steady = False
        super().enter_frame(frame)
        loads.update({name: (_FIXED, found) for name, (_, found) in kept.items()})

    def blockvisit(self, nodes_: Iterable[nodes.Node], frame: Frame) -> None:
        """Collect the pieces of a block, or of a page's frame, in a list and hand them on as one; add to it run by run."""
        whole = frame.buffer is None and (frame.block_frame or frame.rootlevel) and not frame.require_output_check
        if whole:
            self.buffer(frame)
        nodes_ = list(nodes_)
        if frame.buffer is None or not nodes_:
            self.writeline("pass")
        with suppress(CompilerExit):
            for together, run in groupby(nodes_, key=_is_piece if frame.buffer is not None else _is_none):
                if together:
                    self._write_run(list(run), frame)
                else:
                    for node in run:
                        self.visit(node, frame)
        if whole:
            self.writeline(f"yield concat({frame.buffer})")
            frame.buffer = None

    def _write_run(self, run: list[nodes.Node], frame: Frame) -> None:
        self.writeline(f"{frame.buffer} += (")
        self.indent()
        for piece in self._pieces(run, frame):
            self._write_piece(piece, frame)
            self.write(",")
        self.outdent()
        self.writeline(")")

    def _pieces(self, run: Iterable[nodes.Node], frame: Frame) -> list[Any]:
        """Return what a run consists of: fixed text, what is worked out, and what is there on a condition."""
        found: list[Any] = []
        for node in run:
            for child in node.nodes if isinstance(node, nodes.Output) else [node]:
                text = self._fixed_text(child, frame)
                if text is not None and found and isinstance(found[-1], str):
                    found[-1] += text
                else:
                    found.append(child if text is None else text)
        return found

    def _fixed_text(self, child: Any, frame: Frame) -> str | None:
        try:
            return None if isinstance(child, nodes.If) else self._output_child_to_const(child, frame, self._make_finalize())
        except nodes.Impossible:
            return None

    def _write_piece(self, piece: Any, frame: Frame) -> None:
        if isinstance(piece, str):
            self.writeline(repr(piece))
            return
        self.newline(piece)
        if not isinstance(piece, nodes.If):
            self._output_child_pre(piece, frame, self._make_finalize())
            self.visit(piece, frame)
            self._output_child_post(piece, frame, self._make_finalize())
            return
        frame = frame.soft()
        self.write("(")
        for branch in (piece, *piece.elif_):
            self._write_joined(branch.body, frame)
            self.write(" if ")
            self.visit(branch.test, frame)
            self.write(" else ")
        self._write_joined(piece.else_, frame)
        self.write(")")

    def _write_joined(self, run: list[nodes.Node], frame: Frame) -> None:
        pieces = self._pieces(run, frame)
        if len(pieces) == 1:
            self._write_piece(pieces[0], frame)
            return
        self.write("concat((" if pieces else "''")
        for piece in pieces:
            self._write_piece(piece, frame)
            self.write(",")
        self.write("))" if pieces else "")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802 - the compiler's name for it
        """Put the pieces of a block among those of the page; Jinja takes precautions for drawing that waits in between."""
        if frame.buffer is None or node.scoped or node.required:
            super().visit_Block(node, frame)
        else:
            self.writeline(f"{frame.buffer}.extend(context.blocks[{node.name!r}][0]({self.get_context_ref()}))", node)

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802 - the compiler's name for it
        """Write a name; one that is the same on every page is the module's, and what a page has not got is undefined as it is."""
        reference = frame.symbols.ref(node.name)
        load = frame.symbols.find_load(reference) if node.ctx == "load" else None
        if load is not None and load[0] == _FIXED:
            self.write(f"p_{node.name}" if node is self._printing else f"g_{node.name}")
        elif load is not None and load[0] == VAR_LOAD_RESOLVE:
            self.write(reference)
        else:
            super().visit_Name(node, frame)

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
        printing = self._printing if node.node is self._printing else None
        fixed = printing is not None and _is_fixed(printing, frame) and not node.kwargs
        if printing is not None and fixed and printing.name in self.environment.by_type and len(node.args) == 1:
            self.write(f"k_{printing.name}[type(_said := (")
            self.visit(node.args[0], frame)
            self.write("))](_said)")
            return
        if printing is not None and fixed and printing.name in self.environment.drawn:
            self.write(f"d_{printing.name}[(")
            self._write_arguments(node, frame)
            self.write(")]")
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(" if printing is None or _is_fixed(printing, frame) else ").plain(")
        self._write_arguments(node, frame)
        self.write(")")

    def _write_arguments(self, node: nodes.Call, frame: Frame) -> None:
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for keyword in node.kwargs:
            self.write(f"{keyword.key}=")
            self.visit(keyword.value, frame)
            self.write(", ")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, _finalize: CodeGenerator._FinalizeInfo) -> None:
        self._printing = None
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            printer = node.node.name in self.environment.printers and _is_fixed(node.node, frame)
            self._printing = node.node if printer or self._is_own_macro(node, node.node, frame) else None
        if self._printing is None:
            self.write("printed[type(_said := (")

    def _output_child_post(self, node: nodes.Expr, _frame: Frame, _finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._printing is None or not isinstance(node, nodes.Call) or node.node is not self._printing:
            self.write("))](_said)")


    def _is_own_macro(self, call: nodes.Call, name: nodes.Name, frame: Frame) -> bool:
        """Tell whether a call is one of the template's own macros with all arguments by place, and no argument of that name."""
        plain = not call.kwargs and len(call.args) == self._macros.get(name.name)
        return plain and frame.symbols.ref(name.name) == f"l_0_{name.name}"


def _is_piece(node: nodes.Node) -> bool:
    """Tell whether a node puts something into the page and does nothing else: text, values, and both on a condition."""
    if isinstance(node, nodes.If):
        return all(map(_is_piece, [*node.body, *node.elif_, *node.else_]))
    return isinstance(node, nodes.Output)


def _only_prepares(template: nodes.Template) -> bool:
    """Tell whether a template begins by extending another, and then only imports, defines and sets; its text is not drawn."""
    imports: list[Any] = [*template.find_all((nodes.Import, nodes.FromImport))]
    return (
        template.body[:1] == [*template.find_all(nodes.Extends)] != []
        and all(isinstance(node, _PREPARING) for node in template.body)
        and not any(node.with_context for node in imports)
    )


def _is_none(_node: nodes.Node) -> bool:
    return False


def _is_fixed(name: nodes.Name, frame: Frame) -> bool:
    """Tell whether a name means the same on every page, and nothing of the template's own."""
    load = frame.symbols.find_load(frame.symbols.ref(name.name)) if name.ctx == "load" else None
    return load is not None and load[0] == _FIXED
