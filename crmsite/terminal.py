"""What prints: in which language, in colour or not, faults in the asked format, the sum of a run, progress on long work.

Every decision is a pure function of the flag, the environment and whether a stream is a terminal; the command line reads
those once and hands them in. Standard output is the answer; everything else goes to standard error.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO

import click

from crmsite.formats import FORMATS, renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crmsite.diagnostics import Diagnostic

Colour = Literal["auto", "always", "never"]
Language = Literal["zh", "en"]

# The look of each part of a printed fault.
_STYLES: dict[str, Callable[[str], str]] = {
    "error": lambda text: click.style(text, fg="red", bold=True),
    "warning": lambda text: click.style(text, fg="yellow", bold=True),
    "note": lambda text: click.style(text, fg="cyan", bold=True),
    "message": lambda text: click.style(text, bold=True),
    "gutter": lambda text: click.style(text, fg="blue", bold=True),
    "help": lambda text: click.style(text, fg="green", bold=True),
}


# ── decisions ───────────────────────────────────────────────────────────────────────────────────────────────────
def wants_colour(flag: Colour, env: Mapping[str, str], isatty: bool) -> bool:
    """Decide whether to colour a stream.

    The flag decides; then ``NO_COLOR`` (any text) against colour; then ``FORCE_COLOR`` and ``CLICOLOR_FORCE`` (anything
    but ``0``) for it; then a dumb terminal or ``CLICOLOR=0`` against it; and at last whether the stream is a terminal.
    """
    if flag != "auto":
        return flag == "always"
    if env.get("NO_COLOR"):
        return False
    if any(env.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    if env.get("TERM") == "dumb" or env.get("CLICOLOR") == "0":
        return False
    return isatty


def pick_language(flag: str | None, env: Mapping[str, str]) -> Language:
    """Decide the language of messages: the flag, else ``CRMSITE_LANG``, else the locale's first variable that is set.

    Chinese for anything that starts with ``zh``, English otherwise.
    """
    asked = (flag, *(env.get(name) for name in ("CRMSITE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")))
    first = next((name for name in asked if name), "")
    return "zh" if first.casefold().startswith("zh") else "en"


def shows_progress(env: Mapping[str, str], isatty: bool, *, quiet: bool = False) -> bool:
    """Decide whether to show progress: only to somebody who watches a terminal, never in CI or when asked to be quiet."""
    return isatty and not quiet and not env.get("CI") and env.get("TERM") != "dumb"


# ── faults ──────────────────────────────────────────────────────────────────────────────────────────────────────
def styled(role: str, text: str) -> str:
    """Return ``text`` in the colours of its role; unknown roles stay plain."""
    style = _STYLES.get(role)
    return text if style is None else style(text)


def report(
    found: Sequence[Diagnostic],
    lines: Callable[[str], list[str]],
    *,
    form: str,
    lang: Language,
    prefix: str,
    colour: bool = False,
) -> str:
    """Return the faults in the format of that name; only ``full`` knows colours."""
    if form == "full" and colour:
        from crmsite.formats import full  # the one format that takes a painter

        return full.render(found, lines, lang, prefix, styled)
    return renderer(form)(found, lines, lang, prefix)


def formats() -> tuple[str, ...]:
    """Return the names of the formats, for an option's choices."""
    return tuple(FORMATS)


class Tally(NamedTuple):
    """What became of the record files of a run; the three add up to the files on disk."""

    read: int
    failed: int = 0
    skipped: int = 0


def summary(found: Iterable[Diagnostic], tally: Tally, lang: Language) -> str:
    """Return the sum of a run in one sentence."""
    counts = {"error": 0, "warning": 0, "note": 0}
    for diagnostic in found:
        counts[diagnostic.severity] += 1
    return _summary_zh(counts, tally) if lang == "zh" else _summary_en(counts, tally)


def _summary_zh(counts: Mapping[str, int], tally: Tally) -> str:
    names = {"error": "错误", "warning": "警告", "note": "提示"}
    told = "、".join(f"{number} 个{names[severity]}" for severity, number in counts.items() if number)
    head = f"发现 {told}" if told else "没有发现问题"
    return f"{head}；读取 {tally.read:,} 个文件，失败 {tally.failed:,}，跳过 {tally.skipped:,}。"


def _summary_en(counts: Mapping[str, int], tally: Tally) -> str:
    told = [_counted(number, severity) for severity, number in counts.items() if number]
    head = f"Found {_joined(told)}" if told else "No faults found"
    return f"{head}; {_counted(tally.read, 'file')} read, {tally.failed:,} failed, {tally.skipped:,} skipped."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


# ── streams ─────────────────────────────────────────────────────────────────────────────────────────────────────
def prepare_streams() -> None:
    """Let a terminal that cannot show Chinese print escapes in its place instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def answer(text: str, *, colour: bool = False) -> None:
    """Print to standard output: the answer of a command, and nothing else."""
    click.echo(text, nl=not text.endswith("\n"), color=colour)


def remark(text: str, *, colour: bool = False) -> None:
    """Print to standard error: what the person should know beside the answer."""
    click.echo(text, err=True, nl=not text.endswith("\n"), color=colour)


class Progress:
    """One line that says how far a long step has come, and that leaves nothing behind.

    Silent unless ``shown``; it writes only when the percentage moves, so that counting costs nothing.
    """

    def __init__(self, stream: TextIO, *, shown: bool) -> None:
        self._stream = stream
        self._shown = shown
        self._label = ""
        self._total = 0
        self._count = 0
        self._percent = -1

    def start(self, label: str, total: int) -> None:
        """Begin a step of ``total`` parts; a step that is under way ends."""
        self.done()
        self._label, self._total, self._count, self._percent = label, total, 0, -1
        self.advance(0)

    def advance(self, by: int = 1) -> None:
        """Count parts that are finished."""
        self._count += by
        if not self._shown or self._total <= 0:
            return
        percent = min(100, self._count * 100 // self._total)
        if percent != self._percent:
            self._percent = percent
            self._stream.write(f"\r\x1b[2K{self._label} {self._count:,}/{self._total:,} ({percent} %)")
            self._stream.flush()

    def done(self) -> None:
        """End the step and clear its line."""
        if self._shown and self._percent >= 0:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()
        self._total, self._percent = 0, -1
