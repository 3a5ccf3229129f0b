"""All scores of one customer: the table of contents, and the one place where a score is handed to the next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crmsite.calendars.calendar_days import QUARTERS, add_months, year_start
from crmsite.calendars.clocks import WorkingHours, minutes_of
from crmsite.dossier.book import owner_at
from crmsite.dossier.ledger import ledger_of, unpaid_of
from crmsite.dossier.relationship import RATED_STAGES, contract_end, relationship_of
from crmsite.figures.changed import UNCHANGED
from crmsite.figures.facts import Beforehand, Facts
from crmsite.scores.actions import actions_of, serving_of
from crmsite.scores.alerts import Watch
from crmsite.scores.amounts import amounts_of, amounts_rule
from crmsite.scores.beforehand import before_rule, beforehand_of
from crmsite.scores.care import care_of, care_rule
from crmsite.scores.contributions import contribution_of, rates_rule
from crmsite.scores.duties.compliance import compliance_of
from crmsite.scores.duties.obligations import Traits, duty_rule
from crmsite.scores.earlier_days import DayRule, Looked, day_rule, glance_at, stance_on
from crmsite.scores.early_warnings import alert_rules, alerts_of
from crmsite.scores.in_depth import DepthRule, depth_rule, in_depth_of
from crmsite.scores.in_step import in_step
from crmsite.scores.last_contact import last_contact_of
from crmsite.scores.needs import needs_of, priority_of
from crmsite.scores.rfm import rfm_of, rfm_rule
from crmsite.scores.satisfaction import satisfaction_of, satisfaction_rule
from crmsite.scores.service_levels import service_of, service_rule
from crmsite.scores.since_quarter.changes import changed_of
from crmsite.scores.since_quarter.standing import ThenRule, then_rule
from crmsite.scores.steps import Standing, steps_of
from crmsite.scores.tier import judged_of, tier_of_customer, tier_on, tier_rule
from crmsite.scores.value_band import band_of, band_rule
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from datetime import date

    from crmsite.calendars.calendar_days import Workdays, YearStart
    from crmsite.dossier.book import Dossier, Organisation
    from crmsite.figures.facts import NeedFact
    from crmsite.kinds.policies import PriorityPolicy, WarningsPolicy
    from crmsite.kinds.site import Site
    from crmsite.policy import Policies
    from crmsite.scores.amounts import AmountsRule
    from crmsite.scores.beforehand import BeforeRule
    from crmsite.scores.care import CareRule
    from crmsite.scores.contributions import RatesRule
    from crmsite.scores.duties.obligations import DutyRule
    from crmsite.scores.earlier_days import Glance, Stance
    from crmsite.scores.early_warnings import AlertRule
    from crmsite.scores.rfm import RfmRule
    from crmsite.scores.satisfaction import SatisfactionRule
    from crmsite.scores.service_levels import ServiceRule
    from crmsite.scores.tier import TierRule
    from crmsite.scores.value_band import BandRule


_UNSEEN = Beforehand("not_applicable")
"""Stands where nothing has been looked back on yet."""

MONTHS_AT_HAND = 37
"""How many months back the dates are worked out beforehand."""


class Frame(Slotted):
    """What settings, policies and the date fix for every customer; made once, used for each."""

    as_of: date
    basis: str
    currency: str
    begins: YearStart
    warnings: WarningsPolicy
    priority: PriorityPolicy
    amounts: AmountsRule
    tier: TierRule
    rfm: RfmRule
    band: BandRule
    alerts: tuple[AlertRule, ...]
    calendar: Workdays
    duties: DutyRule
    service: ServiceRule
    care: CareRule
    ago: tuple[date, ...]
    rates: RatesRule
    satisfaction: SatisfactionRule
    depth: DepthRule
    then: ThenRule
    quarters: tuple[DayRule, ...]
    before: BeforeRule


def frame_of(organisation: Organisation, policies: Policies, as_of: date) -> Frame:
    """Prepare every score for a date."""
    settings = organisation.site
    begins = year_start(settings.org.fiscal_year_start)
    warnings, value = policies.warnings(as_of), policies.value(as_of)
    counted = (settings.amount_basis, settings.org.currency)
    rates = rates_rule(policies.rates(as_of), policies.ltv(as_of), as_of, begins)
    ended = [point.until for point in rates.points[: QUARTERS - 1]]
    return Frame(
        as_of,
        settings.amount_basis,
        settings.org.currency,
        begins,
        warnings,
        policies.priority(as_of),
        amounts_rule(value, as_of, policies.rates(as_of).growth_orders, settings.tax),
        tier_rule(policies, as_of, begins, settings.org.currency),
        rfm_rule(policies.rfm(as_of), as_of),
        band_rule(value, settings.org.currency),
        alert_rules(warnings, settings.org.currency),
        policies.calendar,
        duty_rule(policies, organisation.segment_plans, as_of, begins),
        service_rule(policies, organisation.journeys, working_hours(settings, policies.calendar), as_of),
        care_rule(organisation.care, as_of, begins),
        tuple([add_months(as_of, -months) for months in range(MONTHS_AT_HAND)]),
        rates,
        satisfaction_rule(organisation.surveys, policies.satisfaction(as_of)),
        depth_rule(organisation, policies, as_of),
        then_rule(policies, as_of, begins, counted),
        tuple([day_rule(policies, day, begins, counted, organisation.surveys) for day in ended]),
        before_rule(policies, as_of, begins, counted, organisation.surveys),
    )


def working_hours(settings: Site, workdays: Workdays) -> WorkingHours:
    """Return when is worked: the hours of the settings, nine to six unless they say otherwise, on the workdays of the calendar."""
    opens, closes = settings.calendar.hours if settings.calendar is not None else ("09:00", "18:00")
    return WorkingHours(minutes_of(opens), minutes_of(closes), workdays, settings.org.timezone)


def facts_of(dossier: Dossier, organisation: Organisation, policies: Policies, as_of: date) -> Facts:
    """Work out every derived figure of one customer at a date, each with its receipt. For many customers use ``facts_among``."""
    return facts_among(frame_of(organisation, policies, as_of), [dossier])[0]


def facts_among(frame: Frame, dossiers: Iterable[Dossier]) -> list[Facts]:
    """Work out every derived figure of some customers in a prepared frame, in order.

    A dossier holds only what is visible at the frame's date. Nothing here looks at another customer: they only keep step.
    """
    return in_step([_facts(frame, dossier) for dossier in dossiers])


def _facts(frame: Frame, dossier: Dossier) -> Generator[None, None, Facts]:
    customer, as_of = dossier.customer, frame.as_of
    soon = frame.warnings.due_soon_days
    relation = relationship_of(customer, as_of)
    owner = owner_at(customer, as_of)
    ledger = ledger_of(dossier, frame.basis, frame.currency)
    unpaid = unpaid_of(dossier, as_of)
    yield
    amounts = amounts_of(dossier, ledger, relation, frame.amounts)
    yield
    judged = judged_of(dossier, frame.tier.policies)
    tier = tier_of_customer(dossier, judged, amounts, unpaid, relation, frame.tier)
    yield
    rfm = rfm_of(dossier, ledger, relation, frame.rfm, amounts.best_earlier_band)
    yield
    band = band_of(dossier, amounts, ledger, relation.stage, frame.band)
    yield
    actions = actions_of(dossier.plans, as_of, soon, ledger.currency, frame.begins, policy=frame.warnings.id)
    yield
    needs = needs_of(dossier, serving_of(actions), frame.priority)
    priority, priority_receipt = priority_of(needs, frame.priority)
    yield
    last_contact = last_contact_of(dossier, frame.warnings)
    surveys = frame.satisfaction.surveys
    watch = Watch(dossier, as_of, relation, ledger, amounts, unpaid, tier, last_contact, frame.warnings, frame.ago, surveys)
    alerts = alerts_of(watch, frame.alerts, frame.calendar, owner)
    end = contract_end(customer, as_of)
    yield
    held = partial(tier_on, judged, customer, frame.tier.policies)
    glance = glance_at(Looked(dossier, ledger, relation, amounts, tier, judged, held))
    stances = [stance_on(glance, rule) for rule in frame.quarters]
    yield
    first_tier = dossier.assessments[0].date if dossier.assessments else None
    duties = compliance_of(dossier, held, first_tier, Traits(rfm.segment, band.band), frame.duties, relation.stage)
    yield
    service = service_of(dossier, held, frame.service)
    yield
    steps = steps_of(dossier, actions, alerts, tier, duties.duties, Standing(owner, as_of, soon))
    missing = missing_in(dossier, relation.stage, owner, needs)
    yield
    contribution = contribution_of(glance.of, (duties, service), stances, frame.rates)
    yield
    found = Facts(
        customer.id, as_of, relation.stage, owner, tier, amounts, rfm, band, needs, priority, priority_receipt, actions, alerts,
        steps, last_contact, (as_of - last_contact).days if last_contact is not None else None,
        end, (end - as_of).days if end is not None else None, missing, contribution, duties,
        satisfaction_of(dossier, frame.satisfaction), in_depth_of(dossier, frame.depth), service,
        care_of(dossier, held, frame.care), UNCHANGED, _UNSEEN,
    )  # fmt: skip
    yield
    return _looked_back(found, glance, stances[-1], frame)


def _looked_back(found: Facts, glance: Glance, closing: Stance | None, frame: Frame) -> Facts:
    """Add what compares today with earlier days: since the last quarter closed, and before the customer was lost."""
    of = glance.of
    changed = changed_of(of.dossier, found, of.ledger, closing, frame.then)
    return found._replace(changed=changed, beforehand=beforehand_of(glance, found.contribution.spells, frame.before))


def missing_in(dossier: Dossier, stage: str | None, owner: str | None, needs: tuple[NeedFact, ...]) -> tuple[str, ...]:
    """Name what a profile should have and has not, in a fixed order; ``missing.NAME`` is its wording."""
    rated = stage in RATED_STAGES
    customer, contacts = dossier.customer, dossier.contacts
    checks = (
        ("owner", owner is None and stage != "lost"),
        ("industry", customer.industry is None),
        ("size", customer.size is None),
        ("need_feature", rated and customer.need_feature is None),
        ("contacts", not contacts),
        ("decision_maker", bool(contacts) and all(one.role != "decision_maker" for one in contacts)),
        ("assessment", rated and not dossier.assessments),
        ("orders", rated and not dossier.orders and dossier.opening is None),
        ("needs", not dossier.needs),
        ("need_scores", any(need.open and need.quadrant is None for need in needs)),
        ("followups", not dossier.followups),
        ("plan", rated and not dossier.plans),
    )
    return tuple([name for name, absent in checks if absent])
