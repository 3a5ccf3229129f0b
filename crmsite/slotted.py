"""Classes with named fields in slots: what is said of something once and not changed again.

To the type checker they are what frozen dataclasses are. At run time a field is a slot: pages and figures ask for fields some
sixty million times at ten thousand customers, and the interpreter reads a slot in one step, where a ``NamedTuple`` answers
through the call of a descriptor (a ninth of the CPU of all figures), and a frozen dataclass takes four times as long to make.
A ``NamedTuple`` stays the choice where a tuple is wanted: what is indexed, counted, or made from a sequence by the million.
"""

from __future__ import annotations

from operator import methodcaller
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass_transform(frozen_default=True)
class _Fields(type):
    """Makes the annotated names of a class its slots, and writes what depends on their number: constructor and values."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _Fields:
        """Return the class. What the body assigns to a field is its default: as in a signature, the last fields have one."""
        if any(getattr(base, "_fields", ()) for base in bases):
            return super().__new__(cls, name, bases, namespace)
        fields = tuple(namespace.get("__annotations__", ())) if bases else ()
        defaults = tuple([namespace.pop(field) for field in fields if field in namespace])
        form = f"({', '.join([f'{field}=%r' for field in fields])})"
        known = {"__slots__": fields, "__match_args__": fields, "_fields": fields, "_form": form}
        made = super().__new__(cls, name, bases, {**namespace, **known})
        scope: dict[str, Any] = {}
        assigned = "".join(f" self.{field} = {field}\n" for field in fields)
        told = "".join(f"self.{field}, " for field in fields)
        exec(f"def __init__(self, {', '.join(fields)}):\n{assigned} pass\ndef as_row(self): return ({told})", scope)  # noqa: S102 - names of fields
        scope["__init__"].__defaults__ = defaults
        for method in ("__init__", "as_row"):
            setattr(made, method, scope[method])
        return made


class Slotted(metaclass=_Fields):
    """A class of named fields: ``class Window(Slotted)`` with ``name: type`` or ``name: type = default`` in its body.

    Two are equal if they are of one class and all their fields are; they can be keys and be sorted if all their fields can.
    Who inherits from a class with fields adds none, but may keep something of its own beside them.
    """

    _fields: ClassVar[tuple[str, ...]]
    _form: ClassVar[str]

    def as_row(self) -> tuple[Any, ...]:
        """Return the values of all fields, in order: here of none, and each class with fields has its own."""
        return ()

    def __iter__(self) -> Iterator[Any]:
        """Yield the values of all fields, in order: a template takes a row apart by it."""
        return iter(self.as_row())

    def _replace(self, **changes: Any) -> Self:
        """Return one with other values in the fields named; raises TypeError where there is no such field."""
        row = list(self.as_row())
        for name, value in changes.items():
            try:
                row[self._fields.index(name)] = value
            except ValueError:
                raise TypeError(f"{type(self).__name__} has no field {name!r}") from None
        return type(self)(*row)

    def __eq__(self, other: object) -> bool:
        """Say whether both are of one class with equal fields."""
        return self.as_row() == other.as_row() if isinstance(other, type(self)) else NotImplemented

    def __lt__(self, other: Self) -> bool:
        """Say whether the first field that differs is the lesser one."""
        return self.as_row() < other.as_row()

    def __hash__(self) -> int:
        """Return what equal ones share."""
        return hash(self.as_row())

    def __repr__(self) -> str:
        """Return the call that makes it."""
        return type(self).__name__ + self._form % self.as_row()

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        """Return how another process makes it: by its class, from its values."""
        return type(self), self.as_row()


AS_ROW = methodcaller("as_row")
"""What a writer of JSON writes for one, as the function that it asks what it does not know."""
