"""Makes the same site's input for Hugo: ``python bench/peers.py REPOSITORY SITE``.

A customer's content file holds its own records, file after file and as people wrote them, as front matter: YAML, or the same
as JSON, which Hugo reads several times faster and nobody writes by hand. Below it stands as JSON what its page prints
besides: scores, receipts, alerts, sums and labels, worked out by our own model, so that Hugo gets them for nothing. The lists
are content files as well, whose rows are given. The templates are written from ours, so both sites are the same pages.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson
import yaml
from jinja_values import Borrowed
from own_pages import own_site

if TYPE_CHECKING:
    from own_pages import OwnSite, Page
    from page_data import Data

SETTINGS = Path(__file__).parent / "hugo"
FILES = ("customer.yaml", "contacts.yaml", "needs.yaml", "plans/2026.yaml", "assessments/2025-Q4.yaml", "followups.yaml")
_NAME = "/customer.name.zh"
_LINE = Borrowed("needs", "row.line.id", {"row.text": "text", "row.customer.label": _NAME}, "row.customer")
_NAMED = Borrowed("", "", {"row.customer.label": _NAME}, "row.customer")
_LISTED = Borrowed("", "", {"name": _NAME}, "id")
_DOING = Borrowed(
    "plan.actions", "row.line.id", {"row.text": "text", "row.customer.label": _NAME, "row.subject": _NAME}, "row.customer", True
)
_FITTING = Borrowed(
    "needs", "row.need.line.id", {"row.need.text": "text", "row.need.customer.label": _NAME}, "row.need.customer"
)
BORROWED = {
    "profile.html": {
        "v": Borrowed("", "", {"v.name": "customer.name.zh"}),
        "v.needs": Borrowed("needs", "n.id", {"n.id": "id", "n.text": "text"}),
        "v.closed_needs": Borrowed("needs", "n.id", {"n.id": "id", "n.text": "text"}),
        "p.actions": Borrowed("plan.actions", "a.ref.rpartition('.')[2]", {"a.text": "text"}),
        "v.contacts": Borrowed("contacts", "c.code", {"c.name": "masked_name", "c.title": "title", "c.code": "code"}),
        "v.contracts": Borrowed("customer.contracts", "c.id", {"c.id": "id", "c.start": "from", "c.end": "to"}),
    },
    "needs.html": {"v.rows": _LINE},
    "fit.html": {"v.rows": _FITTING},
    "execution.html": {"group.lines": _DOING},
    "customers.html": {"v.rows": _LISTED},
    "owner.html": {"v.rows": _LISTED, "v.needs": _LINE, "v.alerts": _NAMED},
    "owner_part.html": {"v.rows": _LISTED},
    "changes.html": {"v.rows": _NAMED},
    "change_part.html": {"v.rows": _NAMED},
}
"""The words of each template's pages that stand in the customers' own records as they are printed; Hugo reads them there."""
PROFILE = "profile-1"
"""The layout of a profile."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_CUSTOMER = "{{- $v := .RawContent | transform.Unmarshal }}{{ $p := .Params -}}\n"
_LIST = '{{- $v := .RawContent | transform.Unmarshal }}{{ $all := partialCached "customers.html" site -}}\n'


class Records(NamedTuple):
    """The customers' records below a folder, and the sites for Hugo, each with whether its front matter is JSON."""

    home: Path
    sites: tuple[tuple[Path, bool], ...]

    @property
    def borrowed(self) -> dict[str, dict[str, Borrowed]]:
        """Which words of the pages of a template stand in the customers' records as they are printed."""
        return BORROWED

    def places(self, customer: str) -> dict[str, int]:
        """Return where each record of a customer stands in its list, by what a page calls it."""
        text = self._text(customer)
        lists = (
            re.findall(r"^  code: (\S+)", text["contacts.yaml"], re.MULTILINE),
            re.findall(r"^- id: (\S+)", text["needs.yaml"], re.MULTILINE),
            re.findall(r"^- id: (\S+)", text["plans/2026.yaml"], re.MULTILINE),
            re.findall(r"^- \{id: (K-[\w-]+)", text["customer.yaml"], re.MULTILINE),
        )
        return {name: place for names in lists for place, name in enumerate(names)}

    def keep(self, customer: str, data: Data) -> None:
        """Write a customer's content file."""
        front, body = front_matter(customer, self._text(customer)), orjson.dumps(data)
        for site, as_json in self.sites:
            head = json_front_matter(front) if as_json else front
            (site / f"content/c/{customer}.md").write_bytes(head.encode() + body)

    def _text(self, customer: str) -> dict[str, str]:
        found = {}
        for name in FILES:
            with open(f"{self.home}/{customer}/{name}", encoding="utf-8") as lines:
                found[name] = lines.read()
        return found


def front_matter(customer: str, text: dict[str, str]) -> str:
    """Return a customer's records as the front matter of one content file."""
    inset = partial(re.sub, r"^", "  ", flags=re.MULTILINE)
    return (
        f"---\ntitle: {customer}\nlayout: {PROFILE}\ncustomer:\n{inset(text['customer.yaml']).rstrip()}\n"
        f"contacts:\n{text['contacts.yaml']}needs:\n{text['needs.yaml']}"
        f"plan:\n{inset(text['plans/2026.yaml']).rstrip()}\nassessment:\n{inset(text['assessments/2025-Q4.yaml']).rstrip()}\n"
        f"followups:\n{text['followups.yaml']}---\n"
    )


def _typed(node: object) -> object:
    """Turn the numbers of a tree of text into numbers; dates and all else stay text."""
    if isinstance(node, dict):
        return {key: _typed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_typed(value) for value in node]
    if isinstance(node, str) and _NUMBER.fullmatch(node):
        return float(node) if "." in node else int(node)
    return node


def json_front_matter(front: str) -> str:
    """Return front matter as JSON."""
    tree = yaml.load(front.removeprefix("---\n").removesuffix("---\n"), Loader=yaml.CBaseLoader)
    return orjson.dumps(_typed(tree), option=orjson.OPT_INDENT_2).decode() + "\n"


def _list_content(page: Page) -> bytes:
    """Return the content file of a page about more than one customer."""
    made = {"html": page.path.endswith(".html"), "rows": page.rows or page.path.endswith(".js")}
    outputs = [name for name, there in made.items() if there]
    head: dict[str, object] = {"title": page.path, "layout": page.layout, "outputs": outputs}
    if "/" not in page.path:
        head["url"] = f"/{page.path}"
    return orjson.dumps(head, option=orjson.OPT_INDENT_2) + b"\n" + orjson.dumps(page.data)


def _write_rest(own: OwnSite, sites: list[Path]) -> None:
    """Write the pages about more than one customer, the templates and the assets."""
    files: dict[str, bytes] = {f"static/assets/{name}": data for name, data in own.assets.items()}
    for page in own.pages:
        folder, _, name = page.path.rpartition("/")
        stem = name.rpartition(".")[0].replace("index", "overview")  # an index would be a bundle of all that lies beside it
        files[f"content/{folder or 'single'}/{stem}.md"] = _list_content(page)
    for name, (layout, rows) in own.layouts.written().items():
        files[f"layouts/{name}.html"] = ((_CUSTOMER if name == PROFILE else _LIST) + layout).encode()
        if name != PROFILE:
            files[f"layouts/{name}.rows.js"] = (_LIST + rows).encode()
    for site in sites:
        for path, data in files.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(data)


def make_sites(root: Path, sites: dict[Path, bool], jobs: int = 2) -> None:
    """Write everything that Hugo reads for the site of a repository, into folders that there are not yet.

    ``sites`` tells of each folder whether its front matter is JSON; the pages are worked out once for all.
    """
    for site in sites:
        shutil.copytree(SETTINGS, site)
        (site / "content/c").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        own = own_site(root, Path(work), jobs, Records(root / "records/customers", tuple(sites.items())))
        _write_rest(own, list(sites))


def main() -> None:
    """Read the command line and write the site's input."""
    parser = argparse.ArgumentParser(description="Make Hugo's input from a repository.")
    parser.add_argument("repository", type=Path)
    parser.add_argument("site", type=Path)
    parser.add_argument("--json", type=Path, metavar="SITE", help="make another site whose front matter is JSON")
    args = parser.parse_args()
    make_sites(args.repository, {args.site: False, **({args.json: True} if args.json else {})})


if __name__ == "__main__":
    main()
