"""Help as it is printed: headings, texts and line breaks in the language of messages."""

from __future__ import annotations

import copy
import re
import sys
from typing import TYPE_CHECKING

import click

from crmsite.commands.columns import padded
from crmsite.commands.help_in_chinese import HELP, MAIN
from crmsite.commands.usage import language_of
from crmsite.formats.escaping import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEADINGS = {"Usage": "用法", "Options": "选项", "Commands": "命令"}
_METAVARS = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
_PIECE = re.compile(r" *[!-~]+| +|.")
_CLOSES = "，。；：、）》”！？"
_FIRST_COLUMN = 30
_GAP = 2
_LONELY = 4


def in_chinese() -> bool:
    """Tell whether messages are in Chinese: help is printed before options are read, so the command line is looked at."""
    return language_of(sys.argv[1:]) == "zh"


def translated(command: click.Command) -> click.Command:
    """Return a copy of a command whose texts are Chinese."""
    words = HELP.get(command.name or "", MAIN)
    found = copy.copy(command)
    found.help = words.text or words.line
    found.epilog = f"\b\n例如：{words.examples}"
    found.options_metavar = _METAVARS.get(command.options_metavar or "", command.options_metavar)
    found.params = [_option(one, words.options[name_of(one)]) if isinstance(one, click.Option) else one for one in command.params]
    if isinstance(found, click.Group):
        found.subcommand_metavar = _METAVARS.get(found.subcommand_metavar, found.subcommand_metavar)
    return found


def name_of(option: click.Parameter) -> str:
    """Return the name by which an option is known: the long one where there is one."""
    return next((name for name in option.opts if name.startswith("--")), option.opts[0])


def _option(option: click.Option, text: str) -> click.Option:
    found = copy.copy(option)
    found.help = text
    return found


class ChineseHelp(click.HelpFormatter):
    """Prints help in Chinese: a character takes two cells, and a line may end after any of them."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Print how a command is called."""
        super().write_usage(prog, args, prefix if prefix is not None else "用法：")

    def write_heading(self, heading: str) -> None:
        """Print the name of a section."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        """Print paragraphs; one that begins with the sign for it keeps its lines."""
        indent = " " * self.current_indent
        paragraphs = []
        for paragraph in text.strip("\n").split("\n\n"):
            kept = paragraph.startswith("\b")
            lines = paragraph.lstrip("\b\n").split("\n") if kept else _wrapped(paragraph, self.width - self.current_indent)
            paragraphs.append("\n".join([f"{indent}{line}".rstrip() for line in lines]))
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST_COLUMN, col_spacing: int = _GAP) -> None:
        """Print names with what they mean beside them, or below where a name is long."""
        told = list(rows)
        first = min(max((width(name) for name, _ in told), default=0), col_max) + col_spacing
        for name, text in told:
            said = MAIN.options["--help"] if name.endswith("--help") else text.replace("[default: ", "[默认：")
            lines = _wrapped(said, max(self.width - first - self.current_indent, 10))
            indent = " " * self.current_indent
            beside = width(name) <= first - col_spacing
            self.write(f"{indent}{padded(name, first)}{lines.pop(0)}\n" if beside else f"{indent}{name}\n")
            for line in lines:
                self.write(f"{indent}{' ' * first}{line}\n")


def _wrapped(text: str, cells: int) -> list[str]:
    """Return lines of at most so many cells. A mark that closes may hang over, for none begins a line; no character is alone."""
    lines = [""]
    for piece in _pieces(text):
        if width(lines[-1] + piece) > cells and piece not in _CLOSES and lines[-1]:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    if len(lines) > 1 and width(lines[-1]) <= _LONELY:
        return _wrapped(text, cells - _LONELY)
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """Yield what may not be torn apart: words of Latin letters with the space before them, single characters of Chinese."""
    for found in _PIECE.finditer(text.replace("\n", "")):
        yield found[0]
