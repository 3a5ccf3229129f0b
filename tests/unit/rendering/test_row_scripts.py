"""Row scripts: a list's rows are once more what the page drew, each distinct piece once, with links that hold at the root."""

from __future__ import annotations

import json

from crmsite.rendering.row_scripts import row_script

PAGE = """<main><table class="x" data-rows-of="needs"><thead><tr><th>Need</th></tr></thead><tbody>
<tr data-item="N-1" id="N-1" data-tier="S" data-tag="a b"><th scope="row"><a href="../c/C1.html">One</a></th><td class="num" data-v="">none</td></tr>
<tr class="grp"><th colspan="2">A group</th></tr>
<tr data-item="N-2" id="N-2" data-tier="S" data-tag=""><th scope="row">Zwei &lt;td&gt;</th><td class="num" data-v="">none</td></tr>
</tbody></table><table><tbody><tr data-item="N-3"><td>of no list</td></tr></tbody></table></main>"""


def unpacked(path: str, page: str) -> dict[str, list[str]]:
    """The rows of each list, put together again as the script does it."""
    text = row_script(path, page.encode()).decode()
    assert text.startswith("crmsiteRows(")
    assert text.endswith(");\n")
    found = {}
    for name, (marks, cells, rows) in json.loads(text.removeprefix("crmsiteRows(").removesuffix(");\n")).items():
        assert len(set(marks)) == len(marks)
        assert len(set(cells)) == len(cells)
        found[name] = [
            "<tr data-" + " data-".join(marks[at] for at in row[1 : row[0] + 1]) + ">" + "".join(cells[at] for at in row[row[0] + 1 :]) + "</tr>"
            for row in rows
        ]  # fmt: skip
    return found


def test_the_rows_come_back_as_they_were_drawn_and_lead_from_the_root() -> None:
    drawn = [line for line in PAGE.split("\n") if line.startswith('<tr data-item="N-') and "N-3" not in line]
    assert unpacked("needs/Q1.html", PAGE) == {"needs": [line.replace('href="../c', 'href="c') for line in drawn]}
    assert unpacked("needs.html", PAGE) == {"needs": drawn}


def test_a_page_without_such_a_table_has_no_rows() -> None:
    assert unpacked("about.html", "<main><table><tbody><tr><td>1</td></tr></tbody></table></main>") == {}


def test_each_table_of_a_page_is_a_list_of_its_own() -> None:
    two = PAGE.replace("<table><tbody>", '<table data-follows="needs" data-rows-of="gantt"><tbody>')
    assert {name: len(rows) for name, rows in unpacked("x/y.html", two).items()} == {"needs": 2, "gantt": 1}
