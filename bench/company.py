"""One invented customer: its life drawn first, then every record made to fit it. The seed and the number decide all."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import NamedTuple

import phrases as say

AS_OF = date(2026, 1, 15)
BLOCK = 500
"""So many customers in a row are looked after by one group of people."""
GROUP = (
    *(("account_manager", "sales"),) * 5, ("success_manager", "success"), ("support_lead", "support"), ("sales_lead", "sales"),
)  # fmt: skip
Row = tuple[str, str, str]
"""A line of a machine table: the table, the month of its file, the line."""
_BASE = (2_000, 8_000, 25_000, 60_000, 150_000)
_HEADS = ((10, 49), (50, 199), (200, 499), (500, 999), (1000, 0))
_AMOUNT_CUTS = (20_000, 50_000, 100_000, 200_000, 350_000, 500_000, 800_000, 1_200_000, 1_800_000)
_YEAR_CUTS = (0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 7)
_FIRST_DAY = date(2008, 1, 1).toordinal()
_DAYS = tuple(date.fromordinal(day).isoformat() for day in range(_FIRST_DAY, date(2028, 1, 1).toordinal()))
_TODAY = AS_OF.toordinal()
_YEAR_START = date(2025, 1, 1).toordinal()
_ROLES = ("influencer", "user_lead", "purchaser", "technical", "finance", "gatekeeper")
_MEETINGS = (
    ("visit", "onsite"), ("call_back", "phone"), ("meeting", "online_meeting"), ("business_review", "onsite"),
    ("training", "onsite"),
)  # fmt: skip
_OBJECTIVES = (
    'metric: upsell_rate, op: ">=", target: 0.15, unit: ratio', 'metric: satisfaction_mean, op: ">=", target: 4.5, unit: scale_1_5',
)  # fmt: skip


class Generated(NamedTuple):
    """One customer: files by their path in its folder, table rows by table and month."""

    id: str
    files: dict[str, str]
    rows: list[Row]


class Life(NamedTuple):
    """The frame that a customer's records must fit: its days as ordinals, its size, its people."""

    number: int
    id: str
    first: int
    won: int
    lost: int
    steps: tuple[tuple[int, str], ...]
    scale: int
    owner: str
    support: str


class Contact(NamedTuple):
    """One contact, and the days on which it can be met."""

    id: str
    since: int
    left: int


class Order(NamedTuple):
    """One order line."""

    id: str
    day: int
    amount: int
    status: str
    returns: str


def _day(ordinal: int) -> str:
    return _DAYS[ordinal - _FIRST_DAY]


def person(number: int, member: int) -> str:
    """Return the id of a member of the group that looks after a customer."""
    return f"E-{(number - 1) // BLOCK * len(GROUP) + member + 1:04d}"


def _life(r: Random, number: int) -> Life:
    """Draw the stages: mostly long-standing customers, some new, some not yet won, some lost."""
    x = r.random()
    if x < 0.10:
        first = r.randint(_TODAY - 330, _TODAY - 60)
        steps = [(first, "prospect")] if x < 0.06 else [(first, "prospect"), (first + r.randint(10, 40), "intent")]
        won = 0
    elif x < 0.22:
        first = r.randint(_YEAR_START - 90, _TODAY - 200)
        won = first + r.randint(20, 60)
        steps = [(first, "prospect"), (won, "won")]
    else:
        first = r.randint(_FIRST_DAY + 400, _YEAR_START - 700)
        won = first + r.randint(30, 120)
        steps = [(first, "prospect"), (won, "won"), (won + r.randint(200, 400), "long_term")]
    lost = 0
    if x > 0.94:
        lost = r.randint(_YEAR_START + 60, _TODAY - 15)
        steps.append((lost, "lost"))
    scale = r.choices(range(5), (24, 30, 24, 15, 7))[0]
    owner, support = person(number, r.randrange(5)), person(number, 5 + r.randrange(2))
    return Life(number, f"C{number:06d}", first, won, lost, tuple(steps), scale, owner, support)


def _names(number: int) -> tuple[str, str, str, str]:
    """Return Chinese name, English name, industry and region; no two of the first 129,024 customers share a name."""
    rest, head = divmod(number * 7919 % 129_024, len(say.BRAND_HEADS))
    rest, tail = divmod(rest, len(say.BRAND_TAILS))
    place, trade = divmod(rest, len(say.TRADES))
    city, work = say.CITIES[place], say.TRADES[trade]
    brand, spelt = say.BRAND_HEADS[head], say.BRAND_TAILS[tail]
    zh = f"{city[0]}{brand[0]}{spelt[0]}{work[0]}有限公司"
    return zh, f"{city[1]} {brand[1]}{spelt[1]} {work[1]} Co., Ltd.", work[2], city[2]


def _contacts(r: Random, life: Life) -> tuple[list[Contact], str]:
    found: list[Contact] = []
    lines: list[str] = []
    count = r.randint(1, 3)
    for k in range(1, count + 1):
        since = life.first if k == 1 else r.randint(life.first, _TODAY - 40)
        left = r.randint(max(since + 20, _TODAY - 200), _TODAY - 3) if r.random() < 0.06 else 0
        contact = Contact(f"P-{life.id}-{k}", since, left)
        role = "decision_maker" if k == 1 else r.choice(_ROLES)
        lines.append(
            f"- id: {contact.id}\n  code: 联系人-{life.number * 3 + k - 3:06d}\n  masked_name: {r.choice(say.SURNAMES)}*\n"
            f"  title: {r.choice(say.TITLES)}\n  role: {role}\n  since: {_day(since)}\n"
        )
        if left:
            lines.append(f"  left_on: {_day(left)}\n")
            if found and not found[-1].left and r.random() < 0.5:
                lines.append(f"  successor: {found[-1].id}\n")
        found.append(contact)
    return found, "".join(lines)


def _orders(r: Random, life: Life) -> list[Order]:
    """Draw the orders of the year: steady customers, a few that fell silent, returns and cancellations."""
    if not life.won:
        return []
    start, end = max(_YEAR_START, life.won), life.lost or _TODAY
    if end - start < 20:
        start = end - 20
    if life.lost == 0 and r.random() < 0.05:
        end = start + max(20, (end - start) // 3)
    base = _BASE[life.scale]
    count = max(1, r.randint(6, 22) * (end - start) // 380)
    orders: list[Order] = []
    for k in range(1, count + 1):
        day = start + int((end - start) * (k - r.random()) / count)
        amount = int(base * (0.4 + 1.2 * r.random())) // 10 * 10
        status = "cancelled" if r.random() < 0.03 and k > 1 else "confirmed"
        orders.append(Order(f"O-{life.id}-{k:02d}", day, amount, status, ""))
    sold = orders[0]
    if r.random() < 0.06 and sold.day + 12 < end:
        orders.append(Order(f"{sold.id}-R", sold.day + 10, -(sold.amount // 4), "returned", sold.id))
    return orders


def _order_rows(r: Random, orders: list[Order], customer: str) -> list[Row]:
    rows = []
    for order in orders:
        day = _day(order.day)
        product, channel = r.choice(say.PRODUCTS), r.choice(("onsite", "website", "phone", "store"))
        cells = f"{order.id},{day},{customer},{order.amount},CNY,{product},{channel},{order.status},{order.returns}\n"
        rows.append(("orders", day[:7], cells))
    return rows


def _payment_rows(r: Random, orders: list[Order], life: Life) -> list[Row]:
    """Bill every third month what was ordered since; most pay in time, some late, in two parts, or not at all."""
    rows = []
    credit = r.choice((15, 30, 45, 60))
    late = r.choices((0, 12, 35), (75, 18, 7))[0]
    billed = _YEAR_START
    for month in range(1 + life.number % 3, 14, 3):
        issued = date(2025 + month // 13, (month - 1) % 12 + 1, r.randint(3, 12)).toordinal()
        amount = sum(order.amount for order in orders if billed <= order.day < issued and order.status != "cancelled")
        billed = issued
        if amount <= 0:
            continue
        name = f"I-{life.id}-{month:02d}"
        due = issued + credit
        rows.append(("invoices", _day(issued)[:7], f"{name},{life.id},{_day(issued)},{_day(due)},{amount},CNY\n"))
        paid = due + (r.randint(late // 2, late) if late else -r.randint(0, 12))
        parts = (amount // 2, amount - amount // 2) if r.random() < 0.1 else (amount,)
        for part, value in enumerate(parts):
            day = paid + 20 * part
            if day < _TODAY and r.random() >= 0.02:
                rows.append(("receipts", _day(day)[:7], f"{life.id},{_day(day)},{name},{value}\n"))
    return rows


def _followups(r: Random, life: Life, contacts: list[Contact]) -> tuple[list[tuple[str, int]], str]:
    found: list[tuple[str, int]] = []
    lines: list[str] = []
    start, end = max(_YEAR_START + 9, life.first + 3), life.lost or _TODAY - 2
    count = r.randint(2, 4)
    for k in range(count):
        day = start + int((end - start) * (k + r.random()) / count)
        name = f"FU-{life.id}-{k + 1}"
        kind, channel = r.choice(_MEETINGS)
        when = f"date: {_day(day)}" if k % 2 else f"start: {_day(day)} {r.randint(9, 16):02d}:{r.choice(('00', '30'))}"
        by = life.owner if r.random() < 0.7 else life.support
        lines.append(f"- id: {name}\n  {when}\n  kind: {kind}\n  channel: {channel}\n  by: {by}\n")
        met = [contact.id for contact in contacts if contact.since <= day and not 0 < contact.left <= day]
        if met:
            lines.append(f"  participants: [{', '.join(met[: r.randint(1, 2)])}]\n")
        lines.append(f"  summary: {r.choice(say.TALKS)}\n")
        if r.random() < 0.6:
            lines.append(f"  feedback: {r.choice(say.REACTIONS)}\n")
        if r.random() < 0.5:
            due = day + r.randint(5, 25)
            done = f", done: {_day(due - r.randint(-2, 4))}" if due < _TODAY - 2 and r.random() < 0.8 else ""
            lines.append(f"  next: {{text: {r.choice(say.NEXT_STEPS)}, due: {_day(due)}{done}}}\n")
        found.append((name, day))
    return found, "".join(lines)


def _needs(r: Random, life: Life, followups: list[tuple[str, int]]) -> tuple[list[str], str]:
    """Draw 2 to 4 needs, each first heard at a follow-up; return the open ones and the file."""
    still_open: list[str] = []
    lines: list[str] = []
    for k in range(1, r.randint(2, 4) + 1):
        name = f"N-{life.id}-{k}"
        heard, day = followups[0] if k == 1 else followups[r.randrange(len(followups))]
        recorded = min(day + r.randint(0, 3), _TODAY - 1)
        kind, theme, want = r.choice(say.WANTS)
        nature = r.choices(("explicit", "implicit", "pain"), (5, 3, 2))[0]
        source = "behaviour" if nature == "implicit" else r.choice(("feedback", "interview", "survey"))
        text = f"{r.choice(say.SINCE_WHEN)}，{want}"
        lines.append(f"- id: {name}\n  nature: {nature}\n  kind: {kind}\n  themes: [{theme}]\n  text: {text}\n  source: {source}\n")
        if nature == "pain":
            lines.append(f"  pain: {{text: {r.choice(say.PAINS)}, decision_impact: {r.choice(('high', 'medium', 'low'))}}}\n")
        lines.append(f"  quote: {r.choice(say.QUOTES)}\n" if nature == "explicit" else f"  evidence: [{heard}]\n")
        lines.append(f"  recorded: {_day(recorded)}\n")
        if r.random() > 0.04:
            importance, urgency = r.choices(range(1, 6), (1, 3, 6, 6, 4))[0], r.choices(range(1, 6), (2, 4, 6, 4, 2))[0]
            lines.append(f"  importance: {importance}\n  urgency: {urgency}\n")
        if r.random() < 0.5:
            declared = r.choices(("must_be", "performance", "attractive", "indifferent"), (3, 4, 2, 1))[0]
            lines.append(f"  kano: {{declared: {declared}, by: {life.owner}, on: {_day(recorded)}}}\n")
        if r.random() < 0.6:
            lines.append(f"  match: {r.choices(('high', 'medium', 'low'), (4, 4, 2))[0]}\n")
        if k > 1 and r.random() < 0.2:
            outcome = r.choice(("met", "met", "declined", "withdrawn"))
            lines.append(f"  closed: {{on: {_day(r.randint(recorded, _TODAY - 1))}, outcome: {outcome}}}\n")
        else:
            still_open.append(name)
    return still_open, "".join(lines)


def _action(r: Random, life: Life, k: int, needs: list[str], proof: str) -> str:
    owner = life.owner if r.random() < 0.7 else life.support
    lines = [f"- id: A{k}\n  text: {r.choice(say.MEASURES)}\n  needs: [{r.choice(needs)}]\n  owner: {owner}\n"]
    if r.random() < 0.6:
        lines.append(f"  budget: {{amount: {r.randint(1, 40) * 1000}}}\n")
    if k > 1 and r.random() < 0.4:
        every = r.choice(("month", "quarter", "quarter", "half_year"))
        done = "  done_periods: [2026-01-08]\n" if every == "month" and r.random() < 0.5 else ""
        lines.append(f"  recurs: {{every: {every}, from: 2026-01-01}}\n{done}")
    else:
        early = r.random() < 0.2
        start = r.randint(_TODAY - 45, _TODAY - 22) if early else r.randint(_TODAY - 30, _TODAY + 120)
        due = r.randint(_TODAY - 13, _TODAY - 1) if early else max(_TODAY + 1, start + r.randint(10, 150))
        lines.append(f"  start: {_day(start)}\n  due: {_day(due)}\n")
        if due < _TODAY and r.random() < 0.5:
            lines.append(f"  done: {_day(min(_TODAY - 1, due + r.randint(-6, 4)))}\n  proof: [{proof}]\n")
        elif start < _TODAY - 5:
            lines.append(f"  progress: [{{on: {_day(_TODAY - r.randint(1, 4))}, percent: {r.randint(1, 18) * 5}}}]\n")
    if r.random() < 0.5:
        lines.append(f"  expected: {r.choice(say.OUTCOMES)}\n")
    return "".join(lines)


def _plan(r: Random, life: Life, needs: list[str], proof: str) -> str:
    scenario = "win_back" if life.lost else r.choice(("annual_plan", "annual_plan", "key_account", "upgrade", "satisfaction"))
    objective = f"objectives:\n- {{id: O1, {r.choice(_OBJECTIVES)}, due: 2026-12-31}}\n" if r.random() < 0.5 else ""
    actions = "".join(_action(r, life, k, needs, proof) for k in range(1, r.randint(1, 3) + 1))
    return (
        f"scenario: {scenario}\nowner: {life.owner}\nperiod: {{from: 2026-01-01, to: 2026-12-31}}\n"
        f"{objective}actions:\n{actions}"
    )


def _assessment(r: Random, life: Life, orders: list[Order], evidence: tuple[str, str]) -> str:
    """Judge near what the figures suggest, so that a reviewer would agree; leave some dimensions unjudged."""
    total = sum(order.amount for order in orders if order.status != "cancelled")
    years = (_TODAY - (life.won or life.first)) / 365.25
    amount, stability = sum(total >= cut for cut in _AMOUNT_CUTS), sum(years >= cut for cut in _YEAR_CUTS)
    near = (amount, stability, r.randint(1, 8), 8 if r.random() < 0.93 else r.randint(2, 6))
    scores = []
    for name, value in zip(("amount", "stability", "growth", "risk"), near, strict=True):
        score = min(10, max(1, value + r.randint(0, 2)))
        half = ".5" if score < 10 and r.random() < 0.1 else ""
        if r.random() >= 0.025:
            scores.append(f"{name}: {score}{half}")
    if not scores:
        scores.append("growth: 5")
    return (
        f"period: 2025-Q4\ndate: {_day(_TODAY - r.randint(0, 13))}\nby: {life.owner}\nscores: {{{', '.join(scores)}}}\n"
        f"evidence: {{growth: [{evidence[0]}]{f', risk: [{evidence[1]}]' if r.random() < 0.5 else ''}}}\n"
    )


def _customer(r: Random, life: Life, contacts: list[Contact], basis: str) -> str:
    zh, en, industry, region = _names(life.number)
    low, high = _HEADS[life.scale]
    lines = [f'id: {life.id}\nname: {{zh: {zh}, en: "{en}"}}\nindustry: {industry}\nregion: {region}\n']
    lines.append(f"size: {{employees: {{min: {low}{f', max: {high}' if high else ''}}}}}\n")
    if life.won:
        lines.append(f"cooperation_since: {_day(life.won)}\n")
    lines.append("stages:\n")
    for day, stage in life.steps:
        reason = f", reason: {r.choice(say.LOST_REASONS)}" if stage == "lost" else ""
        lines.append(f"- {{from: {_day(day)}, stage: {stage}{reason}}}\n")
    lines.append("owners:\n")
    handed = r.randint(life.first + 1, _TODAY - 1) if r.random() < 0.15 else 0
    if handed:
        other = person(life.number, 7)
        lines.append(f"- {{person: {other}, from: {_day(life.first)}, to: {_day(handed - 1)}}}\n")
    lines.append(f"- {{person: {life.owner}, from: {_day(handed or life.first)}}}\n")
    if len(contacts) > 1:
        lines.append(f"decision_chain: [{', '.join(contact.id for contact in contacts)}]\n")
    if r.random() < 0.5:
        lines.append(f"need_feature: {r.choice(('price', 'quality', 'service', 'solution'))}\n")
        lines.append(f"need_feature_basis: {{by: {life.owner}, on: {_day(_TODAY - 10)}, evidence: [{basis}]}}\n")
    lines.append(f"tags: [{', '.join(tag[0] for tag in r.sample(say.TAGS, r.randint(1, 3)))}]\n")
    if life.won:
        start = max(life.won, _TODAY - r.randint(20, 400))
        amount, billing = _BASE[life.scale] * r.randint(6, 14), r.choice(("milestone", "annual", "one_off"))
        term = f"from: {_day(start)}, to: {_day(start + 364)}"
        lines.append(f"contracts:\n- {{id: K-{life.id}-1, {term}, amount: {amount}, billing: {billing}}}\n")
    if r.random() < 0.5:
        lines.append(f"goals: {{short: {r.choice(say.AIMS)}, long: {r.choice(say.VISIONS)}}}\n")
    return "".join(lines)


def customer(seed: int, number: int) -> Generated:
    """Make one customer's files and table rows from the seed and its number alone."""
    r = Random(seed * 1_000_003 + number)
    life = _life(r, number)
    contacts, contacts_file = _contacts(r, life)
    orders = _orders(r, life)
    followups, followups_file = _followups(r, life, contacts)
    needs, needs_file = _needs(r, life, followups)
    files = {
        "customer.yaml": _customer(r, life, contacts, followups[0][0]),
        "contacts.yaml": contacts_file,
        "needs.yaml": needs_file,
        "plans/2026.yaml": _plan(r, life, needs, followups[-1][0]),
        "assessments/2025-Q4.yaml": _assessment(r, life, orders, (needs[0], followups[0][0])),
        "followups.yaml": followups_file,
    }
    return Generated(life.id, files, _order_rows(r, orders, life.id) + _payment_rows(r, orders, life))
