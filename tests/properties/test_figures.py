"""What holds of every figure, whatever the records: parts add up to the whole, scale and order and time zone move nothing,
and taking a fact away never makes anything look better without saying that less is known.
"""

from __future__ import annotations

import os
import random
import time
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from dossiers import Case, organisation, packaged, policies
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolios import customer, need, rated
from repositories import Repository

from crmsite.calendars.calendar_days import CALENDAR_YEAR
from crmsite.figures.contribution import contribution_from
from crmsite.metrics.figure import Figure, book_of
from crmsite.metrics.table import METRICS, figure
from crmsite.scores.customer import facts_of
from crmsite.summaries.summary import Summary, summarise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from crmsite.figures.facts import Facts
    from crmsite.grammar.fields import Record
    from crmsite.policy import Policies

DAY = "2024-07-31"
POLICIES = policies()
SHARED = organisation()
LATEST = date(2024, 7, 31)

Bought = tuple[date, int, bool]
"""The day of an order, its amount, whether it came back later."""

purchases: st.SearchStrategy[list[Bought]] = st.lists(
    st.tuples(st.dates(date(2021, 8, 1), LATEST), st.integers(1, 2_000_000), st.booleans()), max_size=8
)


class Traits(NamedTuple):
    """What a drawn customer is: what it bought, when it was lost, its scores and its needs."""

    bought: list[Bought]
    lost: date | None
    scores: tuple[int | None, int | None, int | None, int | None]
    wants: list[tuple[int | None, str | None]]


score = st.none() | st.integers(1, 10)
traits = st.builds(
    Traits,
    purchases,
    st.none() | st.dates(date(2023, 1, 1), LATEST),
    st.tuples(score, score, score, score),
    st.lists(st.tuples(st.none() | st.integers(1, 5), st.none() | st.sampled_from(["high", "medium", "low"])), max_size=4),
)


def made(name: str, of: Traits, *, times: int = 1) -> Case:
    """Write a drawn customer, its amounts as many times as told."""
    rows: list[tuple[object, ...]] = []
    for day, amount, back in of.bought:
        rows.append((day, amount * times))
        if back:
            rows.append((min(LATEST, day + timedelta(days=9)), -amount * times, "returned", f"O{len(rows) + 1}"))
    stages: list[dict[str, object]] = [{"from": "2020-01-01", "stage": "won"}]
    if of.lost is not None:
        stages.append({"from": of.lost, "stage": "lost", "reason": "转投"})
    given_scores = dict(zip(("amount", "stability", "growth", "risk"), of.scores, strict=True))
    wants = [need(f"N-{at}", i, 3, **({"match": match} if match else {})) for at, (i, match) in enumerate(of.wants)]
    return customer(name, rows, own={"stages": stages}, assessments=[rated(**given_scores)], needs=wants)


def judged(of: Case, using: Policies = POLICIES) -> Facts:
    """Return a customer's facts."""
    return facts_of(of.at(DAY), SHARED, using, LATEST)


def summary(of: Case) -> Summary:
    """Return a customer's summary."""
    return summarise(of.at(DAY), judged(of), SHARED)


def told(summaries: Iterable[Summary]) -> dict[str, Figure]:
    """Return every metric of some customers for the twelve months that end today."""
    book = book_of(summaries, POLICIES, LATEST, CALENDAR_YEAR, "CNY")
    return {name: figure(name, book, book.year(book.last)) for name in METRICS if name != "ltv_bgnbd"}


ADDED = ("amount_12m", "orders_12m", "amount_cumulative", "churn_amount", "open_needs", "actions_overdue", "alerts_open")
DIVIDED = ("repurchase_rate", "churn_rate", "winback_rate", "renewal_rate")


# ── additive ────────────────────────────────────────────────────────────────────────────────────────────────────
@settings(max_examples=20)
@given(st.lists(traits, min_size=2, max_size=8), st.data())
def test_what_owners_have_adds_up_to_what_all_have(drawn: list[Traits], data: st.DataObject) -> None:
    everybody = [summary(made(f"C{at}", one)) for at, one in enumerate(drawn)]
    owners = data.draw(st.lists(st.integers(0, 2), min_size=len(drawn), max_size=len(drawn)))
    parts = [[one for one, owner in zip(everybody, owners, strict=True) if owner == wanted] for wanted in range(3)]
    # Who was lost before the first order on record is not told; that day must not differ between the parts.
    whole, each = _on_one_ground(everybody, parts)
    for name in ADDED:
        assert sum((found[name].value or Decimal(0)) for found in each) == (whole[name].value or 0), name
    for name in DIVIDED:
        if whole[name].value is None:
            continue
        for part in ("numerator", "denominator"):
            assert sum((getattr(found[name], part) or Decimal(0)) for found in each) == getattr(whole[name], part), name


def _on_one_ground(everybody: Sequence[Summary], parts: Sequence[Sequence[Summary]]) -> tuple[dict[str, Figure], list[dict[str, Figure]]]:
    books = [book_of(some, POLICIES, LATEST, CALENDAR_YEAR, "CNY")._replace(records_from="2020-01-01") for some in (everybody, *parts)]
    found = [{name: figure(name, book, book.year(book.last)) for name in (*ADDED, *DIVIDED)} for book in books]
    return found[0], found[1:]


# ── permutation ─────────────────────────────────────────────────────────────────────────────────────────────────
@settings(max_examples=10)
@given(st.lists(traits, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_customers_moves_no_metric(drawn: list[Traits], shuffle: random.Random) -> None:
    everybody = [summary(made(f"C{at}", one)) for at, one in enumerate(drawn)]
    assert told(shuffle.sample(everybody, len(everybody))) == told(everybody)


def test_where_a_record_lies_and_in_which_row_moves_no_figure(repository: Repository, tmp_path: Path) -> None:
    moved = Repository(tmp_path / "moved")
    for file in sorted(repository.records.rglob("*")):
        if file.is_file():
            name, text = str(file.relative_to(repository.records)), file.read_text("utf-8")
            if "/needs/" in name:
                first, *lines = f"id: N-{name.split('/')[1]}-01\n{text}".splitlines()
                name, text = name.replace("/01.yaml", ".yaml"), "\n".join((f"- {first}", *(f"  {line}" for line in lines), ""))
            elif name.endswith("orders.csv"):
                head, *rows = text.splitlines(keepends=True)
                text = "".join((head, *reversed(rows)))
            moved.write(name.replace("customers/", "customers/east/"), text)
    numbers = [{path: _values(page) for path, page in one.pages().items() if path.endswith(".html")} for one in _built(repository, moved)]
    assert numbers[0] == numbers[1]


def _built(*repositories: Repository) -> tuple[Repository, ...]:
    for one in repositories:
        assert one.build().published
    return repositories


def _values(page: bytes) -> list[str]:
    return [part.partition('"')[0] for part in page.decode().split('data-v="')[1:]]


# ── scale ───────────────────────────────────────────────────────────────────────────────────────────────────────
TEN_THOUSAND = 10_000


def _times(found: Record, path: tuple[str, ...]) -> Record:
    """Return a policy with amounts ten thousand times as high."""
    value = getattr(found, path[0])
    if len(path) > 1:
        return found.model_copy(update={path[0]: _times(value, path[1:])})
    grown = tuple(one * TEN_THOUSAND for one in value) if isinstance(value, tuple) else value * TEN_THOUSAND
    return found.model_copy(update={path[0]: grown})


def grown_policies() -> Policies:
    """Return the packaged policies with every amount ten thousand times as high."""
    (rfm,), (value,), (tier,), (warnings,) = (packaged()[f"{name}_policy"] for name in ("rfm", "value", "tier", "warnings"))
    rules = tuple(_times(rule, ("amount",)) if rule.amount is not None else rule for rule in warnings.rules)  # type: ignore[attr-defined]
    return policies(
        rfm_policy=_times(rfm, ("monetary",)), value_policy=_times(_times(value, ("high",)), ("medium",)),
        tier_policy=_times(tier, ("suggest", "amount", "cuts")), warnings_policy=warnings.model_copy(update={"rules": rules}),
    )


GROWN = grown_policies()


@settings(max_examples=25)
@given(traits)
def test_amounts_and_thresholds_in_another_unit_change_no_judgement(drawn: Traits) -> None:
    small, big = judged(made("C1", drawn)), judged(made("C1", drawn, times=TEN_THOUSAND), GROWN)
    assert small.rfm.as_row()[:10] == big.rfm.as_row()[:10]
    assert (small.band.state, small.band.band, small.band.formerly) == (big.band.state, big.band.band, big.band.formerly)
    assert (small.tier.now, [row[:2] for row in small.tier.suggested]) == (big.tier.now, [row[:2] for row in big.tier.suggested])
    assert [(one.rule, one.level, one.since) for one in small.alerts] == [(one.rule, one.level, one.since) for one in big.alerts]
    assert (small.amounts.upsell_rate, small.amounts.aov_growth) == (big.amounts.upsell_rate, big.amounts.aov_growth)
    if small.amounts.last_12m is not None:
        assert small.amounts.last_12m * TEN_THOUSAND == big.amounts.last_12m


# ── unknown is safe ─────────────────────────────────────────────────────────────────────────────────────────────
@settings(max_examples=40)
@given(traits, st.integers(0, 3))
def test_a_missing_score_never_raises_the_tier(drawn: Traits, at: int) -> None:
    scores = [*drawn.scores]
    scores[at] = None
    before, after = (judged(made("C1", one)).tier.now for one in (drawn, drawn._replace(scores=(scores[0], scores[1], scores[2], scores[3]))))
    assert after.total is None or after.total == before.total
    assert after.tier in (None, before.tier) or before.tier is None


@settings(max_examples=40)
@given(traits, st.data())
def test_a_need_that_is_assessed_no_more_raises_the_fit_only_with_fewer_assessed(drawn: Traits, data: st.DataObject) -> None:
    if not drawn.wants:
        return
    at = data.draw(st.integers(0, len(drawn.wants) - 1))
    importance, match = drawn.wants[at]
    forgotten = data.draw(st.sampled_from([(None, match), (importance, None)]))
    wants = [*drawn.wants[:at], forgotten, *drawn.wants[at + 1 :]]
    before, after = (judged(made("C1", one)).in_depth.fit for one in (drawn, drawn._replace(wants=wants)))
    assert after.assessed < before.assessed or (after.value, after.assessed) == (before.value, before.assessed)
    assert after.total == before.total


@settings(max_examples=25)
@given(st.lists(traits, min_size=1, max_size=6), st.data())
def test_orders_that_are_not_on_record_raise_no_share_without_lowering_how_many_are_known(drawn: list[Traits], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(drawn) - 1))
    fewer = [*drawn[:at], drawn[at]._replace(bought=[]), *drawn[at + 1 :]]
    before, after = (told([summary(made(f"C{n}", one)) for n, one in enumerate(some)]) for some in (drawn, fewer))
    for name in ("repurchase_rate", "upsell_rate", "aov_growth"):
        old, new = before[name].value, after[name].value
        if old is not None and new is not None and new > old:
            assert after[name].known < before[name].known, name


# ── time zone ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_machines_time_zone_moves_no_byte(repository: Repository, tmp_path: Path) -> None:
    repository.add("-- customers/C001/cases/CS-1.yaml --\ntype: complaint\nopened: 2024-06-14 17:30\nfirst_response: 2024-06-17T10:10:00+08:00\n")
    sites = {}
    before = os.environ.get("TZ")
    try:
        for zone in ("UTC", "America/New_York", "Asia/Shanghai"):
            os.environ["TZ"] = zone
            time.tzset()
            sites[zone] = repository.clean_pages(tmp_path / zone)
    finally:
        os.environ.pop("TZ", None)
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()
    assert sites["UTC"] == sites["America/New_York"] == sites["Asia/Shanghai"]


# ── language ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_pages_of_both_languages_show_the_same_numbers(repository: Repository) -> None:
    repository.add(
        "-- customers/C001/orders.csv --\ncustomer,order_id,date,amount,currency\nC001,O-1,2023-02-01,120000,CNY\nC001,O-2,2024-05-20,380000,CNY\n"
        "-- customers/C001/cases/CS-1.yaml --\ntype: complaint\ntopic: sync\nopened: 2024-06-14 17:30\n"
    )
    assert repository.build().published
    pages = repository.pages()
    compared = 0
    for path, page in pages.items():
        other = pages.get(f"en/{path}") if path.endswith(".html") and not path.startswith("en/") else None
        if other is not None:
            zh, en = ([value for value in _values(one) if _is_number(value)] for one in (page, other))
            assert zh == en, path
            compared += len(zh)
    assert compared > 100


def _is_number(value: str) -> bool:
    return value.replace("-", "").replace(".", "").isdigit()


# ── what the drawn companies hold ───────────────────────────────────────────────────────────────────────────────
def test_drawn_customers_have_orders_that_count_and_orders_that_came_back() -> None:
    one = Traits([(date(2024, 5, 1), 100, False), (date(2024, 6, 1), 50, True)], None, (9, 8, 9, 8), [(5, "high")])
    at = contribution_from(summary(made("C1", one)).rates).at[7]
    assert at is not None
    assert (at.amount, at.orders) == ("100", 1)
