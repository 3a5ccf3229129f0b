"""Figures as JSON: keys that stay, decimals as text, dates as ISO, sentences with their key and their words."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from crmsite.figures.facts import Money, Percent, Say, Term, Who
from crmsite.grammar.fields import Citation, Localised
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from crmsite.language import Language

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | bool | None"


def plain(value: object, language: Language) -> Plain:
    """Return any derived value as JSON values. What is not known is null; its record says so in ``state``."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case Citation(path, line):
            return f"records/{path}:{line}"
        case Say(key):
            return {"key": key, "text": language.say(value)}
        case Localised():
            return {"zh": value.given("zh-CN", language.first_lang), "en": value.given("en", language.first_lang)}
    return _compound(value, language)


def _compound(value: object, language: Language) -> Plain:
    match value:
        case Money(amount, currency):
            return {"amount": format(amount, "f"), "currency": currency}
        case Percent(ratio):
            return {"ratio": format(ratio, "f")}
        case Term(_, name):
            return {"id": name, "label": language.term(value)}
        case Who(name):
            return {"id": name, "name": language.say(value)}
        case tuple() if hasattr(value, "_fields"):
            return _named(value._fields, value, language)
        case Slotted():
            return _named(value._fields, value.as_row(), language)
        case tuple() | list():
            return [plain(part, language) for part in value]
    raise TypeError(f"no derived value: {type(value).__name__}")


def _named(names: tuple[str, ...], values: tuple[object, ...], language: Language) -> Plain:
    return {name.rstrip("_"): plain(value, language) for name, value in zip(names, values, strict=True)}


def dumped(value: object) -> str:
    """Write JSON for people and programs alike: two spaces, Chinese as it is, keys in their own order."""
    return json.dumps(value, ensure_ascii=False, indent=2)
