"""``serve`` as a person runs it: pages change while records do, faults keep the last good ones, Ctrl-C ends it at once."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from urllib.request import urlopen

import pytest
from commanding import Run, run_in
from repositories import Repository

PATIENCE = 90.0


class Served:
    """A running server: what it says, and its pages."""

    def __init__(self, root: Path) -> None:
        words = [sys.executable, "-m", "crmsite", "-C", str(root), "--lang", "en", "serve", "-a", "127.0.0.1:0"]
        self.process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3])
        self._said: Queue[str] = Queue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.address = re.findall(r"http://\S+/", self.until("Open http"))[0]

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._said.put(line)

    def until(self, words: str) -> str:
        """Wait until the server says something; return all that it said on the way."""
        told, begun = "", time.monotonic()
        while words not in told.rpartition("\n\n")[2] and words not in told:
            assert time.monotonic() - begun < PATIENCE, told
            try:
                told += self._said.get(timeout=1)
            except Empty:
                assert self.process.poll() is None, told
        return told

    def leave(self) -> int:
        """Press Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code

    def page(self, path: str) -> str:
        with urlopen(self.address + path) as answer:
            text: str = answer.read().decode()
            return text


@pytest.fixture
def served(company: Repository) -> Iterator[Served]:
    running = Served(company.root)
    yield running
    running.leave()


def test_pages_follow_the_records_and_stay_while_these_are_broken(served: Served, company: Repository) -> None:
    assert "导出报表" in served.page("c/C001.html")
    company.edit("customers/C001/needs/01.yaml", "导出报表", "自动导出")
    served.until("up to date")
    assert "自动导出" in served.page("c/C001.html")

    company.edit("customers/C001/needs/01.yaml", "urgency: 4", "urgency: 80万")
    told = served.until("the last good pages stay")
    assert "records/customers/C001/needs/01.yaml:8:10" in told
    assert "from 1 to 5" in told
    assert "自动导出" in served.page("c/C001.html")
    assert "from 1 to 5" in served.page("_crmsite/faults")

    company.edit("customers/C001/needs/01.yaml", "urgency: 80万", "urgency: 5")
    served.until("up to date")
    assert "80万" not in served.page("_crmsite/faults")
    assert not company.site.exists()
    assert "_crmsite" not in (company.root / ".crmsite" / "serve" / "site" / "c" / "C001.html").read_text("utf-8")



def test_a_folder_of_records_that_goes_away_is_told_in_words_and_served_again_when_it_is_back(served: Served, company: Repository) -> None:
    away = company.root / "away"
    company.records.rename(away)
    told = served.until("Cannot build")
    assert "records" in told
    assert "Error" not in told
    away.rename(company.records)
    company.edit("customers/C001/needs/01.yaml", "导出报表", "自动导出")
    served.until("up to date")
    assert "自动导出" in served.page("c/C001.html")


def test_ctrl_c_ends_it_within_a_second_even_while_a_page_listens(company: Repository) -> None:
    served = Served(company.root)
    with urlopen(served.address + "_crmsite/events") as stream:
        assert stream.readline() == b"retry: 1000\n"
        begun = time.monotonic()
        assert served.leave() == 130
        assert time.monotonic() - begun < 1.0


def test_a_company_that_begins_broken_is_shown_as_far_as_it_goes(company: Repository) -> None:
    company.edit("customers/C002/needs/01.yaml", "urgency: 4", "urgency: 9")
    served = Served(company.root)
    try:
        assert "第1制造有限公司" in served.page("c/C001.html")
        assert "customers/C002/needs/01.yaml" in served.page("_crmsite/faults")
    finally:
        served.leave()


@pytest.mark.parametrize("address", ["here", "127.0.0.1:99999", "a:b:c"])
def test_what_is_no_address_is_refused(run: Run, address: str) -> None:
    said = run("serve", "-a", address)
    assert said.code == 2
    assert "127.0.0.1:8000" in said.err


def test_outside_a_repository_there_is_nothing_to_serve(tmp_path: Path) -> None:
    assert run_in(str(tmp_path), "serve").code == 2
