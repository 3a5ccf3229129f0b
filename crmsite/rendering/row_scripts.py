"""Row scripts: the rows of a page's tables once more, packed for a script that narrows and sorts a list longer than its page.

They are taken from the page as it was drawn, so a row is drawn once and looks the same wherever it stands. Rows are cut into
their attributes and cells; each distinct piece is written once, and a row says which pieces it is put together from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import count

import orjson

_TABLE = re.compile(rb'<table[^>]* data-rows-of="([a-z-]+)"')
_ROW = b"<tr data-item="
_MARK = b" data-"
_CUT = b"\0"
_LINK = b'href="'


def row_script(path: str, page: bytes) -> bytes:
    """Return the script of a page's rows: ``crmsiteRows({list: [attributes, cells, rows]})``.

    ``path`` is where the page lies below its language's root: the links of the rows are made to hold at that root, where the
    entry of the list lies. A table takes part by ``data-rows-of``, a row by ``data-item``; a page without any gives none.
    """
    up = b"../" * path.count("/")
    lists = {}
    for table in _TABLE.finditer(page):
        rows = page[table.end() : page.index(b"</table>", table.end())].split(_ROW)
        lists[table[1].decode()] = _packed(rows[1:], _LINK + up)
    return b"crmsiteRows(" + orjson.dumps(lists) + b");\n"


def _packed(rows: list[bytes], href: bytes) -> tuple[list[str], list[str], list[list[int]]]:
    """Return the pieces of rows; for each row how many attributes it has, the numbers of these and those of its cells.

    ``href`` begins the links that are not meant from the language's root. Each row is cut while it is at hand, and links are
    changed in the distinct cells alone: a long list has megabytes of rows.
    """
    attributes: defaultdict[bytes, int] = defaultdict(count().__next__)
    cells: defaultdict[bytes, int] = defaultdict(count().__next__)
    packed = []
    for row in rows:
        cut = row[: row.index(b"</tr>")].replace(b"<td", b"\0<td").replace(b"<th", b"\0<th")
        head, *rest = cut.split(_CUT)
        own = (b"item=" + head[:-1]).split(_MARK)
        packed.append([len(own), *map(attributes.__getitem__, own), *map(cells.__getitem__, rest)])
    return [piece.decode() for piece in attributes], [cell.replace(href, _LINK).decode() for cell in cells], packed
