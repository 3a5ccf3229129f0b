"""Wrong usage in the reader's language: what click says in English, said in Chinese where messages are in Chinese."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click

from crmsite.commands.phrases import phrase
from crmsite.terminal import Language, pick_language

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"No such command '(?P<a>.+?)'\. Did you mean '(?P<b>.+?)'\?", "没有命令“{a}”。是不是 {b}？"),
        (r"No such command '(?P<a>.+?)'\.", "没有命令“{a}”。crmsite --help 列出全部命令"),
        (r"Missing command\.", "还要写一个命令。crmsite --help 列出全部命令"),
        (r"Got unexpected extra arguments? \((?P<a>.+)\)", "多出来的参数：{a}"),
        (r"Option '(?P<a>.+?)' requires an argument\.", "选项 {a} 后面要写值"),
        (r"Option '(?P<a>.+?)' requires (?P<b>\d+) arguments\.", "选项 {a} 后面要写 {b} 个值"),
        (r"Option '(?P<a>.+?)' does not take a value\.", "选项 {a} 后面不写值"),
        (r"'(?P<a>.*)' is not (?:one of|a valid choice:?) (?P<b>.+?)\.?", "“{a}”不能用；可以写：{b}"),
        (r"'?(?P<a>.*?)'? is not in the range (?P<b>.+?)\.?", "“{a}”超出范围 {b}"),
        (r"'(?P<a>.*)' is not a valid integer( range)?\.", "“{a}”不是整数"),
        (r"'(?P<a>.*)' is not a valid float( range)?\.", "“{a}”不是数字"),
    )
)
"""What click says, and how it is said in Chinese. A sentence that is not among them stands as it is."""


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language of messages from the command line as it was typed: it may not have been read as far as its ``--lang``."""
    flag = None
    for at, word in enumerate(arguments):
        if word == "--lang":
            flag = flag or next(iter(arguments[at + 1 :]), None)
        elif word.startswith("--lang="):
            flag = flag or word.partition("=")[2]
    return pick_language(flag, os.environ)


def show(error: click.ClickException, arguments: Sequence[str]) -> None:
    """Print a refusal on the standard error: how the command is used where that was wrong, and what is wrong."""
    if language_of(arguments) == "zh":
        context = error.ctx if isinstance(error, click.UsageError) else None
        click.echo(f"{_usage(context)}错误：{_chinese(error)}", err=True)
    else:
        error.show()


def show_full_output(arguments: Sequence[str]) -> None:
    """Say on the standard error that what was to be printed found no room where the standard output goes."""
    click.echo(f"crmsite: {phrase(language_of(arguments), 'refusing.output')}", err=True)


def _usage(context: click.Context | None) -> str:
    """Return the lines on how a command is used, and where its help is; nothing for a refusal that is not about usage."""
    if context is None:
        return ""
    usage = "用法：" + context.get_usage().removeprefix("Usage:").removeprefix("用法：").lstrip()
    return f"{usage}\n运行 {context.command_path} {context.help_option_names[-1]} 查看说明。\n\n"


def _chinese(error: click.ClickException) -> str:
    if isinstance(error, click.MissingParameter):
        return _missing(error)
    if isinstance(error, click.NoSuchOption):
        near = f"。是不是 {'、'.join(error.possibilities)}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.BadParameter):
        named = _named(error)
        said = _translated(error.message)
        return f"{named}：{said}" if named else said
    return _translated(error.format_message())


def _missing(error: click.MissingParameter) -> str:
    kind = "选项" if isinstance(error.param, click.Option) else "参数"
    said = f"缺少{kind} {_named(error)}"
    if error.param is not None and isinstance(error.param.type, click.Choice):
        said += "；可以写：" + "、".join(str(choice) for choice in error.param.type.choices)
    return said


def _named(error: click.BadParameter) -> str:
    """Return how the parameter is called on the command line."""
    if isinstance(error.param_hint, str):
        return error.param_hint
    if error.param_hint:
        return " / ".join(error.param_hint)
    if error.param is None:
        return ""
    return error.param.get_error_hint(error.ctx).replace("'", "") if error.ctx is not None else error.param.human_readable_name


def _translated(message: str) -> str:
    for pattern, words in _SAID:
        found = pattern.fullmatch(message)
        if found is not None:
            named = found.groupdict(default="")
            return words.format_map({name: text.replace("', '", "、").strip("'") for name, text in named.items()})
    return message
