"""Four-dimension tier 四维分级: judged scores to a total, a tier, its movement, and whether the quarter's review is done."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendars.calendar_days import add_months, period_of, quarter_at, quarter_number
from crmsite.dossier.relationship import RATED_STAGES, relationship_of
from crmsite.figures.facts import Factor, Movement, Receipt, ReviewState, Say, Shown, Tier, TierAt
from crmsite.grammar.fields import Citation
from crmsite.scores.suggestions import DIMENSIONS, SuggestionRule, suggested_of, suggestion_rule
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from crmsite.calendars.calendar_days import Period, YearStart
    from crmsite.dossier.book import Dossier
    from crmsite.dossier.ledger import Unpaid
    from crmsite.dossier.relationship import Relationship
    from crmsite.figures.facts import Amounts
    from crmsite.kinds.assessment import Assessment
    from crmsite.kinds.customer import Customer
    from crmsite.kinds.policies import TierPolicy
    from crmsite.policy import Policies

ONE, FOUR = Decimal(1), Decimal(4)
ZERO = Decimal(0)
DAY = timedelta(days=1)
SEED = "2-07 2-08 2-09 2-10 2-11 2-12 2-13 2-14 2-15"

_NAMES = {name: Say(f"tier.dimension.{name}") for name in DIMENSIONS}


class Total(Slotted):
    """A total as an interval: both ends are the same where no dimension is missing."""

    low: Decimal
    high: Decimal
    low_tier: str
    high_tier: str

    @property
    def tier(self) -> str | None:
        """The tier, where both ends of the interval agree on it."""
        return self.low_tier if self.low_tier == self.high_tier else None


class Judged(NamedTuple):
    """An assessment, its scores by dimension, and what they add up to."""

    assessment: Assessment
    scores: tuple[tuple[str, Decimal | None], ...]
    total: Total


def total_of(scores: Iterable[tuple[str, Decimal | None]], policy: TierPolicy) -> Total:
    """Add four scores up to 4 to 40; a missing one counts as the lowest and as the highest that it could be.

    With weights the total is ``4 * sum(w * x) / sum(w)``. Cuts belong to the upper tier and are compared without division.
    """
    weights = policy.weights
    low = high = all_weights = ZERO
    for name, score in scores:
        weight: Decimal = getattr(weights, name)
        all_weights += weight
        if score is None:
            low += weight * policy.scale.min
            high += weight * policy.scale.max
        else:
            counted = weight * score
            low += counted
            high += counted
    per = ONE
    if all_weights != FOUR:
        low, high, per = low * FOUR, high * FOUR, all_weights
    low_tier = tier_of(low, policy, per)
    high_tier = low_tier if low == high else tier_of(high, policy, per)
    if per is ONE:
        return Total(low, high, low_tier, high_tier)
    return Total(low / per, high / per, low_tier, high_tier)


def tier_of(total: Decimal, policy: TierPolicy, per: Decimal = ONE) -> str:
    """Return the tier of ``total / per``: the highest whose cut is reached, else the lowest there is."""
    lowest = policy.tiers[0]
    best = None
    for cut in policy.tiers:
        if cut.min < lowest.min:
            lowest = cut
        if (best is None or cut.min > best.min) and total >= (cut.min if per is ONE else cut.min * per):
            best = cut
    return (best or lowest).id


def judged_of(dossier: Dossier, policies: Policies) -> tuple[Judged, ...]:
    """Add up every assessment, in order of date, by the policy in force on its date."""
    found = []
    for assessment in dossier.assessments:
        if not assessment.draft:
            judged = assessment.scores
            scores = (("amount", judged.amount), ("stability", judged.stability), ("growth", judged.growth), ("risk", judged.risk))
            found.append(Judged(assessment, scores, total_of(scores, policies.tier(assessment.date))))
    return tuple(found)


def tier_on(judged: tuple[Judged, ...], customer: Customer, policies: Policies, day: date) -> str | None:
    """Return the tier that a customer held on a day; ``None`` where it had none, or where missing dimensions leave it open."""
    if not judged or judged[0].assessment.date > day:
        return None
    return tier_at(judged, relationship_of(customer, day).stage, policies, day).tier


class TierRule(Slotted):
    """What a date and the policies fix for every customer: the quarter, the cuts that can be crossed, parameters."""

    policies: Policies
    policy: TierPolicy
    as_of: date
    begins: YearStart
    quarter: Period
    number: int
    closing: date
    same_policy: bool
    cuts: tuple[Decimal, ...]
    parameters: tuple[tuple[Say, Shown], ...]
    suggestions: SuggestionRule


def tier_rule(policies: Policies, as_of: date, begins: YearStart, currency: str) -> TierRule:
    """Prepare for a date. ``closing`` is the last day of the previous quarter; score tables of amounts are in ``currency``."""
    policy = policies.tier(as_of)
    quarter = period_of(as_of, "quarter", begins)
    cuts = tuple(sorted([cut.min for cut in policy.tiers])[1:])
    parameters = tuple([(Say("tier.parameter.cut", (("tier", cut.id),)), cut.min) for cut in policy.tiers])
    closing = quarter.start - DAY
    return TierRule(
        policies,
        policy,
        as_of,
        begins,
        quarter,
        quarter_number(quarter.id),
        closing,
        policies.tier(closing) is policy,
        cuts,
        parameters,
        suggestion_rule(policy, currency, add_months(as_of, -12)),
    )


def tier_of_customer(
    dossier: Dossier,
    judged: tuple[Judged, ...],
    amounts: Amounts,
    unpaid: tuple[Unpaid, ...],
    relation: Relationship,
    rule: TierRule,
) -> Tier:
    """Return the tier now and at the end of the previous quarter, the review's state, and the receipt."""
    now = tier_at(judged, relation.stage, rule.policies, rule.as_of)
    before_stage = relation.stage
    if dossier.customer.stages[-1].from_ > rule.closing:
        before_stage = relationship_of(dossier.customer, rule.closing).stage
    same = before_stage == relation.stage and rule.same_policy and (not judged or judged[-1].assessment.date <= rule.closing)
    before = now if same else tier_at(judged, before_stage, rule.policies, rule.closing)
    total = now.total if now.tier else None
    earlier = before.total if before.tier else None
    suggested = suggested_of(dossier, judged[-1].assessment if judged else None, amounts, unpaid, rule.suggestions)
    review, due, missing = review_of([j.assessment.period for j in judged], relation, rule)
    return Tier(
        now,
        before,
        _movement(now, before, rule.policy),
        total - earlier if total is not None and earlier is not None else None,
        now.tier or (judged[-1].total.tier if judged else None),
        *_distances(total, rule),
        review,
        due,
        missing,
        tuple([(j.assessment.period, j.total.tier, j.total.low if j.total.low == j.total.high else None) for j in judged]),
        suggested,
        _receipt(now, judged, suggested, rule),
    )


def _distances(total: Decimal | None, rule: TierRule) -> tuple[bool, Decimal | None, Decimal | None]:
    """Tell whether a total is near a cut, how much it lacks to the next tier, how much it can lose and keep its own."""
    if total is None:
        return False, None, None
    cuts = rule.cuts
    at = bisect_right(cuts, total)
    to_next = cuts[at] - total if at < len(cuts) else None
    to_lose = total - cuts[at - 1] if at else None
    near = rule.policy.near
    return (to_next is not None and to_next <= near) or (to_lose is not None and to_lose <= near), to_next, to_lose


def tier_at(judged: tuple[Judged, ...], stage: str | None, policies: Policies, day: date) -> TierAt:
    """Return the tier on a day by the policy in force then: from the latest assessment not after it, within its scope."""
    if stage not in RATED_STAGES:
        return _LOST if stage == "lost" else _PROSPECT
    latest = next((one for one in reversed(judged) if one.assessment.date <= day), None)
    if latest is None:
        return _NOT_ASSESSED
    assessment, scores, total = latest
    policy = policies.tier(day)
    if policies.tier(assessment.date) is not policy:
        total = total_of(scores, policy)
    tier = total.tier
    return TierAt(
        "value" if tier else "unknown",
        tier,
        None if tier else "missing_dimensions",
        total.low,
        total.high,
        total.low_tier,
        total.high_tier,
        scores,
        assessment.period,
        assessment.id,
    )


_PROSPECT = TierAt("not_applicable", None, "prospect", None, None, None, None, (), None, None)
_LOST = _PROSPECT._replace(reason="lost")
_NOT_ASSESSED = _PROSPECT._replace(state="unknown", reason="no_assessment")


def _rank(tier: str, policy: TierPolicy) -> Decimal:
    return next((cut.min for cut in policy.tiers if cut.id == tier), ZERO)


def _movement(now: TierAt, before: TierAt, policy: TierPolicy) -> Movement:
    """Compare with the end of the previous quarter. ``new``: it had no tier then because it was not rated yet."""
    if now.tier is None:
        return "unknown"
    if before.tier is None:
        return "new" if before.reason in ("prospect", "no_assessment") else "unknown"
    if now.tier == before.tier:
        return "same"
    return "up" if _rank(now.tier, policy) > _rank(before.tier, policy) else "down"


def review_of(judged: Sequence[str], relation: Relationship, rule: TierRule) -> tuple[ReviewState, date | None, tuple[str, ...]]:
    """Return the review's state, the last day for what is asked, and every closed quarter since the first that was not judged.

    ``judged`` are the quarters that were.

    A quarter that was skipped stays listed, but is asked for only until a later quarter has been judged.
    """
    if relation.rated_since is None:
        return "not_applicable", None, ()
    as_of, running = rule.as_of, rule.number
    closes = timedelta(days=rule.policy.review.closes_days_after_end)
    opens = timedelta(days=rule.policy.review.opens_days_before_end)
    opened = running if as_of >= rule.quarter.end - opens else running - 1
    closed = closed_quarter(rule)
    if not judged:
        ended = _end_of(opened, rule)
        if ended < relation.rated_since:
            return "open", rule.quarter.end + closes, ()
        return "due", ended + closes if ended + closes >= as_of else rule.quarter.end + closes, ()
    done = {quarter_number(period) for period in judged}
    missing = [number for number in range(min(done) + 1, closed + 1) if number not in done]
    names = tuple([quarter_at(number, rule.begins).id for number in missing])
    asked = [number for number in missing if number > max(done)]
    if asked:
        return "overdue", _end_of(asked[0], rule) + closes, names
    if max(done) < opened:
        return "due", _end_of(opened, rule) + closes, names
    return "done", _end_of(max(done) + 1, rule) + closes, names


def closed_quarter(rule: TierRule) -> int:
    """Return the number of the latest quarter whose time for being judged is over."""
    closes = timedelta(days=rule.policy.review.closes_days_after_end)
    return rule.number - 1 if rule.closing + closes < rule.as_of else rule.number - 2


def _end_of(number: int, rule: TierRule) -> date:
    """Return the last day of a quarter; mostly it is the running one or the one before."""
    if number == rule.number:
        return rule.quarter.end
    return rule.closing if number == rule.number - 1 else quarter_at(number, rule.begins).end


def _receipt(
    now: TierAt, judged: tuple[Judged, ...], suggested: tuple[tuple[str, Decimal | None, Shown], ...], rule: TierRule
) -> Receipt:
    policy = rule.policy
    if now.assessment is None:
        return Receipt("tier", Say(f"tier.result.{now.reason}"), (), rule.parameters, policy.id, SEED)
    assessment = next(j.assessment for j in judged if j.assessment.id == now.assessment)
    tables = {name: (score, shown) for name, score, shown in suggested if name != "growth"}
    weights, lines = policy.weights, assessment.scores.at
    first = assessment.line("scores")
    factors = []
    for name, score in now.scores:
        note = _note(assessment, name, score, tables.get(name), policy)
        source = (Citation(assessment.path, lines.get(name, first)),)
        if score is None:
            factors.append(Factor(_NAMES[name], None, None, note, source, "unknown"))
        else:
            weight: Decimal = getattr(weights, name)
            factors.append(Factor(_NAMES[name], score, score if weight == 1 else score * weight, note, source))
    if now.tier is None:
        ends = (("low", now.low), ("high", now.high), ("low_tier", now.low_tier), ("high_tier", now.high_tier))
        result = Say("tier.result.missing_dimensions", ends)
    elif now.low != now.high:
        result = Say("tier.result.interval", (("tier", now.tier), ("low", now.low), ("high", now.high), ("period", now.period)))
    else:
        result = Say("tier.result.value", (("tier", now.tier), ("total", now.low), ("period", now.period)))
    return Receipt("tier", result, tuple(factors), rule.parameters, policy.id, SEED, (Citation(assessment.path, first),))


def _note(
    assessment: Assessment, name: str, score: Decimal | None, table: tuple[Decimal | None, Shown] | None, policy: TierPolicy
) -> Say | None:
    """Say what stands beside a judged score: a table score far from it, else the evidence, else the table score.

    Growth has no table: it is judged, or carried over from the review before.
    """
    if name == "growth":
        table = None
    suggestion = table[0] if table is not None else None
    if table is not None and suggestion is not None and score is not None and abs(score - suggestion) >= policy.deviation:
        return Say("tier.note.deviation", (("score", suggestion), ("figure", table[1])))
    if name in assessment.carried_over:
        return Say("tier.note.carried_over")
    evidence: tuple[str, ...] = getattr(assessment.evidence, name) if assessment.evidence is not None else ()
    if evidence:
        return Say("tier.note.evidence", (("ids", ", ".join(evidence)),))
    if table is not None and suggestion is not None:
        return Say("tier.note.table", (("score", suggestion), ("figure", table[1])))
    return Say("tier.note.no_evidence") if score is not None and table is None else None
