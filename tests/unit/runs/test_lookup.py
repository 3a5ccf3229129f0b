"""Looking one customer up: the same figures as the site's, of one customer alone, at any date."""

from __future__ import annotations

from datetime import date

import pytest
from repositories import Repository

from crmsite.runs import lookup
from crmsite.scores.customer import facts_of
from crmsite.summaries.summary import summarise


def test_what_is_looked_up_is_what_the_site_shows(repository: Repository) -> None:
    loaded = lookup.opened(repository.options()).loaded
    shown = {one.id: one for one in loaded.summaries()}
    for name in loaded.heads:
        dossier, facts = lookup.customer(loaded, name)
        assert summarise(dossier, facts, loaded.organisation).to_plain() == shown[name].to_plain()


def test_another_date_sees_the_records_of_that_date(repository: Repository) -> None:
    loaded = lookup.opened(repository.options()).loaded
    dossier, facts = lookup.customer(loaded, "C001", date(2024, 4, 30))
    assert facts.as_of == date(2024, 4, 30)
    assert [one.period for one in dossier.assessments] == ["2024-Q1"]
    assert facts == facts_of(dossier, loaded.organisation, loaded.policies, date(2024, 4, 30))


def test_rows_of_an_export_for_all_customers_are_found(repository: Repository) -> None:
    repository.write("orders/2024-06.csv", "order_id,date,amount,currency,customer\nX1,2024-06-03,70000,CNY,C001\nX2,2024-06-03,1,CNY,C002\n")
    loaded = lookup.opened(repository.options()).loaded
    dossier, _ = lookup.customer(loaded, "C001")
    assert [order.order_id for order in dossier.orders if order.order_id.startswith("X")] == ["X1"]


def test_each_gives_everybody_that_is_asked_for_and_nobody_else(repository: Repository) -> None:
    loaded = lookup.opened(repository.options()).loaded
    assert {facts.id for _, facts in lookup.each(loaded, ["C003", "C001", "C099"])} == {"C001", "C003"}


def test_two_customers_of_one_alias_are_told_apart_by_asking_again(repository: Repository) -> None:
    for number in (1, 2):
        repository.edit(f"customers/C00{number}/customer.yaml", "industry:", "aliases: [制造厂]\nindustry:")
    loaded = lookup.opened(repository.options()).loaded
    with pytest.raises(lookup.CustomerNotFoundError) as told:
        lookup.resolve(loaded, "制造厂")
    assert told.value.guess == "C001, C002"


def test_drafts_and_later_reviews_count_as_written(repository: Repository) -> None:
    repository.edit("customers/C001/assessments/2024-Q2.yaml", "by: E-zhao", "by: E-zhao\ndraft: true")
    loaded = lookup.opened(repository.options()).loaded
    assert ("C001", "2024-Q2") in set(lookup.periods(loaded))
