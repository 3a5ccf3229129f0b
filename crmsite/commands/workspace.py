"""Where a command runs: the repository, the language and colour of messages, the date and the number of workers."""

from __future__ import annotations

import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from crmsite.commands.phrases import phrase
from crmsite.stages.options import Options
from crmsite.terminal import Colour, Language, Progress, pick_language, prepare_streams, remark, shows_progress, wants_colour

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

_ZONE = re.compile(rb"""^[^#\n]*\btimezone:[ \t]*["']?([A-Za-z][A-Za-z0-9_+/-]*)""", re.MULTILINE)


class NoRepositoryError(click.ClickException):
    """There are no records here."""

    exit_code = 2


class Workspace(NamedTuple):
    """The surroundings of a run, read once. ``lang`` is ``zh`` or ``en``."""

    start: Path
    lang: Language
    colour: bool

    @classmethod
    def of(cls, directory: str, lang: str | None, color: Colour) -> Workspace:
        """Read the surroundings."""
        prepare_streams()
        return cls(Path(directory), pick_language(lang, os.environ), wants_colour(color, os.environ, isatty=sys.stdout.isatty()))

    def say(self, key: str, **args: object) -> None:
        """Tell the person something beside the answer."""
        remark(phrase(self.lang, key, **args))

    def progress(self, key: str) -> tuple[Progress, Callable[[int, int], None]]:
        """Return a progress line, and the function that moves it."""
        line = Progress(sys.stderr, shown=shows_progress(os.environ, sys.stderr.isatty()))
        label = phrase(self.lang, key)

        def advance(done: int, all_of_them: int) -> None:
            if done == 1:
                line.start(label, all_of_them)
            line.advance()

        return line, advance

    @property
    def root(self) -> Path:
        """The nearest folder upwards that holds ``records/``. Exits 2 with one line where there is none."""
        start = self.start.resolve()
        for folder in (start, *start.parents):
            if (folder / "records").is_dir():
                return folder
        words = {
            "zh": "这里和上级文件夹里都没有 records/。用 crmsite init 建一个，或用 -C 指到仓库。",
            "en": "no records/ folder here or above. Make one with `crmsite init`, or point to the repository with -C.",
        }
        raise NoRepositoryError(words[self.lang])

    def options(self, *, as_of: str | None, jobs: int | None, audience: str | None = None) -> Options:
        """Return what the pipeline is asked for. The clock is read here, and nowhere else."""
        from crmsite.machine.workers import default_jobs

        root = self.root
        return Options(
            root=root,
            records=root / "records",
            memo=root / ".crmsite" / "memo",
            as_of=self.as_of(as_of),
            today=today(root),
            jobs=jobs or default_jobs(),
            audience=audience,
        )

    def as_of(self, flag: str | None) -> date | None:
        """Return the date asked for: the flag, else CRMSITE_AS_OF, else SOURCE_DATE_EPOCH; ``None`` leaves it to ``site.yaml``."""
        from datetime import datetime

        text = flag or os.environ.get("CRMSITE_AS_OF")
        if text is None:
            epoch = os.environ.get("SOURCE_DATE_EPOCH")
            return datetime.fromtimestamp(int(epoch), zone_of(self.root)).date() if epoch and epoch.isdigit() else None
        if text == "today":
            return today(self.root)
        if text == "head":
            from crmsite.stages.history import head_date

            return head_date(self.root)
        try:
            return date.fromisoformat(text)
        except ValueError:
            words = {
                "zh": f"“{text}”不是日期：写 2026-11-18、today 或 head",
                "en": f"“{text}” is no date: write 2026-11-18, today or head",
            }
            raise click.BadParameter(words[self.lang], param_hint="--as-of") from None


def today(root: Path) -> date:
    """Return the day where the organisation is: the one place where the clock is read for records."""
    from datetime import datetime

    return datetime.now(zone_of(root)).date()


def zone_of(root: Path) -> ZoneInfo:
    """Return the organisation's time zone, read before anything else is; Asia/Shanghai where ``site.yaml`` names none that is one.

    A name that is no zone is a fault of ``check``, which tells its place.
    """
    from zoneinfo import ZoneInfo

    try:
        found = _ZONE.search((root / "records" / "site.yaml").read_bytes())
        return ZoneInfo(found[1].decode("ascii") if found else "Asia/Shanghai")
    except (OSError, ValueError, KeyError):
        return ZoneInfo("Asia/Shanghai")


as_of_option = click.option(
    "--as-of", metavar="DATE", default=None, help="Show the records as of a date: 2026-11-18, today, or head."
)
jobs_option = click.option(
    "-j", "--jobs", metavar="N", type=click.IntRange(1, 64), default=None, help="How many processes. Default: one a core."
)
