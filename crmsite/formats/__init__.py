"""The forms in which faults are printed: one module per format, each with the same ``render``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crmsite.diagnostics import Diagnostic

# The module of each format, in the order in which help texts list them. Only the one that is asked for is imported.
FORMATS: dict[str, str] = {
    "full": "crmsite.formats.full",
    "concise": "crmsite.formats.concise",
    "json": "crmsite.formats.report_json",
    "github": "crmsite.formats.github",
    "gitlab": "crmsite.formats.gitlab",
    "sarif": "crmsite.formats.sarif",
    "junit": "crmsite.formats.junit",
}


class Renderer(Protocol):
    """What every format offers.

    ``lines`` returns the source lines of a record file by its path (empty when they are not to be had), ``lang`` is
    ``zh`` or ``en``, ``prefix`` is the records folder as the user knows it, such as ``records/``.
    """

    def __call__(self, found: Sequence[Diagnostic], lines: Callable[[str], list[str]], lang: str, prefix: str) -> str:
        """Return the whole output, ending in a newline unless it is empty."""
        ...


def renderer(name: str) -> Renderer:
    """Return the ``render`` of a format by its name. Raises ``KeyError`` for a name that is not in ``FORMATS``."""
    return cast("Renderer", import_module(FORMATS[name]).render)
