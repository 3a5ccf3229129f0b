"""What is kept of a shard comes back as it was, and a text that nobody asks for is not decoded."""

from __future__ import annotations

from pathlib import Path

import pytest
from portfolios import customer, need, rated, summary

from crmsite.machine.memo import Memo
from crmsite.stages.kept import Head, Kept, keep, kept_shard
from crmsite.summaries.summary import Summary

TWO = [summary(customer(name, [("2024-06-02", 1000)], needs=[need(f"N-{name}")], assessments=[rated()])) for name in ("C1", "C2")]


def kept(of: Summary | None, name: str) -> Kept:
    head = Head(name, "k", "c", "p", of.to_plain() if of else None, [name, None, None], "", ["E-li"], ["别名"], ["d"])
    return Kept(head, {name: ["customer", name, None, "a.yaml", 1, False]}, [["need", "N-9"]], [["f"]], [["d"]])


@pytest.fixture
def memo(tmp_path: Path) -> Memo:
    memo = Memo(tmp_path, "1")
    keep(memo, "0a", [kept(TWO[0], "C1"), kept(TWO[1], "C2"), kept(None, "C3")])
    return memo


def test_summaries_come_back_in_every_field(memo: Memo) -> None:
    shard = kept_shard(memo, "0a")
    assert shard is not None
    for one, was in (*zip(shard.summaries(), TWO, strict=True), *zip(shard.whole_summaries(), TWO, strict=True)):
        assert {name: getattr(one, name) for name in Summary._fields} == dict(zip(Summary._fields, was.as_row(), strict=True))
        assert one.to_plain() == was.to_plain()
        assert one.need_lines() == was.need_lines()


def test_a_customer_comes_back_with_its_ids_and_faults_and_can_be_kept_again(memo: Memo) -> None:
    shard = kept_shard(memo, "0a")
    assert shard is not None
    again = [shard.of(name) for name in ("C1", "C2", "C3")]
    assert [one and one[1:] for one in again] == [kept(None, name)[1:] for name in ("C1", "C2", "C3")]
    assert shard.of("C9") is None
    before = memo.stamp("heads/0a")
    keep(memo, "0a", [one for one in again if one is not None])
    assert memo.stamp("heads/0a") == before


def test_only_the_texts_that_are_asked_for_are_decoded(memo: Memo, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    shard = kept_shard(memo, "0a")
    assert shard is not None
    parts = shard._parts
    get = parts.get
    monkeypatch.setattr(parts, "get", lambda part: asked.append(part) or get(part))
    found = shard.summaries()
    assert asked == []
    assert [one.needs for one in found] == [one.needs for one in TWO]
    assert asked == ["needs"]
    assert [one.standing.tier for one in found] == [one.standing.tier for one in TWO]
    assert asked == ["needs", "standing"]


def test_a_summary_can_be_changed_printed_and_taken_apart_like_any_other(memo: Memo) -> None:
    shard = kept_shard(memo, "0a")
    assert shard is not None
    for first in (shard.summaries()[0], shard.whole_summaries()[0]):
        assert tuple(first) == tuple(TWO[0])
        assert first == TWO[0] == first
        assert repr(first) == repr(TWO[0])
        assert first._replace(face="moved") == TWO[0]._replace(face="moved")


def test_a_shard_that_was_never_kept_or_is_damaged_is_none(memo: Memo, tmp_path: Path) -> None:
    assert kept_shard(memo, "0b") is None
    memo.commit()
    path = next(tmp_path.rglob("0a.json"))
    path.write_bytes(path.read_bytes()[:-1])
    assert kept_shard(memo, "0a") is None


def test_what_is_made_of_a_summary_is_made_once_and_is_what_any_other_gives(memo: Memo) -> None:
    made: list[str] = []

    def name_of(summary: Summary) -> str:
        made.append(summary.id)
        return f"{summary.id} {summary.name}"

    shard = kept_shard(memo, "0a")
    assert shard is not None
    for first, second in (shard.summaries(), shard.whole_summaries()):
        made.clear()
        told = [first.once(name_of), second.once(name_of), first.once(name_of)]
        assert made == [first.id, second.id]
        assert told == [TWO[0].once(name_of), TWO[1].once(name_of), TWO[0].once(name_of)]
