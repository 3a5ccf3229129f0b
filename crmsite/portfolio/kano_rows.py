"""Kano classes of every feature that surveys asked about, each with its receipt; what people declared stands apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from crmsite.figures.facts import Factor, Receipt, Term, say
from crmsite.scores.wanting.kano import KINDS, Kano, class_of, kano_of
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crmsite.dossier.book import Organisation
    from crmsite.figures.facts import Say
    from crmsite.grammar.fields import Citation, Localised
    from crmsite.kinds.approach import KanoPolicy
    from crmsite.summaries.depth import WantsLine

SEED = "3-08"


class KanoRow(Slotted):
    """One feature as a survey's answers class it; ``declared`` is what people said of needs with its theme, told apart."""

    text: Localised
    survey: str
    fact: Kano
    counts: tuple[Say, ...]
    kind: Term | None
    mode: Term | None
    better: str
    worse: str
    declared: tuple[tuple[Term, int], ...]
    differing: int
    receipt: Receipt


def kano_rows(organisation: Organisation, wants: Iterable[WantsLine], policy: KanoPolicy) -> tuple[KanoRow, ...]:
    """Return what each feature's answers say, the latest survey first; anonymous answers count with the others."""
    pairs: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    lines = list(wants)
    for line in lines:
        for survey, feature, functional, dysfunctional in line.pairs:
            pairs[survey, feature].append(class_of(functional, dysfunctional, policy.table))
    for answer in organisation.anonymous:
        for pair in answer.kano:
            pairs[answer.survey, pair.feature].append(class_of(pair.functional, pair.dysfunctional, policy.table))
    declared = Counter((theme, kind) for line in lines for theme, kind in line.declared)
    rows = []
    for wave in reversed(tuple(organisation.surveys.values())):
        for place, asked in enumerate(wave.kano):
            found = pairs.get((wave.id, asked.id))
            if found:
                said = [(Term("kano", kind), n) for (theme, kind), n in sorted(declared.items()) if theme == asked.theme]
                fact = kano_of(found, policy.few)
                rows.append(_feature(asked.text, wave.id, fact, tuple(said), _receipt(fact, policy, wave.cite("kano", place))))
    return tuple(rows)


def _feature(text: Localised, survey: str, fact: Kano, declared: tuple[tuple[Term, int], ...], receipt: Receipt) -> KanoRow:
    kind = KINDS.get(fact.kind or "")
    mode = KINDS.get(fact.mode or "")
    differing = sum(n for term, n in declared if kind is not None and term.id != kind)
    counts = tuple(say("themes.kano.count", kind=_kind(letter), n=n) for letter, n in fact.counts if n)
    return KanoRow(
        text, survey, fact, counts, Term("kano", kind) if kind else None, Term("kano", mode) if mode else None,
        "" if fact.better is None else f"{fact.better:.2f}",
        "" if fact.worse is None else f"{fact.worse:.2f}".replace("-", "\u2212"), declared, differing, receipt,
    )  # fmt: skip


def _receipt(fact: Kano, policy: KanoPolicy, asked: Citation) -> Receipt:
    """Say how often each class was given, which rule chose among them, and how the two coefficients come about."""
    counts = dict(fact.counts)
    factors = [Factor(_named(letter), n, None, None, (asked,)) for letter, n in fact.counts]
    base = counts["A"] + counts["O"] + counts["M"] + counts["I"]
    if fact.better is not None:
        factors.append(Factor(say("themes.kano.better"), say("metrics.of", k=counts["A"] + counts["O"], n=base)))
        factors.append(Factor(say("themes.kano.worse"), say("themes.kano.minus", k=counts["O"] + counts["M"], n=base)))
    parameters = ((say("themes.kano.table"), policy.table.capitalize()), (say("themes.kano.least"), policy.few))
    if fact.kind is None:
        result: Say = say("themes.kano.few")
    else:
        result = say("themes.kano.result", kind=_named(fact.kind), mode=_named(fact.mode or fact.kind))
    return Receipt("kano", result, tuple(factors), parameters, policy.id, SEED, (asked,))


def _named(letter: str) -> Say:
    return say("themes.kano.class", letter=letter, kind=_kind(letter))


def _kind(letter: str) -> Term | Say:
    kind = KINDS.get(letter)
    return Term("kano", kind) if kind else say("themes.kano.questionable")
