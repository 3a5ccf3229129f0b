"""What calls for more 该做的分析与改进: problems that concentrate want their cause found, what gets worse wants an improvement.

A topic of several cases, and a weak point of a survey that is more than chance, call for an analysis of root causes;
satisfaction that fell and complaints that rose, by the tests of the alerts, call for an improvement. Each stands until one
answers it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import add_months
from crmsite.conclusions.finding import Finding
from crmsite.conclusions.trends import moves, seldom, sentence, whose
from crmsite.figures.shown import Say, Term, say
from crmsite.metrics.polls import unit_mean, weakest
from crmsite.scores.alerts.complaints_up import judged
from crmsite.slotted import Slotted
from crmsite.summaries.followed import causes_of
from crmsite.summaries.owing import promised_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from crmsite.conclusions.finding import Ground
    from crmsite.kinds.approach import FindingsPolicy
    from crmsite.kinds.improvement import Improvement, RootCause
    from crmsite.kinds.policies import WarningRule
    from crmsite.kinds.satisfaction import SatisfactionPolicy
    from crmsite.metrics.polls import Poll
    from crmsite.policy import Policies
    from crmsite.summaries.owing import CaseLine
    from crmsite.summaries.summary import Summary

MONTHS = 12
"""How long before a survey an improvement of its weak point may have ended."""

PROBLEMS = ("question", "fault", "complaint")
"""The types of case that tell of a problem; an enquiry does not."""

OPINIONS = ("satisfaction_mean", "csat_top2", "nps", "loyalty_index")
"""What an improvement that answers a fall of satisfaction is measured by."""

ANALYSIS = ("concentrated", "weak_point")
"""The rules that call for an analysis; the others call for an improvement."""


class Call(Slotted):
    """One thing that calls for an analysis or an improvement.

    ``ids`` are the customers that it is about, ``others`` those it was held against, ``refs`` the cases or surveys it rests on;
    ``answers`` are the analyses or improvements that deal with it, none where nobody does.
    """

    rule: str
    subject: str
    sentence: Say
    ids: tuple[str, ...]
    others: tuple[str, ...]
    refs: tuple[str, ...]
    answers: tuple[str, ...]


class Answers(Slotted):
    """The analyses and improvements that there are, as of the date."""

    causes: Sequence[RootCause]
    improvements: Sequence[Improvement]

    def of_cases(self, refs: Iterable[str]) -> tuple[str, ...]:
        """Return the analyses that name one of some cases as evidence."""
        named = set(refs)
        return tuple([one.id for one in self.causes if not named.isdisjoint(one.evidence)])

    def improving(self, causes: Iterable[str]) -> tuple[str, ...]:
        """Return the improvements that answer one of some analyses."""
        known = set(causes)
        return tuple([one.id for one in self.improvements if one.cause in known])

    def measured_by(self, metrics: Iterable[str], since: date) -> list[Improvement]:
        """Return the improvements that are measured by one of some metrics and had something left to do since a day."""
        known = set(metrics)
        return [one for one in self.improvements if one.metric.name in known and max(m.due for m in one.plan) >= since]


def complaints_rule(policies: Policies | None, as_of: date) -> WarningRule | None:
    """Return the rule of the alert by which complaints rise; ``None`` where it may not be seen or is not used."""
    rules = policies.warnings(as_of).rules if policies is not None else ()
    return next((rule for rule in rules if rule.id == "complaints-up"), None)


Cases = list[tuple[str, "CaseLine"]]


def cases_of(summaries: Iterable[Summary], causes: Iterable[RootCause] = ()) -> Cases:
    """Return every case on record with its customer, oldest first; an analysis that is not there yet is not named."""
    shared = {one.id for one in causes}
    found: Cases = []
    for one in summaries:
        lines = promised_of(one.promised).cases
        known = shared | {own.id for own in causes_of(one)} if any(line.cause for line in lines) else shared
        found.extend((one.id, line if line.cause in known else line._replace(cause=None)) for line in lines)
    return sorted(found, key=lambda pair: (pair[1].opened, pair[1].subject))


def calls(
    cases: Cases,
    polls: Sequence[Poll],
    policy: SatisfactionPolicy | None,
    gates: FindingsPolicy,
    rule: WarningRule | None,
    known: Answers,
    as_of: date,
) -> tuple[Call, ...]:
    """Return everything that calls for an analysis, then what calls for an improvement. ``rule`` is that of rising complaints."""
    found = [*_concentrated(cases, gates, known, as_of), *_weak(polls, policy, known), *_falling(polls, policy, known)]
    if rule is not None:
        found.extend(_complaints(cases, rule, known, as_of))
    return tuple(found)


def _concentrated(cases: Cases, gates: FindingsPolicy, known: Answers, as_of: date) -> Iterator[Call]:
    since = add_months(as_of, -gates.call_months).isoformat()
    lately = [(name, line) for name, line in cases if line.opened > since and line.type in PROBLEMS]
    topics: defaultdict[str, list[tuple[str, CaseLine]]] = defaultdict(list)
    for name, line in lately:
        topics[line.topic].append((name, line))
    everybody = sorted({name for name, _ in lately})
    for topic, held in sorted(topics.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if len(held) < gates.call_cases:
            continue
        ids = tuple(sorted({name for name, _ in held}))
        refs = tuple([line.subject for _, line in held])
        answers = dict.fromkeys([*known.of_cases(refs), *(line.cause for _, line in held if line.cause)])
        about = Term("taxonomy:topic", topic)
        told = say("calls.concentrated", n=len(held), topic=about, customers=len(ids), months=gates.call_months)
        yield Call("concentrated", topic, told, ids, tuple([name for name in everybody if name not in ids]), refs, tuple(answers))


def _weak(polls: Sequence[Poll], policy: SatisfactionPolicy | None, known: Answers) -> Iterator[Call]:
    told = [poll for poll in polls if poll.units]
    weak = weakest(told[-1], policy) if told and policy is not None else None
    if weak is None or not weak.confirmed:
        return
    poll = told[-1]
    own = [(unit.customer.id, unit) for unit in poll.units if unit.customer is not None]
    marks = {name: (unit_mean(unit, weak.name), unit_mean(unit, "")) for name, unit in own}
    below = {name: mark < whole for name, (mark, whole) in marks.items() if mark is not None and whole is not None}
    ids, others = (tuple(sorted(name for name, low in below.items() if low is wanted)) for wanted in (True, False))
    since = add_months(poll.survey.window.from_, -MONTHS)
    measured = known.measured_by([f"satisfaction_mean.{weak.name}"], since)
    answers = dict.fromkeys([*known.of_cases([poll.survey.id]), *(one.cause for one in measured if one.cause)])
    words = say(
        "calls.weak_point", dimension=Term("taxonomy:dimension", weak.name), survey=poll.survey.name or poll.survey.id,
        p=seldom(weak.test.p),
    )
    yield Call("weak_point", f"{poll.survey.id}.{weak.name}", words, ids, others, (poll.survey.id,), tuple(answers))


def _falling(polls: Sequence[Poll], policy: SatisfactionPolicy | None, known: Answers) -> Iterator[Call]:
    for move in moves(polls, policy):
        if not move.fell:
            continue
        ids, others = whose(move)
        names = [*OPINIONS, *([f"satisfaction_mean.{move.dimension}"] if move.dimension else [])]
        answers = tuple([one.id for one in known.measured_by(names, move.now.survey.window.from_)])
        refs = (move.before.survey.id, move.now.survey.id)
        yield Call("falling", move.subject, sentence(move), ids, others, refs, answers)


def _complaints(cases: Cases, rule: WarningRule, known: Answers, as_of: date) -> Iterator[Call]:
    """Yield that complaints rose, by the test of the alert; not before cases reach back over all the months it looks at."""
    months, base = rule.months or 3, rule.base_months or 12
    start, before = add_months(as_of, -months).isoformat(), add_months(as_of, -months - base).isoformat()
    if not cases or cases[0][1].opened > before:
        return
    complaints = [(name, line) for name, line in cases if line.type == "complaint" and line.opened > before]
    recent = [(name, line) for name, line in complaints if line.opened > start]
    earlier = len(complaints) - len(recent)
    if not judged(len(recent), earlier, rule):
        return
    ids = tuple(sorted({name for name, _ in recent}))
    refs = tuple([line.subject for _, line in recent])
    causes = dict.fromkeys([*known.of_cases(refs), *(line.cause for _, line in recent if line.cause)])
    words = say("calls.complaints", months=months, recent=len(recent), base=base, earlier=earlier)
    yield Call("complaints", "all", words, ids, (), refs, known.improving(causes))


ROLES: Mapping[str, str] = {"concentrated": "service", "weak_point": "service", "complaints": "service"}
"""Which calls are findings of a report, and whose they are; a fall of satisfaction is one by itself."""


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield what calls for an analysis or an improvement and has none yet."""
    book = ground.book
    known = Answers(ground.causes, ground.improvements)
    cases = cases_of(ground.summaries, ground.causes)
    for call in calls(cases, book.polls, book.satisfaction, ground.gates, ground.complaints, known, book.as_of):
        if call.rule in ROLES and not call.answers:
            yield Finding(call.rule, call.subject, "issues", call.sentence, call.ids, call.others, None, None, "fact", 2)
