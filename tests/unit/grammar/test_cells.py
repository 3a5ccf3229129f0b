"""Cells and headings of exported tables: every form that means one thing is read, none that could mean two."""

from __future__ import annotations

import pytest

from crmsite.grammar.cells import choice_of, column_of, day_of, number_of


@pytest.mark.parametrize(
    "text",
    ["2026-10-08", "2026/10/8", "2026.10.08", "2026年10月8日", "2026-10-08 08:26:00", "2026/10/8 8:26", "2026-10-08T23:59:59.123"],
)
def test_a_date_with_its_year_first_is_its_day(text: str) -> None:
    assert day_of(text) == "2026-10-08"


@pytest.mark.parametrize(
    "text",
    ["10/8/2026", "8-10-2026", "20261008", "46303", "2026-10/08", "2026-13-01", "2026-02-30", "2026-10-08T08:26:00Z", "2026-10-08 25:00", ""],
)
def test_what_could_be_two_days_or_none_is_no_date(text: str) -> None:
    assert day_of(text) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [("1234.50", "1234.50"), ("-5", "-5"), ("1,234.50", "1234.50"), ("-12,345,678", "-12345678"), ("376.50000000000006", "376.50000000000006")],
)
def test_thousands_may_be_set_off_and_no_digit_is_lost(text: str, kept: str) -> None:
    assert number_of(text) == kept


@pytest.mark.parametrize("text", ["12,34", "1,2345", "¥5", "(5)", "1.5E+05", "５", "5万", "1.234,50", ",500", "", "-"])
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    assert number_of(text) is None


def test_a_listed_value_goes_by_its_id_or_either_label() -> None:
    assert [choice_of("order_status", text) for text in ("returned", "退货", "Returned", "RETURNED")] == ["returned"] * 4
    assert choice_of("order_status", "退") is None


def test_a_heading_is_a_column_in_any_case_or_in_chinese() -> None:
    assert [column_of(text) for text in ("order_id", "Order_ID", "Order ID", "订单号", "单号")] == ["order_id"] * 5
    assert column_of("InvoiceNo") == "InvoiceNo"
    assert [column_of(text) for text in ("金额（元）", "金额(元)", "Amount (CNY)")] == ["amount"] * 3
    assert column_of("金额（万元）") == "金额（万元）"  # other numbers: refused rather than taken for yuan
