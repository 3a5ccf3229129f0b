"""Works that keep step: each goes to the end of its step before any goes further, and gives what it would give alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crmsite.scores.in_step import in_step

if TYPE_CHECKING:
    from collections.abc import Generator


def counting(name: str, steps: int, said: list[str]) -> Generator[None, None, str]:
    for step in range(steps):
        said.append(f"{name}{step}")
        yield
    said.append(f"{name} ends")
    return name.upper()


def test_no_work_takes_a_step_before_all_have_taken_the_one_before() -> None:
    said: list[str] = []
    assert in_step([counting("a", 2, said), counting("b", 2, said)]) == ["A", "B"]
    assert said == ["a0", "b0", "a1", "b1", "a ends", "b ends"]


def test_works_of_different_length_come_back_in_order() -> None:
    said: list[str] = []
    assert in_step([counting("a", 3, said), counting("b", 0, said), counting("c", 1, said)]) == ["A", "B", "C"]
    assert said == ["a0", "b ends", "c0", "a1", "c ends", "a2", "a ends"]


def test_nothing_to_do_gives_nothing() -> None:
    assert in_step([]) == []


def test_a_work_that_fails_is_not_passed_over() -> None:
    def failing() -> Generator[None, None, str]:
        yield
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_step([counting("a", 1, []), failing()])
