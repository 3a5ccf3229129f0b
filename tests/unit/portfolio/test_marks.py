"""Small pictures are drawn from whole tenths: a gap is a gap, nought touches the base line, bytes depend on the values alone."""

from __future__ import annotations

from decimal import Decimal

from crmsite.portfolio.marks import Aimed, Box, aimed, line, share, tenths

BOX = Box(0, 100, 0, 50)


def test_a_line_runs_from_left_to_right_and_fills_the_plot() -> None:
    drawn = line([1.0, 2.0, 3.0], BOX, zero=False)
    assert drawn is not None
    assert (drawn.solid, drawn.bridges, drawn.end_x, drawn.end_y) == ("M0 50L50 25L100 0", "", "100", "0")


def test_with_a_base_at_nought_equal_values_lie_at_the_top_and_noughts_on_the_base() -> None:
    full, empty = line([4.0, 4.0], BOX, zero=True), line([0.0, 0.0], BOX, zero=True)
    assert full is not None
    assert empty is not None
    assert (full.solid, empty.solid) == ("M0 0L100 0", "M0 50L100 50")


def test_a_missing_value_is_bridged_not_drawn() -> None:
    drawn = line([1.0, None, 3.0, 3.0], BOX, zero=True)
    assert drawn is not None
    assert drawn.solid.count("M") == 2
    assert drawn.bridges.startswith("M0 ")


def test_fewer_than_two_known_values_make_no_line() -> None:
    assert line([], BOX, zero=True) is None
    assert line([None, 5.0, None], BOX, zero=True) is None


def test_lengths_have_at_most_one_digit_after_the_point() -> None:
    assert [tenths(value) for value in (0.0, 1.0, 1.04, 1.05, 99.96)] == ["0", "1", "1", "1.1", "100"]


def test_a_bar_of_something_is_never_invisible_and_of_nothing_has_no_length() -> None:
    assert share(1, 1000, 100) == "1"
    assert share(0, 1000, 100) == "0"
    assert share(Decimal(5), 0, 100) == "0"
    assert share(Decimal(500), 1000, 100) == "50"


def test_what_was_wanted_is_drawn_on_the_scale_of_the_line_a_stroke_for_each_level() -> None:
    drawn = aimed([1.0, 2.0, 3.0], [None, 4.0, 5.0], BOX)
    assert drawn is not None
    assert drawn.line.solid == "M0 50L50 37.5L100 25", "the plot has room for the highest target"
    assert drawn.aim == "M25 12.5H75M75 0H100"
    assert drawn.above
    level = line([4.0, 5.0, 6.0], BOX, zero=False, also=[1.0])
    assert aimed([4.0, 5.0, 6.0], [1.0, 1.0, 1.0], BOX) == Aimed(level, "M0 50H100", above=False)


def test_without_a_target_the_line_is_as_ever_and_without_a_line_there_is_no_target() -> None:
    drawn = aimed([1.0, None, 3.0], [None, None, None], BOX)
    assert drawn is not None
    assert (drawn.line, drawn.aim) == (line([1.0, None, 3.0], BOX, zero=False), "")
    assert aimed([1.0, None], [2.0, 2.0], BOX) is None
