"""The judges that ``make audit`` asks besides axe: the Nu HTML checker and Lighthouse, where ``AUDITORS`` says they lie."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_OF_A_FILE = ".*Content Security Policy.*"
"""What Nu says of every page read from a folder: there ``'self'`` names nothing. In a browser it does, which other tests hold."""

ASKED = ("performance", "accessibility", "best-practices", "seo")


def _modules() -> Path:
    folder = os.environ.get("AUDITORS")
    assert folder, "run this by `make audit`, which brings the Nu HTML checker and Lighthouse"
    return Path(folder) / "node_modules"


def nu(folder: Path) -> list[str]:
    """Return what the Nu HTML checker has to say of all pages below a folder: errors and warnings alike."""
    jar = _modules() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--skip-non-html", "--format", "json", "--filterpattern", NOT_OF_A_FILE, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}" for one in found]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of what is asked for."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def lighthouse(address: str) -> tuple[dict[str, int], list[str]]:
    """Return the scores that Lighthouse gives a page, of 100, and what it would have better."""
    program = _modules() / ".bin" / "lighthouse"
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    command = [str(program), address, "--quiet", "--preset=desktop", f"--only-categories={','.join(ASKED)}", flags, "--output=json"]
    told = {**os.environ, "CHROME_PATH": os.environ["CHROMIUM"]}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=told)
    report = json.loads(done.stdout)
    scores = {name: round(100 * category["score"]) for name, category in report["categories"].items()}
    wanting = [name for name, audit in report["audits"].items() if audit["score"] is not None and audit["score"] < 1]
    return scores, wanting
