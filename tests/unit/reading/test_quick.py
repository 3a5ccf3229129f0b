"""The quick way to a record is no other way: what it accepts, the ordinary way accepts too, with the same outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from crmsite.catalogue import KINDS
from crmsite.grammar import fields
from crmsite.grammar.vocabulary import VOCABULARY
from crmsite.reading.quick import Typist
from crmsite.reading.reader import Reader, model_of, read_file

ROOT = Path(__file__).parents[3]
TYPES: dict[str, Any] = {
    **{
        name: getattr(fields, name)
        for name in (
            "Text", "Id", "Stem", "LocalText", "MaskedName", "ContactCode", "Number", "Money", "Score", "Ratio", "Scale5", "Scale10", "Percent",
            "Count", "Flag", "IsoDate", "When", "Period", "Quarter",
        )
    },
    "Choice": Annotated[str, fields.Choice("stage")],
    "Ref": Annotated[str, fields.Ref("person")],
}  # fmt: skip
LIKELY = st.one_of(
    st.sampled_from(
        [
            "", " ", "\x1c", "\u3000", "a", " a", "index", "COM1", "com10", "N-1", "1a", "2024-02-30", "2024-02-29", "0000-01-01", "20240101",
            "2024-W01-1", "2024-1-1", "2024-Q1", "2024-H2", "2024-13", "1_000", "1e3", "+5", "-5", "05", "0.5", "10", "10.0", "5.", "１２",
            "nan", "true", "张*", "*总", "A**", "联系人-001", "CC-12", "a/b", "a\\b", "a\nb", "x" * 64, "x" * 65, "999999999999", "1000000000000",
            "2024-01-01 10:30", "2024-01-01T24:00", "2024-01-01 10:30+08:00", *VOCABULARY["stage"], *(word.zh for word in VOCABULARY["stage"].values()),
        ]
    ),
    st.text(alphabet="aZ09-_.: /张*\\\n\u3000é", max_size=12),
    st.from_regex(r"\A-?[0-9]{1,4}(\.[0-9]{1,2})?\Z"),
    st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"),
    st.from_regex(r"\A[A-Za-z]{1,6}[0-9_-]{0,2}\Z"),
    st.none(),
    st.lists(st.text(max_size=2), max_size=2),
    st.dictionaries(st.sampled_from(["zh", "en", "x", "@"]), st.text(max_size=2) | st.none(), max_size=3),
)  # fmt: skip


def schemas(name: str) -> tuple[SchemaValidator, TypeAdapter[Any]]:
    """Return the quick and the ordinary way to a value of a type."""
    marks = TYPES[name].__metadata__
    quick = next(mark.quick for mark in marks if isinstance(mark, fields.Quick | fields.Choice | fields.Ref))
    return SchemaValidator(quick), TypeAdapter(TYPES[name])


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=150)
@given(value=LIKELY)
@example(value="assets")
def test_what_is_read_quickly_is_read_alike_in_the_ordinary_way(name: str, value: object) -> None:
    quick, ordinary = schemas(name)
    try:
        outcome = quick.validate_python(value)
    except ValidationError:
        return
    slow = ordinary.validate_python(value)
    assert outcome == slow
    assert type(outcome) is type(slow)


def entries() -> list[Any]:
    found = []
    for root in (ROOT / "records", ROOT / "tests/fixtures/sample_company"):
        for path in sorted(root.rglob("*.yaml")):
            found.extend(read_file(str(path.relative_to(root)), path.read_bytes()).entries)
    return found


def test_every_record_that_is_kept_here_is_the_same_either_way() -> None:
    typist = Typist()
    for entry in entries():
        model = model_of(entry.kind)
        ordinary_references: set[tuple[str, str]] = set()
        quick_references: set[tuple[str, str]] = set()
        ordinary = model.model_validate(entry.tree, context=ordinary_references)
        quick = typist.record(model, entry.tree, quick_references)
        assert quick == ordinary
        assert repr(quick) == repr(ordinary)
        assert quick.model_fields_set == ordinary.model_fields_set
        assert quick_references == ordinary_references


def test_kinds_that_customers_have_many_of_have_a_quick_way() -> None:
    typist = Typist()
    plain = {kind.id: typist.has_quick_way(model_of(kind.id)) for kind in KINDS if kind.shape == "record"}
    assert [name for name, quick in plain.items() if not quick] == ["site", "rfm_policy", "survey", "care"]


def test_a_fault_is_told_in_the_same_words_either_way() -> None:
    data = b"id: N-1\nnature: expliced\nkind: delivery\ntext: ''\nrecorded: 2024-02-30\nimportance: 7\nthemes: [x/y]\nunknown: 1\n"
    path = "customers/C001/needs/N-1.yaml"
    assert Reader().file(path, data) == Reader(quick=False).file(path, data)
    assert len(Reader().file(path, data).faults) == 7


def test_a_record_that_only_the_ordinary_way_accepts_is_accepted() -> None:
    data = "nature: 显性\nkind: 交付\ntext: {zh: 交期, en: Lead time}\nsource: 反馈\nrecorded: 2024-02-28\n".encode()
    file = Reader().file("customers/C001/needs/N-1.yaml", data)
    assert [made.record.model_dump(include={"nature", "kind", "source"}) for made in file.made] == [
        made.record.model_dump(include={"nature", "kind", "source"}) for made in read_file("customers/C001/needs/N-1.yaml", data).made
    ]
