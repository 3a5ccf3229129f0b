"""Drafts of a quarter's reviews: what the score tables suggest, with the figures, for somebody to judge and confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmsite.checks.judgements import review_window
from crmsite.commands.drafts import scalar
from crmsite.dossier.relationship import RATED_STAGES

if TYPE_CHECKING:
    from datetime import date

    from crmsite.calendars.calendar_days import YearStart
    from crmsite.figures.facts import Facts
    from crmsite.language import Language
    from crmsite.policy import Policies

DIMENSIONS = ("amount", "stability", "growth", "risk")
_HEAD = {
    "zh": "草稿：按计分表建议。逐项核对，写上 evidence，再删掉 draft 一行。",
    "en": "A draft from the score tables: judge each score, add evidence, then delete the line `draft`.",
}
_UNKNOWN = {"zh": "数据不足，请判断", "en": "not enough data, judge it"}


class Window(NamedTuple):
    """The days on which a quarter may be judged."""

    opens: date
    closes: date

    def nearest(self, day: date) -> date:
        """Return the day itself where it lies within, else the nearer end."""
        return min(max(day, self.opens), self.closes)


def window_of(period: str, begins: YearStart, policies: Policies) -> Window:
    """Return when a quarter of the fiscal year may be judged: from some days before its end to some days after."""
    return Window(*review_window(period, begins, policies))


def rated(facts: Facts) -> bool:
    """Tell whether a customer is rated at all at the date of its figures."""
    return facts.stage in RATED_STAGES


def review(facts: Facts, period: str, day: date, by: str, language: Language) -> str:
    """Return a draft of one customer's review; a score that no table suggests is left for somebody to judge."""
    lang = "zh" if language.lang.startswith("zh") else "en"
    suggested = {name: (score, shown) for name, score, shown in facts.tier.suggested}
    scores, carried = [], []
    for name in DIMENSIONS:
        score, shown = suggested.get(name, (None, None))
        if score is None:
            scores.append(f"  # {name}:  # {_UNKNOWN[lang]}")
            continue
        if name == "growth":
            carried.append(name)
        scores.append(f"  {name}: {language.number(score)}  # {language.say(shown).strip()}")
    lines = [
        f"# {_HEAD[lang]}", f"period: {period}", f"date: {day.isoformat()}", f"by: {scalar(by)}", "scores:", *scores,
        *([f"carried_over: [{', '.join(carried)}]"] if carried else []), "draft: true",
    ]  # fmt: skip
    if all(line.lstrip().startswith("#") for line in scores):
        lines[4] = "scores: {}"
    return "\n".join(lines) + "\n"
