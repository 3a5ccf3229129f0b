"""Ranking: needs counted by blocks of customers come to the same as all of them counted at once."""

from __future__ import annotations

import json
import random

from portfolios import customer, need, portfolio, rated

from crmsite.portfolio.ranking import ALL, Block, added_up, count_block

TIERS = {"A": 0, "B": 1}
FIRST = 5


def many() -> list:
    draw = random.Random(7)
    themes = ["training", "delivery"]
    made = []
    for n in range(24):
        needs = [
            need(
                f"N-{n}-{k}",
                draw.choice([None, 1, 3, 4, 5]),
                draw.choice([1, 4, 5]),
                themes=draw.sample(themes, draw.randint(0, 2)),
                match=draw.choice(["low", "high"]),
            )
            for k in range(draw.randint(0, 4))
        ]
        made.append(customer(f"C{n:02d}", [("2024-06-02", 1000 * n)], needs=needs, assessments=[rated()] if n % 3 else []))
    return list(portfolio(*made).summaries)


def as_kept(block: Block) -> Block:
    return Block.from_plain(json.loads(json.dumps(block.to_plain())))


def comparable(block: Block) -> tuple:
    sorts = {name: (sort.needs, sort.first[:2]) for name, sort in block.sorts.items()}
    return sorts, block.sort(ALL).first, block.keys, block.themes, block.traits


def test_blocks_added_up_are_all_customers_counted_at_once() -> None:
    summaries = many()
    at_once = count_block(summaries, TIERS, "CNY", FIRST)
    assert at_once.sort(ALL).needs > 2 * FIRST == 2 * len(at_once.sort(ALL).first)
    for size in (1, 5, 24):
        dealt = [summaries[start : start + size] for start in range(0, len(summaries), size)]
        blocks = [count_block(held, TIERS, "CNY", FIRST) for held in dealt]
        assert comparable(added_up(blocks, FIRST)) == comparable(at_once)


def test_a_block_comes_back_from_the_memo_as_it_went() -> None:
    block = count_block(many(), TIERS, "CNY", FIRST)
    assert as_kept(block) == block


def test_rank_counts_all_needs_that_stand_before() -> None:
    block = count_block(many(), TIERS, "CNY", 100)
    refs = block.sort(ALL).first
    assert [block.rank(ref) for ref in refs] == [1 + sum(other[:4] < ref[:4] for other in refs) for ref in refs]
