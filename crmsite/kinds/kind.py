"""What a kind of record is: its names, where it lies, how its id is made, who may see it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from crmsite.grammar.vocabulary import AudienceClass

Owner = Literal["customer", "either", "none"]
Shape = Literal["record", "table"]


class Kind(NamedTuple):
    """One entry of the catalogue.

    ``model`` is ``module:Class`` so that naming a kind imports nothing. ``names`` are the folder names and file stems that
    mean it. ``owner``: the record belongs to a ``customer``, may (``either``), or never does (``none``).
    ``prefix`` starts the id that is made from the path when none is typed; an empty prefix means the stem is the id.
    """

    id: str
    names: tuple[str, ...]
    model: str
    owner: Owner
    prefix: str
    zh: str
    en: str
    audience: AudienceClass = "internal"
    shape: Shape = "record"
