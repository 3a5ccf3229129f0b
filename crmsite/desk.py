"""What the pages about more than one customer are made from, and the list of those pages."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendar_days import year_start
from crmsite.catalogue import PAGES
from crmsite.pipeline import shown_organisation
from crmsite.portfolio.portfolio import Portfolio, build
from crmsite.scores.actions import actions_of
from crmsite.summary import Summary
from crmsite.views.frame import state_js

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crmsite.diagnostics import Diagnostic
    from crmsite.dress import Dress
    from crmsite.pipeline import Loaded


class Desk(NamedTuple):
    """The portfolio, the faults that its readers may know of, the commit, the counts of the rail."""

    portfolio: Portfolio
    faults: Sequence[Diagnostic]
    commit: str
    audience: str
    files: int

    @classmethod
    def of(cls, loaded: Loaded, dress: Dress, faults: Sequence[Diagnostic], commit: str) -> Desk:
        """Put the desk together; an audience that may not see everything learns of no fault and no commit."""
        organisation = shown_organisation(loaded)
        summaries = [Summary.from_plain(head.summary) for head in loaded.heads.values() if head.summary is not None]
        begins = year_start(organisation.site.org.fiscal_year_start)
        actions = actions_of(
            organisation.segment_plans, loaded.as_of, loaded.policies.warnings(loaded.as_of).due_soon_days, organisation.site.org.currency, begins,
        )
        portfolio = build(
            as_of=loaded.as_of, organisation=organisation, policies=loaded.policies, summaries=summaries, segment_actions=actions,
            languages=organisation.site.languages,
        )
        whole = loaded.audience is None or loaded.audience.sees_all
        return cls(portfolio, faults if whole else (), commit if whole else "", loaded.audience.name if loaded.audience else "", loaded.files)

    def counts(self) -> Mapping[str, int]:
        """Return the figures beside the entries of the rail."""
        summaries = self.portfolio.summaries
        overdue = sum(line.status == "overdue" for summary in summaries for line in summary.action_lines())
        overdue += sum(action.line.status == "overdue" for action in self.portfolio.segment_actions)
        return {
            "customers": len(summaries),
            "needs": sum(line.open for summary in summaries for line in summary.need_lines()),
            "overdue": overdue,
            "quality": sum(found.severity != "note" for found in self.faults),
            "alerts": sum(len(summary.alert_lines()) for summary in summaries),
        }

    def state(self) -> bytes:
        """Return the script that tells every page the commit and the counts."""
        return state_js(self.commit, self.counts())


def site_pages(desk: Desk) -> Iterator[tuple[str, str, object]]:
    """Yield every page about more than one customer as ``(path, template, view)``, in the order of the catalogue."""
    for page in PAGES:
        yield from import_module(page.module).pages(desk if page.sees == "desk" else desk.portfolio)
