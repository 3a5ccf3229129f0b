"""What the derived figures say about the records: judgements far from their table score, alerts left unanswered."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmsite.checks.case_file import CaseFile, at
from crmsite.diagnostics import Diagnostic, Span, fault
from crmsite.facts import Money, Say
from crmsite.kinds.assessment import Assessment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmsite.facts import Facts, Shown



def deviations(case: CaseFile, facts: Facts, limit: Decimal) -> Iterator[Diagnostic]:
    """A judged score that is ``limit`` or more away from the score of its table deserves a second look."""
    current = next((record for record in case.of(Assessment) if record.id == facts.tier.now.assessment), None)
    if current is None:
        return
    judged = dict(facts.tier.now.scores)
    for dimension, suggested, value in facts.tier.suggested:
        own = judged.get(dimension)
        if own is not None and suggested is not None and abs(own - suggested) >= limit:
            yield at(
                current, "score-deviation", "scores", dimension,
                dimension=dimension, judged=own, suggested=suggested, metric=dimension, value=_plain(value),
            )


def _plain(value: Shown) -> str:
    """Return a figure as plain text; of a sentence, the first figure that it tells."""
    if isinstance(value, Say):
        return next((_plain(inner) for _, inner in value.args if isinstance(inner, Decimal | int | Money)), "")
    amount = value.amount if isinstance(value, Money) else value
    return f"{amount:f}" if isinstance(amount, Decimal) else str(amount)


def unanswered(facts: Facts) -> Iterator[Diagnostic]:
    """An alert is answered within five workdays, by an action, a follow-up or a case that names it."""
    for alert in facts.alerts:
        if alert.answer_late_days > 0 and not alert.answered_by and alert.sources:
            source = alert.sources[0]
            yield fault("alert-unanswered", Span(source.path, source.line), alert=alert.id, days=alert.answer_late_days)
