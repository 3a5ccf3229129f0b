"""Other names of customers: each is one customer's, and no id or full name of another."""

from __future__ import annotations

from crmsite.checks.repository import Taken, aliases

NAMES: list[tuple[str, list[str | None]]] = [
    ("C001", ["东方仪表厂", None, None]), ("C002", ["海星物流", "Starfish", None]), ("C003", ["海星物流", None, None]),
]  # fmt: skip
IDS = {name for name, _ in NAMES}


def taken(*own: tuple[str, list[str]]) -> list[Taken]:
    return list(aliases(own, IDS, NAMES))


def test_an_alias_that_is_anothers_full_name_is_taken_in_either_language() -> None:
    assert taken(("C001", ["海星物流"])) == [Taken("C001", "海星物流", "C002", called=True)]
    assert taken(("C001", ["Starfish"])) == [Taken("C001", "Starfish", "C002", called=True)]


def test_an_alias_that_is_anothers_alias_or_id_is_taken() -> None:
    assert taken(("C001", ["东仪"]), ("C002", ["东仪"])) == [Taken("C002", "东仪", "C001", called=False)]
    assert taken(("C001", ["C003"])) == [Taken("C001", "C003", "C003", called=False)]


def test_ones_own_name_and_id_and_a_name_that_two_share_are_free() -> None:
    assert taken(("C001", ["东方仪表厂", "C001", "东仪"])) == []
    assert taken(("C003", ["海星物流"])) == []
