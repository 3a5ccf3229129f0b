"""Review overdue 等级评估逾期: a quarter has closed, its time for reviewing is over, and nobody judged it."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import quarter_number
from crmsite.figures.facts import Factor, Say
from crmsite.scores.alerts import Signal

if TYPE_CHECKING:
    from datetime import date

    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Ledger
    from crmsite.kinds.policies import WarningRule
    from crmsite.scores.alerts import Past, Then, Watch


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


def prepare(dossier: Dossier, _ledger: Ledger) -> tuple[list[date], list[int]] | None:
    """Return the days on which a quarter was judged, in order, and the number of the latest quarter that was judged by each."""
    judged = dossier.assessments
    return ([one.date for one in judged], list(accumulate([quarter_number(one.period) for one in judged], max))) if judged else None


def fix(_rule: WarningRule, then: Then) -> tuple[date, int]:
    """Return the day, and the number of the latest quarter whose time for reviewing was over on it."""
    return then.day, then.closed


def held(judged: tuple[list[date], list[int]], past: Past, fixed: tuple[date, int]) -> bool:
    """Tell whether the tier review was late on an earlier day."""
    if past.relation.rated_since is None:
        return False
    day, closed = fixed
    days, latest = judged
    known = bisect_right(days, day)
    return known > 0 and latest[known - 1] < closed
