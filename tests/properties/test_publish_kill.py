"""Whatever stops a publisher, and wherever: the site is the old one or the new one, byte for byte, and the next one tidies up."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import time
from typing import TYPE_CHECKING

import pytest

from crmsite.machine import generations, output
from crmsite.machine.output import MANIFEST, Lock, Page, Stage, load_previous, publish, write_page
from crmsite.machine.workers import shards_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OLD = {"index.html": b"old", "c/1.html": b"same", "c/2.html": b"old page", "gone/x.html": b"stale"}
NEW = {"index.html": b"new", "c/1.html": b"same", "c/2.html": b"new page", "d/3.html": b"fresh"}
CREATING = ("open", "mkdir", "write", "link", "fsync")
CHANGING = (*CREATING, "rename", "unlink", "rmdir", "close")
ENOUGH = 400


def put(site: Path, pages: dict[str, bytes]) -> None:
    """Publish, durably, from whatever stands there."""
    publish(site, [Page(path, data) for path, data in pages.items()], (), load_previous(site))


def standing(site: Path) -> dict[str, bytes]:
    """Return all pages of the site, having made sure that its manifest names exactly these."""
    found = {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    manifest = found.pop(MANIFEST).decode()
    assert manifest == "".join(f"{generations.content_digest(found[path])} {len(found[path])} {path}\n" for path in sorted(found))
    return found


def tidy(site: Path) -> None:
    """Publish once more, and make sure that it works and that nothing is left beside the site."""
    put(site, OLD)
    assert standing(site) == OLD
    assert [path.name for path in site.parent.iterdir()] == ["site"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site that was published once."""
    put(tmp_path / "outer" / "site", OLD)
    return tmp_path / "outer" / "site"


@pytest.fixture(params=["exchange", "two renames"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run the test on a system that can exchange two folders, and on one that cannot."""
    if request.param == "two renames":
        monkeypatch.setattr(generations, "exchange", lambda _one, _other: False)
    return str(request.param)


def watch(patch: pytest.MonkeyPatch, names: tuple[str, ...], before: Callable[[], None], after: Callable[[], None]) -> None:
    """Have ``before`` and ``after`` called around each of these calls to the system, and around the exchange."""

    def around(call: Callable[..., object]) -> Callable[..., object]:
        def watched(*args: object, **options: object) -> object:
            before()
            result = call(*args, **options)
            after()
            return result

        return watched

    for module, name in (*((os, name) for name in names), (generations, "exchange"), (output, "sync")):
        patch.setattr(module, name, around(getattr(module, name)))


def at(number: int, act: Callable[[], None]) -> Callable[[], None]:
    """Return a function that does nothing but at its call of that number."""
    calls = iter(range(1, number + 1))
    return lambda: act() if next(calls, 0) == number else None


def forked(work: Callable[[], object]) -> int:
    """Start ``work`` in a process of its own, which ends with 0 when the work does."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    return child


def test_killed_before_any_call_to_the_system(site: Path, either_way: str) -> None:
    """Every single step is tried: the last one is known by the child coming through."""
    seen = set()
    for number in range(1, ENOUGH):

        def work(number: int = number) -> None:
            watch(pytest.MonkeyPatch(), CHANGING, at(number, lambda: os.kill(os.getpid(), signal.SIGKILL)), lambda: None)
            put(site, NEW)

        _, status = os.waitpid(forked(work), 0)
        if either_way == "two renames":
            load_previous(site)
        state = standing(site)
        assert state in (OLD, NEW)
        seen.add("new" if state == NEW else "old")
        tidy(site)
        if status == 0:
            break
        assert os.WTERMSIG(status) == signal.SIGKILL
    assert 30 < number < ENOUGH - 1
    assert seen == {"old", "new"}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("lasting", [True, False], ids=["from then on", "once"])
def test_refused_at_any_call_that_makes_something(
    site: Path, monkeypatch: pytest.MonkeyPatch, either_way: str, code: int, lasting: bool
) -> None:
    """The refusal comes out, the old site stands, nothing lies beside it."""
    for number in range(1, ENOUGH):
        calls = iter(range(1, ENOUGH))

        def refuse(number: int = number, calls: Iterator[int] = calls) -> None:
            count = next(calls)
            if count == number or (lasting and count > number):
                raise OSError(code, os.strerror(code))

        previous = load_previous(site)
        with monkeypatch.context() as patch:
            watch(patch, CREATING, refuse, lambda: None)
            try:
                publish(site, [Page(path, data) for path, data in NEW.items()], (), previous)
                refused = False
            except OSError as refusal:
                refused = refusal.errno == code
        assert standing(site) == (OLD if refused else NEW)
        if refused:
            assert [path.name for path in site.parent.iterdir()] == ["site"]
        tidy(site)
        if next(calls) <= number:
            break
    assert 20 < number < ENOUGH - 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_interrupted_at_any_call(site: Path, monkeypatch: pytest.MonkeyPatch, either_way: str, when: str) -> None:
    """Ctrl-C comes out as such, the site is whole, nothing lies beside it."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    for number in range(1, ENOUGH):
        with monkeypatch.context() as patch:
            watch(
                patch,
                CHANGING,
                *((at(number, interrupt), lambda: None) if when == "before" else (lambda: None, at(number, interrupt))),
            )
            try:
                put(site, NEW)
                interrupted = False
            except KeyboardInterrupt:
                interrupted = True
        load_previous(site)
        assert standing(site) in ((OLD, NEW) if interrupted else (NEW,))
        tidy(site)
        if not interrupted:
            break
    assert 30 < number < ENOUGH - 1


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [(resource.RLIMIT_FSIZE, 5, errno.EFBIG), (resource.RLIMIT_NOFILE, 0, errno.EMFILE)],
    ids=["no room for a whole page", "no file may be opened"],
)
def test_the_system_itself_refuses(site: Path, limit: int, value: int, code: int) -> None:
    def work() -> None:
        previous = load_previous(site)
        resource.setrlimit(limit, (value, resource.getrlimit(limit)[1]))
        with pytest.raises(OSError, match=r".") as refusal:
            publish(site, [Page(path, data) for path, data in NEW.items()], (), previous)
        assert refusal.value.errno == code

    assert os.waitpid(forked(work), 0)[1] == 0
    assert standing(site) == OLD
    tidy(site)


def test_killed_at_random_moments(site: Path) -> None:
    """A publisher changes the site to and fro until it is killed; the next one goes on from there."""
    moments = random.Random(7)

    def work() -> None:
        while True:
            put(site, NEW)
            put(site, OLD)

    for _ in range(50):
        child = forked(work)
        time.sleep(moments.uniform(0.001, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert standing(site) in (OLD, NEW)
    tidy(site)


def test_killed_while_workers_write(site: Path) -> None:
    """Workers die with the publisher, and what they wrote goes with the next publication."""
    moments = random.Random(7)

    def work() -> None:
        with Stage(site) as stage:
            folder = stage.folder
            for number, state in enumerate(shards_map(lambda n: write_page(folder, f"w/{n}", bytes(9000)), range(100_000), 2)):
                stage.adopt(f"w/{number}", state)

    for _ in range(5):
        child = forked(work)
        time.sleep(moments.uniform(0.02, 0.08))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert standing(site) == OLD
        time.sleep(0.05)
        tidy(site)


def test_a_reader_never_misses_a_page_and_never_sees_half_of_one(site: Path) -> None:
    """While the site is exchanged a hundred times, every page that both generations have can be read."""

    def work() -> None:
        for _ in range(50):
            put(site, NEW)
            put(site, OLD)

    child = forked(work)
    reads = 0
    while os.waitpid(child, os.WNOHANG)[0] == 0:
        for path in OLD.keys() & NEW.keys():
            assert (site / path).read_bytes() in (OLD[path], NEW[path])
            reads += 1
    assert reads > 100
    tidy(site)


def test_pairs_of_publishers_at_once(site: Path) -> None:
    """One waits for the other; the site is that of whoever came last."""

    def work(pages: dict[str, bytes]) -> None:
        with Lock(site.parent.parent / "lock").acquire(lambda _pid: None):
            put(site, pages)

    for _ in range(20):
        children = [forked(lambda: work(NEW)), forked(lambda: work(OLD))]
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
        assert standing(site) in (OLD, NEW)
    tidy(site)
