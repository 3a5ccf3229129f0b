"""Rules across records: each one a pure function of a customer's case file. A new rule is one function and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmsite.checks import derived, histories, judgements, plans, references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crmsite.checks.case_file import CaseFile
    from crmsite.diagnostics import Diagnostic

__all__ = ("CUSTOMER_CHECKS", "derived", "references")

CUSTOMER_CHECKS: tuple[Callable[[CaseFile], Iterable[Diagnostic]], ...] = (
    histories.stages,
    histories.owners,
    histories.terms,
    histories.opening,
    histories.credit_code,
    judgements.needs,
    judgements.assessments,
    judgements.declared_kano,
    plans.subjects,
    plans.actions,
    plans.metrics,
    plans.answers,
)
