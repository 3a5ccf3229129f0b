"""The command line: one module a command, imported only when it is called for, so that ``--help`` stays quick."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import click

from crmsite import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

Colour: TypeAlias = Literal["auto", "always", "never"]

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Turn a folder into a working repository with one example customer."),
    "new": ("new", "Start a record: a customer, a need, a plan, a quarter's assessments."),
    "log": ("log", "Write down a follow-up in one line."),
    "answer": ("answer", "Answer an early warning."),
    "check": ("check", "Read every record and report every fault."),
    "build": ("build", "Build the site and publish it in one exchange."),
    "serve": ("serve", "Show the site while you edit, and the faults while it is broken."),
    "explain": ("explain", "Say why a customer stands where it stands, or what a rule means."),
    "list": ("list", "List customers, needs, actions, duties, alerts, risks, surveys or metrics."),
    "cuts": ("cuts", "Propose RFM cut points from your own orders, for review."),
    "fmt": ("fmt", "Put the keys of records in their order; keep every word."),
    "schema": ("schema", "Write JSON Schemas, so that editors complete and check records."),
    "doctor": ("doctor", "Look at the surroundings: what is installed, what will hinder."),
}
"""Every command: its module in ``crmsite.commands`` and what it does in one line."""


class _Context(click.Context):
    """What a command is run in; help is printed in the language of messages, whose words are imported only then."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what lays help out."""
        from crmsite.commands.helping import ChineseHelp, in_chinese

        formatter = ChineseHelp if in_chinese() else click.HelpFormatter
        return formatter(width=self.terminal_width, max_width=self.max_content_width)

    def get_help(self) -> str:
        """Return the help of the command."""
        from crmsite.commands.helping import in_chinese, translated

        return translated(self.command).get_help(self) if in_chinese() else super().get_help()

    def get_usage(self) -> str:
        """Return how the command is called."""
        from crmsite.commands.helping import in_chinese, translated

        return translated(self.command).get_usage(self) if in_chinese() else super().get_usage()


def _language_first(args: Sequence[str]) -> list[str]:
    """Return a command line with ``--lang`` before the command, wherever it was typed: whoever adds it last is understood too."""
    moved: list[str] = []
    kept: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            kept += [word, *words]
        elif word == "--lang":
            value = next(words, None)
            if value is None:
                raise click.BadOptionUsage("lang", "Option '--lang' requires an argument.")
            moved += [word, value]
        elif word.startswith("--lang="):
            moved.append(word)
        else:
            kept.append(word)
    return [*moved, *kept]


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only when it is needed."""

    context_class = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the command; the language may stand after it as well."""
        return super().parse_args(ctx, _language_first(args))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"crmsite.commands.{COMMANDS[cmd_name][0]}").command
        command.context_class = _Context
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was asked for; of one that is not there, say which was perhaps meant."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from crmsite.grammar.guess import nearest  # only where something is wrong

            guess = nearest(name, COMMANDS)
            ctx.fail(f"No such command '{name}'." + (f" Did you mean '{guess}'?" if guess else ""))
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, *, standalone_mode: bool = True, **more: Any) -> Any:  # type: ignore[override]  # the keywords that are used
        """Run. Alone, a refusal is told in the reader's language and ends with its exit code; otherwise it is raised."""
        try:
            code = super().main(args, standalone_mode=False, **more)
        except click.ClickException as refused:
            if not standalone_mode:
                raise
            from crmsite.commands.usage import show  # only where something is wrong

            show(refused, sys.argv[1:] if args is None else args)
            sys.exit(refused.exit_code)
        except click.Abort:
            if not standalone_mode:
                raise
            sys.exit(130)
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print the table without importing anything."""
        from crmsite.commands.help_in_chinese import HELP
        from crmsite.commands.helping import in_chinese

        del ctx
        lines = {name: HELP[name].line if in_chinese() else text for name, (_, text) in COMMANDS.items()}
        with formatter.section("Commands"):
            formatter.write_dl(list(lines.items()))


EXAMPLES = """\b
Examples:
  crmsite init my-customers     a new repository with one example customer
  crmsite check                 every fault, with its line and what to write instead
  crmsite build                 the site, in site/
  crmsite explain C001          why this tier, this segment, these alerts
"""


@click.group(
    cls=LazyGroup, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "CRMSITE"}
)
@click.version_option(__version__, "-V", "--version", prog_name="crmsite", message="%(prog)s %(version)s")
@click.option("-C", "directory", default=".", metavar="DIR", help="Run as if started in DIR.")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en", "zh-CN"]),
    default=None,
    callback=lambda _ctx, _param, value: value and value[:2],
    help="Language of messages, zh-CN is zh. Default: CRMSITE_LANG, else LANG.",
)
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to print in colour.")
@click.pass_context
def main(ctx: click.Context, directory: str, lang: str | None, color: Colour) -> None:
    """Read, score, explain and publish customers, needs and plans that are files in git."""
    from crmsite.commands.workspace import Workspace  # --help and --version need none of it

    ctx.obj = Workspace.of(directory, lang, color)
