"""A customer explained in depth: how far what it wants can be met, its risks, and what was found to be the cause of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.catalogue import KIND
from crmsite.commands.columns import columns
from crmsite.commands.receipts import INDENT, places, receipt
from crmsite.figures.facts import Say, Term, Who
from crmsite.portfolio.kano_rows import kano_rows
from crmsite.runs import lookup
from crmsite.scores.improving.risk import risk_of, risk_rule
from crmsite.scores.improving.root_cause import analysis_of
from crmsite.summaries.followed import causes_of, risks_of, wants_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crmsite.commands.receipts import Explained, Voice
    from crmsite.figures.in_depth import RiskFact
    from crmsite.kinds.improvement import RootCause
    from crmsite.scores.improving.root_cause import Analysis
    from crmsite.stages.pipeline import Loaded

PREFIXES = tuple(KIND[kind].prefix for kind in ("rootcause", "risk"))
"""With what the ids of analyses and risks begin."""


def fit(about: Explained) -> Iterator[str]:
    """Say how much of what is wanted can be met, need by need, and what the capability beside it gives."""
    found = about.facts.in_depth
    if not found.matches:
        return
    yield f"{about.say('fit')}  {about.words(found.fit.receipt.result)}"
    yield from receipt(about, found.fit.receipt)
    rows = []
    for match in found.matches:
        if match.name is not None:
            given = about.words(Term("level", match.able)) if match.able else about.say("able_later", day=match.since or "")
            note = about.say("above") if match.above else ""
            rows.append((match.id, about.say("able", name=about.words(match.name), level=given), note))
    yield from columns(rows, indent=INDENT)


def risks(about: Explained) -> Iterator[str]:
    """Say what threatens the relationship: likelihood times impact, what is done about it, what is left."""
    found = about.facts.in_depth.risks
    if not found:
        return
    yield f"{about.say('risks')}  {len(found)}"
    yield from _risks(about, found)


def _risks(about: Explained | Voice, found: Iterable[RiskFact]) -> Iterator[str]:
    for risk in found:
        owner = about.words(Who(risk.owner))
        yield INDENT + about.comma.join((f"{risk.id}  {about.words(risk.text)}", about.words(risk.receipt.result), owner))
        yield from (INDENT + line for line in receipt(about, risk.receipt))
        if risk.residual.reason is not None:
            yield INDENT * 2 + about.words(Say(f"risk.residual.{risk.residual.reason}"))


def causes(about: Explained) -> Iterator[str]:
    """Say what was found to be the cause of what: the chain of whys with each answer's state, then the bones."""
    records = about.dossier.rootcauses
    if not records:
        return
    yield f"{about.say('causes')}  {len(records)}"
    yield from _causes(about, records)


def _causes(about: Explained | Voice, records: Iterable[RootCause]) -> Iterator[str]:
    for record in records:
        analysis = analysis_of(record)
        yield INDENT + about.comma.join((f"{record.id}  {about.words(record.problem)}", about.words(analysis.receipt.result)))
        yield from (INDENT + line for line in receipt(about, analysis.receipt))
        yield from columns(_bones(about, analysis, record), indent=INDENT * 2)


def _bones(about: Explained | Voice, analysis: Analysis, record: RootCause) -> list[tuple[str, str, str]]:
    """Return the causes on the bones, each with what it is held to be."""
    cited = places(about, (record.cite("fishbone"),))
    return [
        (about.words(Term("bone", bone.id)), f"{about.words(cause.text)} ({about.words(Say(f'improve.mark.{cause.mark}'))})", cited)
        for bone in analysis.bones
        for cause in bone.causes
    ]


def record(about: Voice, loaded: Loaded, name: str) -> str:
    """Explain an analysis of causes, a risk, or the Kano questions of a survey; empty where there is none of that id."""
    organisation = loaded.organisation
    analyses = [one for one in organisation.rootcauses if one.id == name]
    if analyses:
        return _page(_causes(about, analyses))
    if any(one.id == name for one in organisation.risks):
        soon = loaded.policies.warnings(loaded.as_of).due_soon_days
        rule = risk_rule(loaded.policies.effects(loaded.as_of), loaded.as_of, soon)
        return _page(_risks(about, [risk_of(one, rule) for one in organisation.risks if one.id == name]))
    if name in organisation.surveys:
        return _page(_kano(about, loaded, name))
    return _of_customer(about, loaded, name) if name.startswith(PREFIXES) else ""


def _of_customer(about: Voice, loaded: Loaded, name: str) -> str:
    """Explain one customer's analysis or risk; empty where no customer has one of that id."""
    for summary in loaded.summaries():
        if name in {line.id for line in risks_of(summary)} | {line.id for line in causes_of(summary)}:
            dossier, facts = lookup.customer(loaded, summary.id)
            risky = _risks(about, [risk for risk in facts.in_depth.risks if risk.id == name])
            return _page([f"{INDENT}{summary.id}  {about.words(dossier.customer.name)}", *risky,
                          *_causes(about, [one for one in dossier.rootcauses if one.id == name])])  # fmt: skip
    return ""


def _page(lines: Iterable[str]) -> str:
    return "\n".join(line.removeprefix(INDENT) for line in lines) + "\n"


def _kano(about: Voice, loaded: Loaded, survey: str) -> Iterator[str]:
    """Say how the answers to a survey class the features that it asked about."""
    wants = [line for summary in loaded.summaries() if (line := wants_line(summary)) is not None]
    rows = [row for row in kano_rows(loaded.organisation, wants, loaded.policies.kano(loaded.as_of)) if row.survey == survey]
    if not rows:
        yield INDENT + about.say("no_kano", survey=survey)
    for row in rows:
        said = about.comma.join((about.words(row.text), about.say("answers", n=row.fact.n), about.words(row.receipt.result)))
        yield INDENT + said
        if row.fact.uncertain:
            yield INDENT * 2 + about.words(Say("themes.kano.uncertain"))
        yield from (INDENT + line for line in receipt(about, row.receipt))
