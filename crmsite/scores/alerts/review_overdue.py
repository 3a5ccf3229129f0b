"""Review overdue 等级评估逾期: a quarter has closed, its time for reviewing is over, and nobody judged it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crmsite.figures.facts import Factor, Say
from crmsite.scores.alerts import Signal

if TYPE_CHECKING:
    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.kinds.policies import WarningRule
    from crmsite.scores.alerts import Past, Watch


def find(watch: Watch, rule: WarningRule) -> Signal | None:
    """Tell whether the tier review is late; true since the day after the first missed quarter's last day for it."""
    tier = watch.tier
    if tier.review != "overdue" or tier.review_due is None:
        return None
    judged = tier.history[-1][0]
    missed = tuple([quarter for quarter in tier.review_missing if quarter > judged])
    last = watch.dossier.assessments[-1]
    days = (watch.as_of - tier.review_due).days
    text = Say("alert.review-overdue", (("period", missed[0]), ("due", tier.review_due), ("days", days), ("n", len(missed))))
    sources = (last.cite("period"),)
    factors = (
        Factor(Say("alert.factor.last_review"), last.period, None, None, sources),
        Factor(Say("alert.factor.missed_reviews"), ", ".join(missed)),
    )
    since = tier.review_due + timedelta(days=1)
    if watch.relation.rated_since is not None:
        since = max(since, watch.relation.rated_since)
    return Signal(rule.level or "data", since, text, (last.id,), factors, sources)


def prepare(dossier: Dossier, _ledger: Ledger) -> bool | None:
    """Tell that there was a review after which the next could be late."""
    return True if dossier.assessments else None


def held(_: bool, past: Past, _rule: WarningRule) -> bool:
    """Tell whether the tier review was late on an earlier day."""
    return past.relation.rated_since is not None and bool(past.judged) and max(past.judged) < past.then.closed
