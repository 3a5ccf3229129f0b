"""Root cause 根因: how far a chain of whys is verified, and what the fishbone holds it to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from crmsite.figures.facts import Factor, Receipt, Say
from crmsite.grammar.fields import Citation
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from crmsite.grammar.fields import Localised
    from crmsite.kinds.improvement import Cause, Fishbone, RootCause, Why

StepState = Literal["verified", "apart", "open", "refuted", "cut"]
"""``apart``: verified, but an answer above it is not; ``cut``: below an answer that turned out false."""

BONES = ("man", "machine", "material", "method", "environment", "measurement")
"""The bones 人机料法环测; the last may be left out."""

SHALLOW, DEEP = 2, 7
"""Fewer answers than this are hardly a chain, more seldom lead further. Five is a habit, not a rule."""

SEED = "3-20 3-21"


class Step(Slotted):
    """One answer of the chain, counted from 1."""

    number: int
    answer: Localised
    state: StepState
    evidence: Localised | None
    source: Citation


class BoneCause(Slotted):
    """One cause on a bone. ``mark``: confirmed as root, held to be root without support, suspected, or just listed."""

    text: Localised
    mark: Literal["root", "claimed", "suspected", "listed"]
    evidence: Localised | None


class Bone(Slotted):
    """One bone with its causes."""

    id: str
    causes: tuple[BoneCause, ...]


class Analysis(Slotted):
    """What an analysis of a cause says.

    ``root`` is the number of the deepest answer down to which all are verified, ``None`` where the first is not;
    ``suspect`` is the deepest answer that still stands, a hypothesis where it lies below the root.
    ``depth`` judges the length of the chain: ``none``, ``shallow``, ``fit``, ``deep``.
    """

    steps: tuple[Step, ...]
    root: int | None
    suspect: int | None
    depth: Literal["none", "shallow", "fit", "deep"]
    bones: tuple[Bone, ...]
    receipt: Receipt

    @property
    def verified(self) -> bool:
        """Whether the chain is verified to its end, so that no hypothesis is left below the root."""
        return self.root is not None and self.root == self.suspect


def analysis_of(record: RootCause) -> Analysis:
    """Read one analysis: follow the chain down, and hold each cause of the fishbone against it.

    Without whys there is no root, which is not the same as a hypothesis: ``depth`` is ``none``.
    """
    states = states_of(record.whys)
    steps = tuple([_step(record, place, why, states[place]) for place, why in enumerate(record.whys)])
    root = _last(states, ("verified",))
    suspect = _last(states, ("verified", "apart", "open"))
    bones = _bones(record.fishbone, record.whys) if record.fishbone is not None else ()
    return Analysis(steps, root, suspect, _depth(len(steps)), bones, _receipt(steps, root, suspect, bones))


def states_of(whys: tuple[Why, ...]) -> tuple[StepState, ...]:
    """Tell how each answer stands: verified in an unbroken row, verified apart from it, open, refuted, or cut off."""
    states: list[StepState] = []
    unbroken, alive = True, True
    for why in whys:
        if not alive:
            states.append("cut")
        elif why.verified is False:
            states.append("refuted")
            alive = False
        elif why.verified:
            states.append("verified" if unbroken else "apart")
        else:
            states.append("open")
            unbroken = False
    return tuple(states)


def _last(states: tuple[StepState, ...], wanted: tuple[StepState, ...]) -> int | None:
    return max([number for number, state in enumerate(states, start=1) if state in wanted], default=None)


def _depth(count: int) -> Literal["none", "shallow", "fit", "deep"]:
    if not count:
        return "none"
    return "shallow" if count < SHALLOW else "deep" if count > DEEP else "fit"


def _step(record: RootCause, place: int, why: Why, state: StepState) -> Step:
    return Step(place + 1, why.answer, state, why.evidence, Citation(record.path, why.line("answer")))


def _bones(fishbone: Fishbone, whys: tuple[Why, ...]) -> tuple[Bone, ...]:
    """Return the five bones always, the sixth where something is on it."""
    shown = [name for name in BONES if name != "measurement" or fishbone.measurement]
    return tuple([Bone(name, tuple([_cause(cause, whys) for cause in getattr(fishbone, name)])) for name in shown])


def _cause(cause: Cause, whys: tuple[Why, ...]) -> BoneCause:
    if cause.root:
        verified = tuple([why for why in whys if why.verified])
        return BoneCause(cause.text, "root" if supported(cause, verified) else "claimed", cause.evidence)
    return BoneCause(cause.text, "suspected" if cause.suspected else "listed", cause.evidence)


def supported(cause: Cause, whys: tuple[Why, ...]) -> bool:
    """Tell whether a cause that is marked as root rests on something: it is one of the answers, or has evidence of its own."""
    words = set(_words(cause.text))
    return cause.evidence is not None or any(words & set(_words(why.answer)) for why in whys)


def _words(text: Localised) -> list[str]:
    return [word.casefold() for word in (text.zh, text.en, text.first) if word]


def _found(steps: tuple[Step, ...], root: int | None, suspect: int | None, bones: tuple[Bone, ...]) -> Say:
    """Say what the analysis comes to: the root of the whys, and what the fishbone confirms besides it."""
    answer = steps[root - 1].answer if root is not None else None
    known = set(_words(answer)) if answer is not None else set()
    more = [cause.text for bone in bones for cause in bone.causes if cause.mark == "root" and not known & set(_words(cause.text))]
    many = ".many" if len(more) > 1 else ""
    if answer is not None and more:
        return Say(f"improve.root.both{many}", (("text", answer), ("bone", more[0]), ("n", len(more) - 1)))
    if answer is not None:
        return Say("improve.root.found", (("text", answer),))
    if more:
        return Say(f"improve.root.bone{many}", (("bone", more[0]), ("n", len(more) - 1)))
    return Say("improve.root.none") if suspect is None else Say("improve.root.hypothesis", (("text", steps[suspect - 1].answer),))


def _receipt(steps: tuple[Step, ...], root: int | None, suspect: int | None, bones: tuple[Bone, ...]) -> Receipt:
    factors = tuple(
        [
            Factor(
                Say("improve.why", (("n", step.number),)), step.answer, Say(f"improve.step.{step.state}"), None, (step.source,),
                "value" if step.state in ("verified", "apart") else "unknown",
            )
            for step in steps
        ]
    )
    result = _found(steps, root, suspect, bones)
    return Receipt("root_cause", result, factors, (), "", SEED, tuple([step.source for step in steps]))
