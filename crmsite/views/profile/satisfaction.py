"""Satisfaction on a profile: the means of the latest waves side by side, what changed, and what each contact said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.figures.facts import Say, Term
from crmsite.scores.satisfaction import loyalty
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from crmsite.figures.facts import Receipt, Satisfaction, WaveScore
    from crmsite.grammar.fields import Citation, Localised

SHOWN = 4
"""How many waves stand side by side."""


class WaveHead(Slotted):
    """The head of a column: the survey, the day of the last answer, how many answered."""

    survey: str
    day: date
    answers: int


class DimensionRow(Slotted):
    """One dimension over the waves shown, oldest first; ``change`` is that of the latest wave."""

    label: Term | Say
    means: tuple[Decimal | None, ...]
    change: Decimal | None


class Voice(Slotted):
    """One contact in the latest wave: how willing to recommend, what it wrote."""

    contact: str | None
    day: date
    loyalty: Say | None
    comment: Localised | None
    channel: Term | None
    source: Citation


class SatisfactionPart(Slotted):
    """The section; ``lede`` says the latest wave in one sentence, ``mixed`` that waves on other scales are left out."""

    lede: Say
    waves: tuple[WaveHead, ...]
    rows: tuple[DimensionRow, ...]
    voices: tuple[Voice, ...]
    mixed: bool
    receipt: Receipt


def satisfaction_part(found: Satisfaction) -> SatisfactionPart | None:
    """Return the section; ``None`` where no survey concerned the customer, or its answers may not be seen."""
    if found.state in ("withheld", "not_applicable"):
        return None
    if not found.waves:
        lede = Say("profile.satisfaction.no_answer", (("n", len(found.asked)),))
        return SatisfactionPart(lede, (), (), (), mixed=False, receipt=found.receipt)
    latest = found.waves[-1]
    same = [wave for wave in found.waves if wave.scale == latest.scale][-SHOWN:]
    return SatisfactionPart(
        _lede(latest),
        tuple([WaveHead(wave.survey, wave.day, len(wave.answers)) for wave in same]),
        tuple(_rows(same)),
        tuple([_voice(latest, place) for place in range(len(latest.answers))]),
        len(same) < len(found.waves[-SHOWN:]),
        found.receipt,
    )


def _lede(wave: WaveScore) -> Say:
    if wave.overall is None:
        return wave_say("profile.satisfaction.unscored", wave)
    change = wave.overall_change
    if change is None:
        return wave_say("profile.satisfaction.first", wave)
    if change == 0:
        return wave_say("profile.satisfaction.same", wave)
    return wave_say("profile.satisfaction.up" if change > 0 else "profile.satisfaction.down", wave)


def wave_say(key: str, wave: WaveScore) -> Say:
    """Return a sentence about a wave."""
    change = wave.overall_change
    args = (
        ("mean", wave.overall), ("min", wave.scale[0]), ("max", wave.scale[1]), ("n", len(wave.answers)),
        ("change", abs(change) if change is not None else None), ("on", wave.day),
    )
    return Say(key, args)


def _rows(waves: list[WaveScore]) -> list[DimensionRow]:
    names = list(dict.fromkeys(name for wave in reversed(waves) for name, _ in wave.means))
    change = dict(waves[-1].change)
    rows = [
        DimensionRow(
            Term("taxonomy:dimension", name), tuple([dict(wave.means).get(name) for wave in waves]), change.get(name)
        )
        for name in names
    ]
    means = tuple([wave.overall for wave in waves])
    return [*rows, DimensionRow(Say("profile.satisfaction.mean"), means, waves[-1].overall_change)]


def _voice(wave: WaveScore, place: int) -> Voice:
    answer = wave.answers[place]
    word = loyalty(answer.recommend)
    told = None if word is None else Say(f"satisfaction.{word}", (("n", answer.recommend),))
    channel = Term("channel", answer.channel) if answer.channel else None
    return Voice(answer.contact, answer.day, told, answer.comment, channel, answer.source)
