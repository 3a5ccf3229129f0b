"""What customers want 需求: themes that several share, needs that are pressing or without a plan, themes of a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.conclusions.comparing import Group, compared
from crmsite.conclusions.finding import SUPPORT, Finding, counted, split
from crmsite.shown import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.conclusions.finding import Ground
    from crmsite.lines import NeedLine

THEMES = 3
"""How many themes are named: those of the most customers."""

PRESSING = ("Q1",)
PLANNED_FOR = ("Q1", "Q2")


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield what can be said of needs, in reading order."""
    needs = {one.id: one.need_lines() for one in ground.summaries if one.load.needs or '"' in one.needs}
    themes = {name: _themes(lines) for name, lines in needs.items() if lines}
    yield from _shared(ground, themes)
    for found in (_pressing(ground, needs), _unplanned(ground, needs)):
        if found is not None:
            yield found
    yield from compared(ground, "theme_segment", "needs", [_having(theme, themes) for theme in _all(themes)], severity=1)


def _themes(lines: tuple[NeedLine, ...]) -> frozenset[str]:
    return frozenset(theme for line in lines for theme in line.themes.split(",") if theme)


def _all(themes: dict[str, frozenset[str]]) -> list[str]:
    return sorted({theme for held in themes.values() for theme in held})


def _having(theme: str, themes: dict[str, frozenset[str]]) -> Group:
    return Group(theme, Term("taxonomy:theme", theme), {name: theme in held for name, held in themes.items()})


def _shared(ground: Ground, themes: dict[str, frozenset[str]]) -> Iterator[Finding]:
    """Yield the themes that the most customers have, each of three or more, among those with a need on record."""
    rows = [(sum(theme in held for held in themes.values()), theme) for theme in _all(themes)]
    for count, theme in sorted(rows, key=lambda row: (-row[0], row[1]))[:THEMES]:
        if count < SUPPORT:
            continue
        ids, others = split(ground.summaries, _having(theme, themes).inside)
        found = counted("theme", theme, "needs", ids, others, severity=1, theme=Term("taxonomy:theme", theme))
        if found is not None:
            yield found


def _pressing(ground: Ground, needs: dict[str, tuple[NeedLine, ...]]) -> Finding | None:
    inside = {name: any(line.open and line.quadrant in PRESSING for line in lines) for name, lines in needs.items() if lines}
    return counted("pressing_needs", "all", "needs", *split(ground.summaries, inside), severity=2)


def _unplanned(ground: Ground, needs: dict[str, tuple[NeedLine, ...]]) -> Finding | None:
    """Count the customers with an important need that nothing is planned for, among those with an important need."""
    important = {
        name: [line for line in lines if line.open and line.quadrant in PLANNED_FOR] for name, lines in needs.items()
    }
    inside = {name: any(line.planned is None for line in lines) for name, lines in important.items() if lines}
    return counted("unplanned_needs", "all", "issues", *split(ground.summaries, inside), severity=2)
