"""Tables as other programs export them: what a row says is the same in every form, and what is wrong is told at its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crmsite.diagnostics import Diagnostic
from crmsite.grammar.tables import Order, TypedCells, parse_table

PATH = "orders/2026.csv"
CELLS = (
    ("C1", "C2", " C1 ", ""), ("A1", "A2", "A3", "A4 ", ""), ("2026-10-08", "2026/10/8", "2026-13-01", ""), ("5", "-5", "¥5", "5 ", ""),
    ("X", "Y ", ""), ("confirmed", "returned", "退货", "gone", ""),
)  # fmt: skip
PLAIN = "customer,order_id,date,amount,product,status\nC1,A1,2026-10-08,1234.50,X,returned\n"


def read(text: str) -> tuple[list[Order], list[Diagnostic]]:
    rows, faults = parse_table("order", PATH, text, "", [])
    return TypedCells().orders([(PATH, rows)]), faults


def test_every_form_of_a_table_says_what_the_plain_one_says() -> None:
    plain, none = read(PLAIN.replace("1234", "-1234"))
    told, faults = read('Customer,订单号,下单日期,金额,产品,状态,,\r\nC1,A1,2026/10/8 8:26,"-1,234.50",X,退货,,\r\n,,,,,,,\r\n')
    assert told == plain
    assert (none, faults) == ([], [])


def test_a_row_of_two_forms_of_a_day_is_read_alike_wherever_it_stands() -> None:
    rows = [f"C1,A{n},{day},5,X,\n" for n, day in enumerate(("2026/10/8", "2026-10-08", "2026/10/8", "2026-10-08 23:59"))]
    told, faults = read("customer,order_id,date,amount,product,status\n" + "".join(rows))
    assert ({order.date.isoformat() for order in told}, len(told), faults) == ({"2026-10-08"}, 4, [])


@given(st.lists(st.tuples(*map(st.sampled_from, CELLS)), max_size=6), st.sampled_from(["", "C1"]), st.booleans())
def test_a_table_is_read_by_columns_as_it_is_row_by_row(rows: list[tuple[str, ...]], folder: str, blank: bool) -> None:
    head = ("customer", "order_id", "date", "amount", "product", "status")
    lines = [",".join(cells) for cells in (head, *rows)]
    text = "\n".join([*lines[:2], *[""] * blank, *lines[2:]]) + "\n"
    quoted = "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) if line else "" for line in text.split("\n"))
    named: tuple[list[tuple[str, int]], ...] = ([], [])
    plain, told = parse_table("order", PATH, text, folder, named[0])
    alike, again = parse_table("order", PATH, quoted, folder, named[1])
    assert (plain, [(found.rule, found.span.line, found.args) for found in told], named[0]) == (
        alike, [(found.rule, found.span.line, found.args) for found in again], named[1],
    )  # fmt: skip


def test_an_order_may_have_a_row_for_each_product_but_not_two_for_one() -> None:
    head = "customer,order_id,date,amount,product\n"
    told, faults = read(head + "C1,A1,2026-10-08,5,X\nC1,A1,2026-10-08,7,Y\nC1,A1,2026-10-08,5,X\n")
    assert [(order.order_id, order.product) for order in told] == [("A1", "X"), ("A1", "Y")]
    assert [(found.rule, found.span.line) for found in faults] == [("duplicate-row", 4)]


def test_a_negative_amount_is_a_return_only_where_no_column_tells_the_status() -> None:
    told, _ = read("customer,order_id,date,amount\nC1,A1,2026-10-08,5\nC1,A2,2026-10-09,-5\n")
    assert [order.status for order in told] == ["confirmed", "returned"]
    told, _ = read("customer,order_id,date,amount,status\nC1,A2,2026-10-09,-5,\n")
    assert [order.status for order in told] == ["confirmed"]


def test_a_value_under_no_heading_is_still_a_cell_too_many() -> None:
    told, faults = read("customer,order_id,date,amount,\nC1,A1,2026-10-08,5,\nC1,A2,2026-10-08,5,note\n")
    assert [order.order_id for order in told] == ["A1"]
    assert [(found.rule, found.span.line) for found in faults] == [("csv-row-width", 3)]


def test_a_bad_cell_is_found_at_its_place_under_a_chinese_heading() -> None:
    _, faults = read("客户,订单号,下单日期,金额,\nC1,A1,2026-10-08,¥5,\n")
    assert [(found.rule, found.span.line, found.span.column) for found in faults] == [("not-a-number", 2, 18)]


def test_headings_of_no_known_column_are_told_the_names_that_are() -> None:
    _, faults = read("InvoiceNo,CustomerID,InvoiceDate,UnitPrice\n1,2,3,4\n")
    assert [found.rule for found in faults] == ["csv-no-header"]
    assert "order_id、date、amount" in faults[0].help("zh")
