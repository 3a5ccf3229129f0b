"""What customers want 需求: themes that several share, needs that are pressing or without a plan, themes of a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.conclusions.comparing import Group, compared
from crmsite.conclusions.finding import Finding, counted, split
from crmsite.figures.shown import Term
from crmsite.summaries.followed import wants_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.conclusions.finding import Ground
    from crmsite.summaries.depth import WantsLine

THEMES = 3
"""How many themes are named: those of the most customers."""


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield what can be said of needs, in reading order."""
    read = ((one.id, one.once(wants_line)) for one in ground.summaries)
    wants = {name: line for name, line in read if line is not None and line.needs}
    themes = {name: frozenset(line.themes) for name, line in wants.items()}
    yield from _shared(ground, themes)
    for found in (_pressing(ground, wants), _unplanned(ground, wants)):
        if found is not None:
            yield found
    yield from compared(ground, "theme_segment", "needs", [_having(theme, themes) for theme in _all(themes)], severity=1)


def _all(themes: dict[str, frozenset[str]]) -> list[str]:
    return sorted({theme for held in themes.values() for theme in held})


def _having(theme: str, themes: dict[str, frozenset[str]]) -> Group:
    return Group(theme, Term("taxonomy:theme", theme), {name: theme in held for name, held in themes.items()})


def _shared(ground: Ground, themes: dict[str, frozenset[str]]) -> Iterator[Finding]:
    """Yield the themes that the most customers have, each of three or more, among those with a need on record."""
    rows = [(sum(theme in held for held in themes.values()), theme) for theme in _all(themes)]
    for count, theme in sorted(rows, key=lambda row: (-row[0], row[1]))[:THEMES]:
        if count < ground.gates.support:
            continue
        ids, others = split(ground.summaries, _having(theme, themes).inside)
        found = counted(ground, "theme", theme, "needs", ids, others, severity=1, theme=Term("taxonomy:theme", theme))
        if found is not None:
            yield found


def _pressing(ground: Ground, wants: dict[str, WantsLine]) -> Finding | None:
    inside = {name: line.pressing > 0 for name, line in wants.items()}
    return counted(ground, "pressing_needs", "all", "needs", *split(ground.summaries, inside), severity=2)


def _unplanned(ground: Ground, wants: dict[str, WantsLine]) -> Finding | None:
    """Count the customers with an important need that nothing is planned for, among those with an important need."""
    inside = {name: line.bare > 0 for name, line in wants.items() if line.important}
    return counted(ground, "unplanned_needs", "all", "issues", *split(ground.summaries, inside), severity=2)
