"""The house stands as ARCHITECTURE.md says: imports run one way, effects stay at the edges, rooms are small and named."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "crmsite"

LAYERS: list[list[str]] = [
    ["entry", "__main__"],
    ["cli"],
    ["commands"],
    ["runs", "schemas"],
    ["stages"],
    ["terminal"],
    ["formats"],
    ["rendering"],
    ["views"],
    ["charts"],
    ["finding"],
    ["portfolio"],
    ["conclusions"],
    ["metrics"],
    ["summaries"],
    ["audience"],
    ["checks"],
    ["scores"],
    ["language", "manual"],
    ["wording", "languages"],
    ["policy"],
    ["dossier"],
    ["reading"],
    ["catalogue"],
    ["figures"],
    ["calendars"],
    ["kinds"],
    ["grammar"],
    ["inference"],
    ["parsing"],
    ["diagnostics"],
    ["rules"],
    ["machine"],
    ["slotted"],
    ["__init__"],
]
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}
MIDDLE = {room for rooms in LAYERS[LAYERS.index(["rendering"]) : LAYERS.index(["diagnostics"])] for room in rooms}
EDGES = {"policy", "languages", "charts", "manual", "rendering.theme", "rendering.compiled", "parsing.source"}
"""What reads the packaged files, the theme or the records, and so has effects though it stands in the middle."""

EFFECTS = {"os", "time", "random", "subprocess", "click", "locale", "socket", "tempfile", "shutil"}
DUMPING_GROUNDS = {"utils", "util", "helpers", "helper", "common", "misc", "base"}


def modules() -> list[tuple[str, Path]]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] in ("themes", "docs"):
            continue
        found.append((".".join(parts), path))
    return found


def room(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def name_of(module: str) -> str:
    return module.removesuffix(".__init__") if "." in module else module


def imports(path: Path) -> set[str]:
    """Every module of ours that a file imports, type-only imports counted."""
    tree = ast.parse(path.read_text("utf-8"))
    known = {name_of(module) for module, _ in modules()}
    found = set()
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [f"{node.module}.{alias.name}" for alias in node.names] + [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.startswith("crmsite."):
                inner = name.removeprefix("crmsite.")
                if inner in known:
                    found.add(inner)
    packages = {inner for inner in found if any(other.startswith(inner + ".") for other in found)}
    return found - packages - {name_of(".".join(path.relative_to(PACKAGE).with_suffix("").parts))}


GRAPH = {name_of(module): imports(path) for module, path in modules()}


def test_every_room_has_its_layer() -> None:
    assert sorted({room(module) for module in GRAPH} - set(RANK)) == []


def test_imports_run_one_way() -> None:
    upward = [
        f"{module} -> {target}"
        for module, targets in GRAPH.items()
        for target in targets
        if RANK[room(target)] < RANK[room(module)]
    ]
    assert upward == []


def test_no_circle_of_imports_even_for_types_only() -> None:
    state: dict[str, int] = {}
    circles = []

    def visit(module: str, trail: tuple[str, ...]) -> None:
        state[module] = 1
        for target in sorted(GRAPH[module]):
            if state.get(target) == 1:
                circles.append(" -> ".join((*trail, module, target)))
            elif target not in state and target in GRAPH:
                visit(target, (*trail, module))
        state[module] = 2

    for module in sorted(GRAPH):
        if module not in state:
            visit(module, ())
    assert circles == []


SIBLINGS = {
    "checks": {"checks", "checks.case_file"},
    "scores.alerts": {"scores.alerts"},
    "formats": {"formats", "formats.escaping", "formats.fingerprints", "formats.wording"},
}


@pytest.mark.parametrize("folder", sorted(SIBLINGS))
def test_siblings_in_a_catalogue_folder_do_not_know_one_another(folder: str) -> None:
    shared = SIBLINGS[folder]
    crossed = [
        f"{module} -> {target}"
        for module, targets in GRAPH.items()
        if module.startswith(folder + ".")
        for target in targets
        if target.startswith(folder + ".") and target not in shared and module not in shared
    ]
    assert crossed == []


def test_the_middle_has_no_effects() -> None:
    guilty = []
    for module, path in modules():
        if room(module) not in MIDDLE or EDGES & {module, room(module)}:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            guilty.extend(f"{module}: import {name}" for name in names if name.split(".")[0] in EFFECTS)
            if isinstance(node, ast.Call):
                text = ast.unparse(node.func)
                if text in ("open", "print", "input", "date.today", "datetime.now"):
                    guilty.append(f"{module}: {text}()")
    assert guilty == []


def test_no_module_holds_state_that_changes() -> None:
    guilty = []
    for module, path in modules():
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Global):
                guilty.append(f"{module}: global {', '.join(node.names)}")
            if isinstance(node, ast.FunctionDef):
                guilty.extend(f"{module}: {ast.unparse(d)}" for d in node.decorator_list if re.search(r"\b(lru_)?cache\b", ast.unparse(d)))
    assert guilty == []


def test_names_say_one_job() -> None:
    assert [module for module, _ in modules() if module.split(".")[-1] in DUMPING_GROUNDS] == []


def test_rooms_are_small() -> None:
    long_modules = [f"{m}: {n}" for m, p in modules() if (n := len(p.read_text("utf-8").splitlines())) > 400]
    long_functions = []
    for module, path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 60:
                long_functions.append(f"{module}.{node.name}: {(node.end_lineno or 0) - node.lineno + 1}")
    assert long_modules + long_functions == []


def test_every_public_thing_says_what_it_is() -> None:
    silent = []
    for module, path in modules():
        tree = ast.parse(path.read_text("utf-8"))
        if not ast.get_docstring(tree):
            silent.append(module)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{module}.{node.name}")
    assert silent == []


@pytest.mark.parametrize("module", ["crmsite.cli", "crmsite.stages.freshness", "crmsite.runs.checkup"])
def test_heavy_libraries_are_imported_only_where_they_are_needed(module: str) -> None:
    import subprocess
    import sys

    script = f"import sys, {module}; print(sorted(sys.modules.keys() & {{'pandas', 'altair', 'vl_convert', 'jinja2', 'pydantic', 'numpy'}}))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
    allowed = ["pydantic"] if module == "crmsite.runs.checkup" else []
    assert ast.literal_eval(out) == allowed


def test_every_exception_from_lint_and_types_says_why() -> None:
    marks = re.compile(r"# (?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])(?P<why>.*)")
    bare = [
        f"{module}:{number}"
        for module, path in modules()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "# noqa" in line or "# type: ignore" in line
        if not (found := marks.search(line)) or len(found["why"].strip(" -#")) < 8
    ]
    assert bare == []
