"""The table of rules: every fault and early warning that can be reported, by id. Imported on every run, so data only."""

from __future__ import annotations

from crmsite.rules.early_warnings import EARLY_WARNINGS
from crmsite.rules.histories import HISTORIES
from crmsite.rules.judgement import JUDGEMENT
from crmsite.rules.personal_data import PERSONAL_DATA
from crmsite.rules.reading import READING
from crmsite.rules.references import REFERENCES
from crmsite.rules.rule import Rule, Severity, Wording
from crmsite.rules.surveys import SURVEYS
from crmsite.rules.tables import TABLES
from crmsite.rules.values import VALUES

AREAS: tuple[tuple[Rule, ...], ...] = (
    (*READING, *TABLES), VALUES, REFERENCES, HISTORIES, PERSONAL_DATA, JUDGEMENT, SURVEYS, EARLY_WARNINGS,
)  # fmt: skip

RULES: dict[str, Rule] = {rule.id: rule for area in AREAS for rule in area}

__all__ = ["AREAS", "RULES", "Rule", "Severity", "Wording"]
