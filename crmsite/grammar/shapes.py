"""What may stand at each place of a record, as far as its form goes: which keys in which order, which listed values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_args, get_origin

from crmsite.grammar.fields import Choice, Model, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping



class Shape(NamedTuple):
    """A place in a record.

    ``keys`` are those of its mapping in their order, with what stands below each; ``each`` is what stands below any key where
    they are free, and what the items of a list are. ``listing`` names the list whose values may stand here.
    """

    keys: Mapping[str, Shape] = {}
    each: Shape | None = None
    listing: str = ""

    @property
    def plain(self) -> bool:
        """Whether nothing here has a form of its own."""
        return not self.keys and self.each is None and not self.listing


def shape_of(model: type[Model]) -> Shape:
    """Return the shape of a mapping that a model reads: keys in the order in which the model names them."""
    fields = list(model.model_fields.items())
    if issubclass(model, Record):  # what any record may say of itself stands behind what it says of its subject
        fields.sort(key=lambda field: field[0] in Record.model_fields)
    named = [(field.alias or key, field) for key, field in fields]
    return Shape({name: _shape(field.annotation, field.metadata) for name, field in named if not name.startswith("@")})


def _shape(annotation: Any, metadata: Iterable[object]) -> Shape:
    """Return the shape of a type: of what it may be, the first that has a form."""
    for mark in metadata:
        if isinstance(mark, Choice):
            return Shape(listing=mark.listing)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return shape_of(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(arguments[0], arguments[1:])
    found = next((shape for one in arguments if not (shape := _shape(one, ())).plain), Shape())
    return Shape(each=found) if origin in (tuple, dict) and not found.plain else found
