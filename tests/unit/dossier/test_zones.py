"""Which fields tell a time of day: those are turned into the organisation's zone, and no other is looked at for it."""

from __future__ import annotations

from crmsite.catalogue import KINDS
from crmsite.dossier.assemble import TIMED
from crmsite.grammar.values import Moment
from crmsite.reading.reader import model_of


def test_every_field_with_a_time_of_day_is_turned_into_the_zone() -> None:
    models = [model_of(kind.id) for kind in KINDS if kind.shape == "record"]
    times = {model: tuple(name for name, field in model.model_fields.items() if Moment.__name__ in str(field.annotation)) for model in models}
    assert {model: names for model, names in times.items() if names} == TIMED
