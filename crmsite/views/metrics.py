"""Metrics 经营指标: each figure of all customers with its sentence, what it is made of, eight quarters, and who is behind it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crmsite.figures.facts import Percent, Say, say
from crmsite.grammar.fields import Localised
from crmsite.grammar.measures import Measure, measure_of
from crmsite.metrics.figure import Book, Figure
from crmsite.metrics.relationship import ByJudge, judgements
from crmsite.metrics.table import figure, past
from crmsite.portfolio.books import book_from
from crmsite.portfolio.deferred import Deferred, key_of, written
from crmsite.portfolio.metric_parts import Grid, PartRow, grid_of, part_rows
from crmsite.portfolio.metric_past import Past, Quarter, aims_of, past_of, quarters_of
from crmsite.portfolio.metric_span import span_of
from crmsite.portfolio.metric_words import between, divided, headline, sentence_of
from crmsite.portfolio.rows import Named, named, naming
from crmsite.slotted import Slotted
from crmsite.views.frame import Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crmsite.dossier.book import Organisation
    from crmsite.figures.facts import Shown
    from crmsite.portfolio.portfolio import Portfolio
    from crmsite.summaries.summary import Summary

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("churn", ("churn_rate", "churn_rate_annual", "churn_amount", "winback_rate")),
    ("orders", ("amount_12m", "amount_prev_12m", "upsell_rate", "orders_12m", "aov", "aov_growth", "repurchase_rate",
                "amount_cumulative")),
    ("renewal", ("renewal_rate", "renewal_amount_rate", "payment_cycle_days")),
    ("value", ("ltv_simple", "ltv_bgnbd")),
    ("satisfaction", ("csat_top2", "satisfaction_mean", "nps", "loyalty_index", "survey_return_rate")),
    ("keeping", ("duty_coverage", "duty_on_time", "sla_met", "care_coverage", "first_response_hours_p50",
                 "first_response_hours_p90")),
    ("relationship", ("cooperation_years", "executive_visits", "trust")),
    ("standing", ("tier_score", "open_needs", "fit", "actions_overdue", "alerts_open", "rfm_segment_share")),
)
"""What the page shows, in reading order."""

FIRST = 5
"""How many names stand beside a figure; the next ones open below it."""

LISTED = 60
"""How many names a figure holds in all: the weightiest; the rest is counted."""

NO_PAST = frozenset({"ltv_bgnbd", "fit", "trust", "rfm_segment_share"})
"""Figures without a line of their own: a model that is fitted to today, judgements without a date, what is told part by part."""

TODAY = ("ltv_bgnbd", "fit")
"""Figures that are known for today alone; ``metrics.today.NAME`` says why."""

OTHERS_FIRST = frozenset({
    "repurchase_rate", "renewal_rate", "renewal_amount_rate", "winback_rate", "upsell_rate", "csat_top2", "duty_coverage",
    "duty_on_time", "sla_met", "care_coverage",
})  # fmt: skip
"""Shares of which those outside are named as well: they are the ones to go to."""


PLACES: dict[str, str] = {
    "order_value": "amounts", "churn": "amounts", "renewal": "contracts", "ltv_simple": "amounts", "ltv_bgnbd": "amounts",
    "payment_cycle": "amounts", "satisfaction": "satisfaction", "nps": "satisfaction", "loyalty": "satisfaction",
    "survey_sample": "satisfaction", "tier": "score", "rfm": "rfm", "duties": "owed", "service_levels": "promised",
    "care": "cared", "fit": "needs", "need_quadrant": "needs", "action_status": "plan", "relationship": "about", "": "alerts",
}  # fmt: skip
"""Where a customer's page shows what a family of figures counts of it, with its receipt and the lines of its records."""


class Names(Slotted):
    """Some customers behind a figure: what they are, the first of them, further ones, how many there are in all."""

    label: Say
    first: tuple[Named, ...]
    further: tuple[Named, ...]
    total: int


class Card(Slotted):
    """One metric. Where ``value`` is nothing, ``reason`` says why; ``withheld``: the reader may not see it.

    ``grid`` are the quarters of its parts, ``today`` says why it has none of its own.
    """

    id: str
    name: Localised
    span: Say
    better: Say
    value: Shown
    reason: Say | None
    withheld: bool
    sentence: Say | None
    between: Say | None
    past: Past | None
    quarters: tuple[Quarter, ...]
    aimed: bool
    names: tuple[Names, ...]
    notes: tuple[Say, ...]
    factors: tuple[tuple[Say, Shown], ...]
    parameters: tuple[tuple[Say, Shown], ...]
    policy: str
    family: str
    place: str
    judges: tuple[ByJudge, ...]
    parts: tuple[PartRow, ...]
    grid: Grid | None
    today: Say | None


class Group(Slotted):
    """Metrics of one kind."""

    id: str
    title: Say
    cards: tuple[Card, ...]


class MetricsView(Slotted):
    """The page."""

    head: Head
    by: Say
    lede: tuple[Say, ...]
    groups: tuple[Group, ...]


def pages(portfolio: Portfolio) -> Iterator[tuple[str, str, Deferred]]:
    """Yield the page of metrics."""
    yield "metrics.html", "metrics.html", Deferred(_key(portfolio), partial(metrics, portfolio), choosy=True)


def _key(portfolio: Portfolio) -> str:
    """Return what stands for all that the page can show of customers, without reading what they add."""
    counted = [
        f"{naming(one)}\0{one.standing.state}\0{one.standing.total}\0{one.standing.history}\0{one.load.needs}\0{one.load.overdue}\0{one.load.alerts}\0{one.rates}\0{one.satisfaction}\0{one.owed}"
        f"\0{one.worth.segment}\0{one.promised}\0{one.cared}\0{one.fit}"
        for one in portfolio.summaries
    ]
    return key_of([*counted, repr(portfolio.organisation.anonymous), written(portfolio.organisation.goals)])


def metrics(portfolio: Portfolio) -> MetricsView:
    """Put the page together."""
    book = book_from(portfolio)
    own = {summary.id: summary for summary in portfolio.summaries}
    groups = tuple(
        Group(group, say(f"metrics.group.{group}"), tuple(_card(name, book, own, portfolio.organisation) for name in names))
        for group, names in GROUPS
    )
    cards = {card.id: card for group in groups for card in group.cards}
    return MetricsView(Head("metrics", say("metrics.title")), say("metrics.by", n=len(own)), _lede(book, cards), groups)


def _lede(book: Book, cards: Mapping[str, Card]) -> tuple[Say, ...]:
    """Say in a sentence or two what moved: who was lost, how amounts changed; of what is not known nothing is said."""
    if book.withheld:
        return (say("metrics.lede.withheld"),)
    if not book.members:
        return (say("metrics.lede.none"),)
    told = [cards[name].sentence for name in ("churn_rate", "upsell_rate", "renewal_rate")]
    found = tuple(sentence for sentence in told if sentence is not None)
    return found or (say("metrics.lede.nothing", n=len(book.members)),)


def _card(name: str, book: Book, own: Mapping[str, Summary], organisation: Organisation) -> Card:
    measure = measure_of(name)
    assert measure is not None
    figures = () if name in NO_PAST or book.withheld else past(name, book)
    found = figures[-1] if figures else figure(name, book, book.year(book.last)) if not book.withheld else Figure(name, "withheld")
    known = found.known < found.asked and found.state == "value"
    aims = aims_of(figures, organisation.goals, measure, book)
    return Card(
        id=name, name=Localised(measure.zh, measure.en), span=span_of(name), better=say(f"metrics.better.{measure.better}"),
        value=headline(found, measure, book.currency), reason=say(f"metrics.reason.{found.reason}") if found.reason else None,
        withheld=found.state == "withheld", sentence=sentence_of(found, measure, book.currency),
        between=between(found, measure, book.currency), past=past_of(figures, aims, measure, book),
        quarters=quarters_of(figures, aims, measure, book), aimed=any(aims),
        names=_names(found, own),
        notes=(
            *found.notes, *((say("metrics.churn_is"),) if name == "churn_rate" else ()),
            *((say("metrics.note.known", n=found.known, of=found.asked),) if known else ()),
        ),
        factors=_factors(found, measure, book.currency), parameters=_parameters(measure.family, book),
        policy=_policy(measure.family, book), family=measure.family, place=PLACES[measure.family],
        judges=judgements(book, book.as_of.isoformat()) if name == "trust" and not book.withheld else (),
        parts=part_rows(measure, book, organisation, own), grid=grid_of(measure, book, organisation),
        today=say(f"metrics.today.{name}") if name in TODAY and not book.withheld else None,
    )


def _factors(found: Figure, measure: Measure, currency: str) -> tuple[tuple[Say, Shown], ...]:
    """Return what the figure is made of, for its receipt."""
    if found.value is None:
        return ()
    rows: list[tuple[Say, Shown]] = []
    if (found.denominator is not None and measure.unit != "money") or measure.id == "aov":
        above, below = divided(found, measure, currency)
        rows = [(say(f"metrics.above.{measure.id}"), above), (say(f"metrics.below.{measure.id}"), below)]
    return (*rows, *found.parts, (say("metrics.factor.known"), say("metrics.of", k=found.known, n=found.asked)))


def _parameters(family: str, book: Book) -> tuple[tuple[Say, Shown], ...]:
    rates, ltv = book.rates, book.ltv
    if rates is None or ltv is None:
        return ()
    grace = (say("metrics.parameter.grace"), rates.grace_days)
    held: dict[str, tuple[tuple[Say, Shown], ...]] = {
        "churn": (
            grace, (say("metrics.parameter.quiet_months"), rates.quiet_months),
            (say("metrics.parameter.quiet_times"), rates.quiet_times),
        ),
        "renewal": (grace,),
        "order_value": ((say("metrics.parameter.growth_orders"), rates.growth_orders),),
        "ltv_simple": (
            (say("metrics.parameter.discount"), Percent(ltv.discount)), (say("metrics.parameter.cap_years"), ltv.cap_years),
        ),
        "ltv_bgnbd": (
            (say("metrics.parameter.min_customers"), ltv.min_customers),
            (say("metrics.parameter.min_repeaters"), ltv.min_repeaters),
        ),
    }
    return held.get(family, ())


def _policy(family: str, book: Book) -> str:
    """Return the policy that a family's parameters are of; nothing where it has none."""
    held = book.ltv if family.startswith("ltv") else book.rates
    return held.id if held is not None and _parameters(family, book) else ""


def _names(found: Figure, own: Mapping[str, Summary]) -> tuple[Names, ...]:
    lists = [(say(f"metrics.names.{found.metric}"), found.ids)]
    if found.metric in OTHERS_FIRST:
        lists.insert(0, (say(f"metrics.others.{found.metric}"), found.others))
    return tuple(
        Names(
            label, tuple(named(own[name]) for name in ids[:FIRST]), tuple(named(own[name]) for name in ids[FIRST:LISTED]), len(ids)
        )
        for label, ids in lists
        if ids
    )
