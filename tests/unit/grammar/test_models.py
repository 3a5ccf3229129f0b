"""Models: an attribute is one that was written, has a default, or is not there."""

from __future__ import annotations

import pytest

from crmsite.grammar.fields import Model
from crmsite.kinds.followup import Next


def test_an_attribute_of_a_model_is_looked_up_as_that_of_any_object() -> None:
    """Python would take a longer way to each of them, were there something that is asked for those that are not there."""
    assert not any("__getattr__" in vars(kind) for kind in Model.__mro__)
    step = Next.model_validate({"text": "Call back"})
    assert step.text.first == "Call back"
    assert step.due is None
    assert step.line("text") == 1


def test_an_attribute_that_no_model_has_is_an_error_that_names_it() -> None:
    step = Next.model_validate({"text": "Call back"})
    with pytest.raises(AttributeError, match="'Next' object has no attribute 'dew'"):
        step.dew  # type: ignore[attr-defined]  # noqa: B018 - asking is what fails


def test_a_copy_of_a_model_with_a_change_leaves_the_model_as_it_was() -> None:
    step = Next.model_validate({"text": "Call back"})
    assert step.model_copy(update={"done": step.due, "text": "Met"}).text == "Met"
    assert step.text.first == "Call back"
