"""Named fields in slots: made in order or by name, equal by value, taken apart in order, and not to be added to."""

import copy
import pickle

import pytest

from crmsite.slotted import Slotted


class Span(Slotted):
    """A stretch of days."""

    start: str
    end: str | None = None
    open: bool = True

    @property
    def told(self) -> str:
        return f"{self.start}..{self.end or ''}"


class Twin(Slotted):
    start: str
    end: str | None
    open: bool


def test_fields_are_given_in_order_or_by_name_and_the_last_ones_have_defaults():
    assert Span("2026-01-01", open=False) == Span("2026-01-01", None, False)
    assert Span("2026-01-01", "2026-03-31").told == "2026-01-01..2026-03-31"
    with pytest.raises(TypeError, match="start"):
        Span()
    with pytest.raises(TypeError, match="until"):
        Span("2026-01-01", until="2026-03-31")


def test_two_are_equal_if_class_and_fields_are_and_serve_as_keys():
    assert Span("2026-01-01") == Span("2026-01-01") != Span("2026-01-02")
    assert Span("2026-01-01") != Twin("2026-01-01", None, True)
    assert Span("2026-01-01") != ("2026-01-01", None, True)
    assert len({Span("2026-01-01"), Span("2026-01-01"), Twin("2026-01-01", None, True)}) == 2


def test_they_are_sorted_by_their_first_field_that_differs():
    assert sorted([Span("2026-01-02"), Span("2026-01-01", "b"), Span("2026-01-01", "a")]) == [Span("2026-01-01", "a"), Span("2026-01-01", "b"), Span("2026-01-02")]


def test_it_is_taken_apart_in_order_and_shown_as_the_call_that_makes_it():
    start, end, is_open = Span("2026-01-01", "2026-03-31")
    assert (start, end, is_open) == Span("2026-01-01", "2026-03-31").as_row()
    match Span("2026-01-01"):
        case Span(begins, None):
            assert begins == "2026-01-01"
        case _:
            pytest.fail("a span without an end")
    assert repr(Span("2026-01-01")) == "Span(start='2026-01-01', end=None, open=True)"


def test_another_one_is_made_with_other_values_and_a_field_that_is_none_is_refused():
    span = Span("2026-01-01")
    assert span._replace(end="2026-03-31") == Span("2026-01-01", "2026-03-31")
    assert span == Span("2026-01-01")
    with pytest.raises(TypeError, match="until"):
        span._replace(until="2026-03-31")
    with pytest.raises(AttributeError):
        span.until = "2026-03-31"


def test_it_reaches_another_process_and_a_copy_is_equal():
    span = Span("2026-01-01", "2026-03-31")
    assert pickle.loads(pickle.dumps(span)) == copy.deepcopy(span) == span
