"""Shown values keep every digit and both languages on the way to plain text and back."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crmsite.figures.facts import Money, Percent, Say, Shown, Term, Who
from crmsite.grammar.fields import Localised
from crmsite.summaries.plain import compact, decode, encode, number, number_text, pack, unpack, unpack_text

WORDS = st.text(max_size=8)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
ATOMS: st.SearchStrategy[Shown] = st.one_of(
    st.none(), WORDS, st.integers(), NUMBERS, st.dates(), st.builds(Money, NUMBERS, st.just("CNY")), st.builds(Percent, NUMBERS),
    st.builds(Term, WORDS, WORDS), st.builds(Who, WORDS), st.builds(Localised, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS),
)  # fmt: skip
SHOWN: st.SearchStrategy[Shown] = st.recursive(
    ATOMS, lambda inner: st.builds(Say, WORDS, st.lists(st.tuples(WORDS, inner), max_size=3).map(tuple)), max_leaves=5
)


@given(SHOWN)
def test_a_shown_value_survives_json(value: Shown) -> None:
    again = decode(json.loads(compact(encode(value))))
    assert again == value
    assert type(again) is type(value)


@given(SHOWN)
def test_a_packed_value_is_one_text_and_comes_back(value: Shown) -> None:
    packed = pack(value)
    assert packed is None or isinstance(packed, str)
    assert unpack(packed) == value
    assert type(unpack(packed)) is type(value)


@given(NUMBERS)
def test_a_number_is_kept_without_an_exponent(value: Decimal) -> None:
    text = number_text(value)
    assert text is not None
    assert "E" not in text
    assert number(text) == value


def test_what_is_no_text_of_a_record_is_not_taken_for_one() -> None:
    assert unpack_text(pack(Localised("中", "en"))) == Localised("中", "en")
    assert unpack_text(pack(date(2024, 1, 1))) is None
    assert unpack_text(None) is None
