"""Portfolios for tests: a few customers written in a few words, put together, and their pages drawn in both languages."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

from dossiers import Case, case, facts, organisation, policies

from crmsite.grammar.fields import Localised
from crmsite.language import Language
from crmsite.portfolio.deferred import Deferred
from crmsite.portfolio.portfolio import Portfolio, build
from crmsite.rendering.render import Renderer
from crmsite.rendering.theme import load_theme
from crmsite.summaries.summary import Summary, summarise
from crmsite.views.frame import SiteFrame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType
    from typing import Literal

AS_OF = "2024-07-31"
SCORES = {"amount": "9", "stability": "8", "growth": "9", "risk": "8"}


def customer(name: str, /, orders: Iterable[tuple[object, ...]] = (), **kinds: object) -> Case:
    """Write a customer by its id; ``own`` holds further keys of the customer record, other kinds are lists of mappings."""
    own = kinds.pop("own", {})
    assert isinstance(own, dict)
    lists: dict[str, Sequence[Mapping[str, object]]] = {key: value for key, value in kinds.items() if isinstance(value, list)}
    return case({"id": name, "name": f"客户{name}", **own}, orders, **lists)


def rated(quarter: str = "2024-Q2", day: str = "2024-07-05", **scores: object) -> dict[str, object]:
    """Write one quarter's assessment; a score of ``None`` is missing."""
    kept = {name: score for name, score in {**SCORES, **scores}.items() if score is not None}
    return {"id": f"AS-{quarter}", "period": quarter, "date": day, "by": "E-li", "scores": kept}


def need(name: str, importance: int | None = 5, urgency: int | None = 4, **more: object) -> dict[str, object]:
    """Write one need."""
    scores = {key: value for key, value in (("importance", importance), ("urgency", urgency)) if value is not None}
    plain = {"nature": "explicit", "kind": "function", "text": f"需求{name}", "source": "survey", "recorded": "2024-05-01"}
    return {**plain, "id": name, **scores, **more}


def plan(*actions: Mapping[str, object], **more: object) -> dict[str, object]:
    """Write one plan of the year."""
    return {"period": {"from": "2024-01-01", "to": "2024-12-31"}, "actions": list(actions), **more}


def summary(of: Case, day: str = AS_OF) -> Summary:
    """Return the summary of a customer on a day."""
    return summarise(of.at(day), facts(of, day), organisation())


def portfolio(*customers: Case, day: str = AS_OF) -> Portfolio:
    """Put customers together on a day."""
    found = [summary(one, day) for one in customers]
    return build(as_of=date.fromisoformat(day), organisation=organisation(), policies=policies(), summaries=found)


def renderer(lang: Literal["zh-CN", "en"], day: str = AS_OF) -> Renderer:
    """Return the default theme's renderer in a language."""
    frame = SiteFrame(Localised("客户档案", "Customer files"), None, date.fromisoformat(day), ("zh-CN", "en"))
    return Renderer(load_theme("default", None), Language(lang, "zh-CN", {"E-li": Localised("李经理", "Ms Li")}, {}, "CNY"), frame)


def drawn(module: ModuleType, of: Portfolio, lang: Literal["zh-CN", "en"] = "zh-CN") -> dict[str, str]:
    """Return the markup of a module's pages by path."""
    pages = {}
    draw = renderer(lang, of.as_of.isoformat())
    for path, template, view in module.pages(of):
        made = view.make() if isinstance(view, Deferred) else view
        pages[path] = draw.render(template, made, path).decode()
    return pages


def read(markup: str) -> str:
    """Return what a page says inside its main part, as a reader sees it: no marks, single spaces."""
    main = markup.partition("<main")[2].partition("<footer")[0].partition(">")[2]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", main))).strip()
