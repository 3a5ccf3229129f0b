"""Markdown from records: what people write is kept, what attackers write is shown, nothing takes long."""

from __future__ import annotations

import re
from time import process_time

import pytest

from crmsite.rendering.rich_text import RichText, too_costly

HTML = RichText().html


def test_plain_text_is_a_paragraph() -> None:
    assert HTML("续签方案已提交") == "<p>续签方案已提交</p>"


def test_common_marks_are_understood() -> None:
    assert HTML("**加粗：**中文") == "<p><strong>加粗：</strong>中文</p>"
    assert "<li>" in HTML("- 一\n- 二")
    assert '<a href="https://example.com" rel="noopener noreferrer nofollow">' in HTML("[链接](https://example.com)")


def test_headings_stand_below_those_of_the_page() -> None:
    assert HTML("# 标题").strip() == "<h3>标题</h3>"
    assert HTML("### 一\n\n#### 二", 4).split() == ["<h4>一</h4>", "<h5>二</h5>"]
    assert HTML("# 一\n\n###### 深").split() == ["<h3>一</h3>", "<h6>深</h6>"]


def test_numbers_in_tables_stand_right_without_a_style() -> None:
    html = HTML("| 月 | 金额 |\n|---|---:|\n| 1 | 20 |\n")
    assert '<td class="num">20</td>' in html
    assert "style" not in html
    assert "align" not in html


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        "![x](https://tracker.example/p.png)",
        "<svg><style>*{}</style></svg>",
        "<details open ontoggle=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "[x]: javascript:alert(1)\n\n[x]",
        "`<script>`",
        "    <script>\n",
        "```html\n<script>\n```",
    ],
)
def test_nothing_that_runs_or_loads_gets_through(nasty: str) -> None:
    html = HTML(nasty)
    assert re.search(r"<(script|img|svg|style|iframe|details|input|form)\b", html) is None
    assert re.search(r"<[^>]+\s(on\w+|style|src)=", html) is None
    assert re.search(r'<a[^>]*href="(?!https?:|mailto:)', html) is None


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 20000,
        "[a](" * 10000,
        "![" * 10000,
        "`" * 20000,
        "*a " * 15000,
        "_a_" * 10000,
        ">" * 5000,
        "<" * 20000,
        "<![" * 5000,
        "&" * 30000,
        "|" * 30000,
        "- " * 20000,
        (" " * 4 + "- x\n") * 3000,
        "\\" * 20000,
        "".join("  " * depth + "- x\n" for depth in range(300)),
        "[x]: " + "y" * 30000,
        "a" * 60000,
        "1. " * 15000,
        "~" * 30000,
        "#" * 30000,
        "=\n" * 20000,
        "a\n=\n" * 5000,
    ],
    ids=lambda bomb: repr(bomb[:6]),
)
def test_no_text_takes_long(bomb: str) -> None:
    start = process_time()
    HTML(bomb)
    assert process_time() - start < 2


def test_a_text_that_would_cost_too_much_is_printed_as_written() -> None:
    assert too_costly("[" * 400)
    assert HTML("[" * 400) == "<pre>" + "[" * 400 + "</pre>"
    assert not too_costly("**重点**：见 [链接](https://example.com)，`代码`")
