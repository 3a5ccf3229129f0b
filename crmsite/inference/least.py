"""Where a smooth function is least: a descent by slopes that learns from each step how they bend (BFGS).

Broyden, Fletcher, Goldfarb and Shanno (1970). It knows nothing of what the function means. A library for this takes longer to
load than all that is asked of it here takes to work out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.float64]

STEPS = 400
"""After so many steps without an end there is none to be found."""

FARTHEST = 1.0
"""How far one step leads at most: slopes say nothing about what lies behind the next hill."""

_HALVINGS = 40
_ENOUGH = 1e-4
"""How much of what the slope promises a step has to bring (Armijo); else half of it is tried."""


def least(sloped: Callable[[Numbers], tuple[float, Numbers]], start: Numbers, close: float = 1e-9) -> Numbers | None:
    """Return the place at which a function is least; ``None`` where none was found.

    ``sloped`` gives value and slopes at a place. The search ends where another step would bring less than ``close``, in units
    of the value, and takes that step as well.
    """
    import numpy as np

    place = start
    value, slope = sloped(place)
    bend = np.eye(len(place)) / max(1.0, float(np.linalg.norm(slope)))
    for _ in range(STEPS):
        step = -bend @ slope
        gain = -float(slope @ step)
        if not np.isfinite(value) or not gain >= 0:
            return None
        if gain < 2 * close:
            return place + step
        step *= min(1.0, FARTHEST / float(np.max(np.abs(step))))
        found = _stepped(sloped, place, step, value, float(slope @ step))
        if found is None:
            return None
        there, value, new = found
        bend = _learned(bend, there - place, new - slope)
        place, slope = there, new
    return None


def _stepped(
    sloped: Callable[[Numbers], tuple[float, Numbers]], place: Numbers, step: Numbers, value: float, promised: float
) -> tuple[Numbers, float, Numbers] | None:
    """Go a step or as much of it as leads down; return where that is, the value and the slopes there."""
    for _ in range(_HALVINGS):
        there = place + step
        found, slope = sloped(there)
        if found <= value + _ENOUGH * promised:
            return there, found, slope
        step, promised = step / 2, promised / 2
    return None


def _learned(bend: Numbers, step: Numbers, turned: Numbers) -> Numbers:
    """Return how slopes bend, inverted, from how far they turned on a step; unchanged where that says nothing."""
    import numpy as np

    along = float(step @ turned)
    if along <= 0:
        return bend
    rest = np.eye(len(step)) - np.outer(step, turned) / along
    learned: Numbers = rest @ bend @ rest.T + np.outer(step, step) / along
    return learned
