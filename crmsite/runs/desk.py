"""What the pages about more than one customer are made from, and the list of those pages."""

from __future__ import annotations

from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from crmsite import charts
from crmsite.calendars.calendar_days import year_start
from crmsite.finding import index as finding
from crmsite.machine.memo import digest_of
from crmsite.portfolio.books import new_book
from crmsite.portfolio.portfolio import Portfolio, build, portfolio_key
from crmsite.portfolio.tables import Tables, compute_tables
from crmsite.runs.dress import shown_organisation, shown_policies, shown_scales
from crmsite.scores.actions import actions_of
from crmsite.summaries.plain import compact
from crmsite.summaries.summary import Load, Summary
from crmsite.views.frame import state_css, state_js

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crmsite.catalogue import PageSpec
    from crmsite.diagnostics import Diagnostic
    from crmsite.machine.memo import Memo
    from crmsite.portfolio.figure import Figure
    from crmsite.runs.dress import Dress
    from crmsite.stages.pipeline import Loaded


_WAITING = ("overdue", "needs", "alerts")

_AHEAD = "dated-ahead"
"""Told where people check and build, and on no page: a record dated after the day of the site changes no byte of it."""


class Desk(NamedTuple):
    """The portfolio, the faults that its readers may know of, the commit, the counts of the rail."""

    portfolio: Portfolio
    faults: Sequence[Diagnostic]
    commit: str
    audience: str
    files: int
    figures: Mapping[str, int]
    """The figures beside the entries of the rail."""

    @classmethod
    def of(cls, loaded: Loaded, dress: Dress, faults: Sequence[Diagnostic], commit: str) -> Desk:
        """Put the desk together; an audience that may not see everything learns of no fault and no commit."""
        organisation = shown_organisation(loaded)
        summaries = loaded.summaries()
        begins = year_start(organisation.site.org.fiscal_year_start)
        soon = loaded.policies.warnings(loaded.as_of).due_soon_days
        actions = actions_of(organisation.segment_plans, loaded.as_of, soon, organisation.site.org.currency, begins)
        portfolio = build(
            as_of=loaded.as_of,
            organisation=organisation,
            policies=shown_policies(loaded),
            seen=shown_scales(loaded),
            summaries=summaries,
            segment_actions=actions,
            languages=organisation.site.languages,
            tables=_tables(loaded.memo, summaries, organisation.site.org.currency),
        )
        whole = sees_faults(loaded)
        portfolio = portfolio._replace(
            draw=partial(_drawings, loaded.memo, dress), recall=partial(_recalled, loaded.memo),
            unread=tuple(loaded.failed) if whole else (),
        )
        portfolio = portfolio._replace(book=cache(partial(new_book, portfolio)))
        audience = loaded.audience.name if loaded.audience else ""
        seen = [found for found in faults if found.rule != _AHEAD] if whole else ()
        return cls(portfolio, seen, commit if whole else "", audience, loaded.files, _counts(loaded, portfolio, seen))

    def counts(self) -> Mapping[str, int]:
        """Return the figures beside the entries of the rail."""
        return self.figures

    def state(self) -> tuple[bytes, bytes]:
        """Return what moves with every commit: the script that tells the commit, the style sheet that writes the counts."""
        return state_js(self.commit), state_css(self.commit, self.figures)


def _counts(loaded: Loaded, portfolio: Portfolio, faults: Sequence[Diagnostic]) -> dict[str, int]:
    """Count what waits at all customers, in plain values as they are kept."""
    loads = [load for shard in loaded.kept.values() for load in shard.column("load") if load is not None]
    overdue, needs, alerts = (sum([load[place] for load in loads]) for place in map(Load._fields.index, _WAITING))
    return {
        "customers": len(loads),
        "needs": needs,
        "overdue": overdue + sum(action.line.status == "overdue" for action in portfolio.segment_actions),
        "quality": sum([found.severity != "note" for found in faults]),
        "alerts": alerts,
    }


def sees_faults(loaded: Loaded) -> bool:
    """Tell whether the site's readers may know what check found, and what could not be read."""
    return loaded.audience is None or loaded.audience.sees_all


def _recalled(memo: Memo, name: str, keys: Sequence[str], make: Callable[[int], Any]) -> list[Any]:
    """Return the value of each key: the one kept under it, else a new one; what nobody asked for is forgotten."""
    kept: Any = memo.get(f"recall-{name}")
    before: dict[str, Any] = kept if isinstance(kept, dict) else {}
    found = {key: before[key] if key in before else make(place) for place, key in enumerate(keys)}
    if found.keys() != before.keys():
        memo.put(f"recall-{name}", found)
    return [found[key] for key in keys]


def _tables(memo: Memo, summaries: Sequence[Summary], currency: str) -> Tables:
    """Return the tables that pandas makes: those kept, as long as nothing they are made from has moved."""
    faces = digest_of(currency, " ".join([summary.face for summary in summaries]))
    kept: Any = memo.get("tables")
    known_faces, known_key, known = kept if isinstance(kept, list) else ("", "", "")
    if faces == known_faces:
        return Tables.from_plain(orjson.loads(known))
    key = portfolio_key(summaries, currency)
    found = Tables.from_plain(orjson.loads(known)) if key == known_key else compute_tables(summaries, currency)
    memo.put("tables", [faces, key, compact(found.to_plain())])
    return found


def _drawings(memo: Memo, dress: Dress, figures: Sequence[Figure]) -> Mapping[str, str]:
    """Return the drawn charts; what was drawn before for the same figures and words is not drawn again."""
    kept: Any = memo.get("drawings")
    before: dict[str, str] = kept if isinstance(kept, dict) else {}
    shown, keep = charts.drawings(figures, dress.speakers(), before)
    if keep != before:
        memo.put("drawings", keep)
    return shown


def site_pages(desk: Desk, page: PageSpec) -> Iterator[tuple[str, str, object]]:
    """Yield the pages of one entry of the catalogue as ``(path, template, view)``."""
    found: Iterator[tuple[str, str, object]] = import_module(page.module).pages(desk if page.sees == "desk" else desk.portfolio)
    return found


def search_files(desk: Desk, loaded: Loaded, dress: Dress) -> list[tuple[str, bytes | None]]:
    """Return the files of the search index; ``None`` stands for the bytes of one that the site has already."""
    common = digest_of(dress.key, loaded.shared.key, loaded.shared.check_key)
    return finding.files(desk.portfolio, dress.speakers(), loaded.memo, dress.digest, common=common)
