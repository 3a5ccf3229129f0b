"""Options whose value is a word of a list, written as its id or as its label in either language; and dates."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from crmsite.grammar.guess import nearest
from crmsite.grammar.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from crmsite.commands.workspace import Workspace


def said_in(context: click.Context | None) -> str:
    """Return the language of messages that a command was called with."""
    workspace: Workspace | None = context.find_root().obj if context is not None else None
    return workspace.lang if workspace is not None else "en"


class Listed(click.ParamType[str]):
    """A listed value: its id, or its label in either language, in any case."""

    def __init__(self, listing: str) -> None:
        self.listing = listing
        self.name = listing

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the name of the list, for help."""
        del param, ctx
        return self.listing.upper()

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the id."""
        words = VOCABULARY[self.listing]
        folded = value.strip().casefold()
        for word in words.values():
            if folded in (word.id, word.zh.casefold(), word.en.casefold()):
                return word.id
        guess = nearest(value, [name for word in words.values() for name in word])
        if said_in(ctx) == "zh":
            known = "、".join(f"{word.id}（{word.zh}）" for word in words.values())
            hint = f"是不是想写 {guess}？" if guess else ""
            raise click.BadParameter(f"“{value}”不在列表里。{hint}可以写：{known}", ctx, param)
        known = ", ".join(words)
        hint = f"Did you mean {guess}? " if guess else ""
        raise click.BadParameter(f"“{value}” is not in the list. {hint}Write one of {known}", ctx, param)


class Day(click.ParamType[date]):
    """A date as ``2026-11-18``, or ``today``."""

    name = "date"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the form, for help."""
        del param, ctx
        return "DATE"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date."""
        if isinstance(value, date):
            return value
        if value == "today":
            return date.today()  # noqa: DTZ011 - a day of the person's own calendar
        try:
            return date.fromisoformat(value)
        except ValueError:
            words = {"zh": f"“{value}”不是日期：写 2026-11-18 或 today", "en": f"“{value}” is no date: write 2026-11-18 or today"}
            if DayAndTime.FORM.fullmatch(value.strip()) and ctx is not None and any(one.name == "at" for one in ctx.command.params):
                words = {"zh": f"“{value}”带着时间：用 --at '{value}'", "en": f"“{value}” has a time: give it as --at '{value}'"}
            raise click.BadParameter(words[said_in(ctx)], ctx, param) from None


class DayAndTime(click.ParamType[str]):
    """A date with a time as ``2026-11-18 14:00``."""

    name = "time"
    FORM = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})")

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the form, for help."""
        del param, ctx
        return "'DATE HH:MM'"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return date and time with a space between them."""
        match = self.FORM.fullmatch(value.strip())
        if match is not None and int(match[2]) < 24 and int(match[3]) < 60:
            try:
                return f"{date.fromisoformat(match[1]).isoformat()} {match[2]}:{match[3]}"
            except ValueError:
                pass
        words = {"zh": f"“{value}”不是时间：写 '2026-11-18 14:00'", "en": f"“{value}” is no time: write '2026-11-18 14:00'"}
        raise click.BadParameter(words[said_in(ctx)], ctx, param)
