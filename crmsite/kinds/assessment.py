"""Assessment 评估: the four judged scores of one customer for one quarter."""

from __future__ import annotations

from typing import Annotated

from crmsite.grammar.fields import RESTRICTED, Flag, Id, IsoDate, LocalText, Many, Model, Quarter, Record, Ref, Score


class Scores(Model):
    """Four dimensions, 1 to 10 in steps of 0.5. ``risk`` is a safety score 风险安全分: 10 is safest."""

    amount: Score | None = None
    stability: Score | None = None
    growth: Score | None = None
    risk: Score | None = None


Evidence = Annotated[tuple[Annotated[str, Ref("any")], ...], Many]


class ScoreEvidence(Model):
    """The records that a judged score rests on, by dimension."""

    amount: Evidence = ()
    stability: Evidence = ()
    growth: Evidence = ()
    risk: Evidence = ()


class Assessment(Record):
    """One quarter's judgement. ``period`` is the quarter judged, ``date`` the day of judging. A ``draft`` is not yet confirmed."""

    id: Id
    customer: Annotated[str, Ref("customer")]
    policy: Annotated[str, Ref("policy")] | None = None
    period: Quarter
    date: IsoDate
    by: Annotated[str, Ref("person")]
    scores: Annotated[Scores, RESTRICTED]
    evidence: Annotated[ScoreEvidence | None, RESTRICTED] = None
    carried_over: Annotated[tuple[str, ...], Many] = ()
    draft: Flag | None = None
    note: LocalText | None = None
