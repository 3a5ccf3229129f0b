"""Records typed at full speed where nothing is wrong with them: the same models, the same values, hardly a line of Python run.

A field type reads text by a function of ours, which can say in words what is wrong. Nearly all text is right, so each type
also carries a schema that pydantic's core runs by itself and that accepts a part of what the function accepts, with the same
outcome. A kind is compiled from these; a record that they refuse is read again in the ordinary way. A model with a field
that has no such schema has no quick way at all.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeAlias, Union, get_args, get_origin

from pydantic import BeforeValidator
from pydantic_core import PydanticUndefined, SchemaValidator, ValidationError, core_schema

from crmsite.grammar.fields import Choice, Many, Model, Quick, Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crmsite.grammar.fields import Record
    from crmsite.parsing.nodes import Node

References: TypeAlias = "set[tuple[str, str]]"
"""The references that a record makes: ``(kind, id)``; ``taxonomy:NAME`` with a value; ``any`` for evidence."""
Places: TypeAlias = "tuple[tuple[str, str, Places], ...]"
"""Where references stand: key and kind of record, or key and the places in the mapping below it."""
_LINES = dict[str, int]
_SIMPLE: dict[Any, core_schema.CoreSchema] = {str: core_schema.str_schema(), int: core_schema.int_schema()}


class _NoQuickWayError(Exception):
    """A type without a schema of its own; never leaves this module."""


class _Compiled(NamedTuple):
    """A kind's quick way: what makes a record of a tree, and where its references stand."""

    make: Callable[[object], Any]
    places: Places


class Typist:
    """Makes records of trees. It remembers the kinds that it has compiled; for a few records, ``quick`` is not worth it."""

    def __init__(self, *, quick: bool = True) -> None:
        self._quick = quick
        self._known: dict[type[Record], _Compiled | None] = {}

    def has_quick_way(self, model: type[Record]) -> bool:
        """Tell whether a kind is compiled; it is done here at the latest."""
        if model not in self._known:
            self._known[model] = _compiled(model) if self._quick else None
        return self._known[model] is not None

    def record(self, model: type[Record], tree: dict[str, Node], references: References) -> Record:
        """Return a tree's record and note its references down. Raises pydantic's ``ValidationError`` with every fault."""
        known = self._known.get(model)
        if known is None and self.has_quick_way(model):
            known = self._known[model]
        if known is None:
            return model.model_validate(tree, context=references)
        make, places = known
        try:
            made: Record = make(tree)
        except ValidationError:
            return model.model_validate(tree, context=references)
        _note(places, tree, references)
        return made


def _note(places: Places, tree: dict[str, Any], references: References) -> None:
    """Note down the references of a tree that a quick way has accepted."""
    for key, kind, below in places:
        value = tree.get(key)
        if value is None:
            continue
        if not below:
            if value.__class__ is str:
                references.add((kind, value))
            else:
                references.update([(kind, name) for name in value])
        elif value.__class__ is list:
            for item in value:
                _note(below, item, references)
        else:
            _note(below, value, references)


def _compiled(model: type[Record]) -> _Compiled | None:
    try:
        return _Compiled(_validator(_model(model)).validate_python, reference_places(model))
    except _NoQuickWayError:
        return None


def _validator(schema: core_schema.CoreSchema) -> SchemaValidator:
    """Build a validator of exactly this schema: not of the model's own, which pydantic would reuse, were it built already."""
    try:
        return SchemaValidator(schema, _use_prebuilt=False)
    except TypeError:
        return SchemaValidator(schema)


def _model(model: type[Model]) -> core_schema.CoreSchema:
    """Return the schema of a model, made of the quick schemas of its fields."""
    fields = {}
    for name, field in model.model_fields.items():
        if field.default_factory is not None:
            raise _NoQuickWayError
        schema = _value(field.annotation, field.metadata)
        if field.default is not PydanticUndefined:
            schema = core_schema.with_default_schema(schema, default=field.default)
        fields[name] = core_schema.model_field(schema, validation_alias=field.alias or name)
    config = core_schema.CoreConfig(title=model.__name__, extra_fields_behavior="forbid")
    schema = core_schema.model_schema(model, core_schema.model_fields_schema(fields), config=config)
    rules = model.__pydantic_decorators__
    if rules.validators or rules.field_validators or rules.root_validators:
        raise _NoQuickWayError
    for rule in rules.model_validators.values():
        if rule.info.mode != "after":
            raise _NoQuickWayError
        schema = core_schema.no_info_after_validator_function(rule.func, schema)
    return schema


def _value(annotation: Any, metadata: Iterable[object]) -> core_schema.CoreSchema:
    """Return the quick schema of a type with what is written beside it."""
    for mark in metadata:
        if isinstance(mark, Quick | Choice | Ref):
            return mark.quick
    if any(isinstance(mark, BeforeValidator) and mark is not Many for mark in metadata):
        raise _NoQuickWayError
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return _model(annotation)
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    return _composed(get_origin(annotation), get_args(annotation))


def _composed(origin: Any, arguments: tuple[Any, ...]) -> core_schema.CoreSchema:
    """Return the quick schema of a type that is made of others."""
    if origin is Annotated:
        return _value(arguments[0], arguments[1:])
    if origin in (Union, UnionType):
        return _either(arguments)
    if origin is tuple and arguments[1:] == (...,):
        return core_schema.tuple_variable_schema(_value(arguments[0], ()))
    if origin is dict and arguments[0] is str:
        return core_schema.dict_schema(core_schema.str_schema(), _value(arguments[1], ()))
    if origin is Literal:
        return core_schema.literal_schema(list(arguments))
    raise _NoQuickWayError


def _either(kinds: tuple[Any, ...]) -> core_schema.CoreSchema:
    """Return the schema of a type or nothing, or of a text or a mapping's lines: what cannot be mistaken for one another."""
    others = [kind for kind in kinds if kind is not NoneType]
    if len(others) == 1 and len(kinds) == 2:
        return core_schema.nullable_schema(_value(others[0], ()))
    texts = [kind for kind in others if kind != _LINES]
    if len(kinds) == 2 and len(texts) == 1 and not (isinstance(texts[0], type) and issubclass(texts[0], Model)):
        return core_schema.union_schema([_value(texts[0], ()), _value(_LINES, ())], mode="left_to_right")
    raise _NoQuickWayError


def reference_places(model: type[Model]) -> Places:
    """Return where references stand in the mappings that a model reads."""
    found = []
    for name, field in model.model_fields.items():
        kind, below = _reference(field.annotation, field.metadata)
        if kind or below:
            found.append((field.alias or name, kind, below))
    return tuple(found)


def _reference(annotation: Any, metadata: Iterable[object]) -> tuple[str, Places]:
    """Return the kind that a type refers to, or the places in the model inside it; neither where it refers to nothing."""
    for mark in metadata:
        if isinstance(mark, Ref):
            return mark.kind, ()
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return "", reference_places(annotation)
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return _reference(arguments[0], arguments[1:])
    for argument in arguments:
        kind, below = _reference(argument, ())
        if kind or below:
            return kind, below
    return "", ()
