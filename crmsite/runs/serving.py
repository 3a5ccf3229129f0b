"""A site shown while it is edited: files of the last good build, a script that reloads them, the faults while there are any.

The standard library's threading server is enough for one person's browser, and its threads are daemons: an open event
stream never keeps the program from ending. Nothing that is served here is written into the site's files.
"""

from __future__ import annotations

import ipaddress
import json
import re
import threading
from functools import partial
from hashlib import blake2b
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from markupsafe import escape

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = "/_crmsite/"
"""Where the server's own files are; no page of a site begins like this."""
HEARTBEAT_SECONDS = 15.0
_TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".ics": "text/calendar; charset=utf-8",
    ".woff2": "font/woff2", ".ico": "image/x-icon",
}  # fmt: skip
_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
_OWN_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
_FAULTS_TITLE = {"zh": "记录有错误", "en": "The records have errors"}
_FAULTS_TOLD = {"zh": "改好后保存，本页自动回到网站。", "en": "Mend them and save: this page goes back to the site by itself."}
_LOCAL_NAMES = frozenset(["localhost", "localhost.localdomain"])


class Told(NamedTuple):
    """One fault as a browser shows it: where, what, what to write instead, and the line."""

    place: str
    message: str
    help: str
    excerpt: str


class State(NamedTuple):
    """What browsers are shown: the number of the build, and the faults that keep a newer one from being published."""

    generation: int = 0
    faults: tuple[Told, ...] = ()

    @property
    def mark(self) -> str:
        """What tells two lists of faults apart."""
        return blake2b(repr(self.faults).encode(), digest_size=6).hexdigest() if self.faults else ""

    def event(self) -> bytes:
        """Return the state as an event of a stream."""
        return (
            b"data: " + json.dumps({"generation": self.generation, "mark": self.mark, "count": len(self.faults)}).encode() + b"\n\n"
        )


class Live:
    """The state that one thread sets and many wait for."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._state = State()

    @property
    def state(self) -> State:
        """Return what is shown now."""
        with self._changed:
            return self._state

    def built(self) -> None:
        """Show a newer build."""
        self._set(State(self.state.generation + 1))

    def broken(self, faults: tuple[Told, ...]) -> None:
        """Show faults, and the last good build behind them."""
        self._set(State(self.state.generation, faults))

    def _set(self, state: State) -> None:
        with self._changed:
            self._state = state
            self._changed.notify_all()

    def after(self, seen: State, seconds: float) -> State:
        """Wait until there is something newer than what was seen, or until the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self._state != seen, seconds)
            return self._state


# ── what is served ──────────────────────────────────────────────────────────────────────────────────────────────
def file_of(site: Path, address: str) -> Path | None:
    """Return the file of a page's address; ``None`` where there is none, or where it would lie outside the site."""
    steps = unquote(urlsplit(address).path).split("/")[1:]
    if any(step.startswith(".") or "\\" in step or "\x00" in step for step in steps) or "" in steps[:-1]:
        return None
    found = site.joinpath(*steps)
    if found.is_dir():
        found /= "index.html"
    root = site.resolve()
    return found if found.is_file() and root in found.resolve().parents else None


def with_live(page: bytes, state: State) -> bytes:
    """Return a page with the reloading script, and a policy that lets it listen."""
    end = page.find(b"</head>")
    if end < 0:
        return page
    script = f"{PREFIX}live.js?g={state.generation}&amp;m={state.mark}"
    tags = f'<link rel="stylesheet" href="{PREFIX}live.css">\n<script src="{script}" defer></script>\n'
    return _POLICY.sub(rb"\1\2; connect-src 'self'\3", page[:end], count=1) + tags.encode() + page[end:]


def faults_page(state: State, lang: str) -> bytes:
    """Return the page that lists the faults."""
    title, told = _FAULTS_TITLE[lang], _FAULTS_TOLD[lang]
    items = "".join(
        f"<li><p><code>{escape(fault.place)}</code><br><strong>{escape(fault.message)}</strong></p>"
        + (f"<pre>{escape(fault.excerpt)}</pre>" if fault.excerpt else "")
        + (f"<p>{escape(fault.help)}</p>" if fault.help else "")
        + "</li>\n"
        for fault in state.faults
    )
    html = (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n</head>\n'
        f'<body><main class="crmsite-faults"><h1>{title}</h1><p>{told} <a href="/">←</a></p>\n'
        f"<ol>\n{items}</ol></main></body>\n</html>\n"
    )
    return with_live(html.encode(), state)


def admitted(host: str, bound: str) -> bool:
    """Tell whether a request names this server by an address of its own: a page elsewhere cannot make a browser read records.

    Local names and local addresses always; an address that the server was bound to; any address where it listens on all.
    """
    name = re.sub(r":\d+$", "", host).strip("[]").casefold()
    if name in _LOCAL_NAMES or name == bound.casefold():
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or bound in ("0.0.0.0", "::", "")  # noqa: S104 - compared, not bound


class Handler(BaseHTTPRequestHandler):
    """Answers one browser: pages, the script, the event stream, the list of faults. Only reads."""

    protocol_version = "HTTP/1.1"
    server_version = "crmsite"
    sys_version = ""

    def __init__(self, *connection: Any, live: Live, site: Path, lang: str, bound: str) -> None:
        self._live, self._site, self._lang, self._bound = live, site, lang, bound
        super().__init__(*connection)

    def do_GET(self) -> None:
        """Answer a request."""
        if not admitted(self.headers.get("Host", ""), self._bound):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"not a name of this server\n", _TYPES[".txt"])
            return
        path = urlsplit(self.path).path
        if path == "/favicon.ico":
            self._send(HTTPStatus.NO_CONTENT, b"", _TYPES[".ico"])
            return
        if path.startswith(PREFIX):
            self._own(path.removeprefix(PREFIX))
            return
        self._page(path)

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self.do_GET()

    def _page(self, path: str) -> None:
        state = self._live.state
        found = file_of(self._site, path)
        if found is not None and found.name == "index.html" and not path.endswith(("/", "index.html")):
            self._redirect(f"{path}/")
            return
        try:
            data = found.read_bytes() if found is not None else None
        except OSError:
            data = None
        if data is None or found is None:
            missing = (
                faults_page(state, self._lang) if state.faults and not state.generation else b"<!doctype html><head></head>404\n"
            )
            self._send(HTTPStatus.NOT_FOUND, with_live(missing, state), _TYPES[".html"])
            return
        kind = _TYPES.get(found.suffix, "application/octet-stream")
        self._send(HTTPStatus.OK, with_live(data, state) if found.suffix == ".html" else data, kind)

    def _own(self, name: str) -> None:
        if name == "events":
            self._stream()
        elif name == "faults":
            self._send(HTTPStatus.OK, faults_page(self._live.state, self._lang), _TYPES[".html"], policy=_OWN_POLICY)
        elif name in ("live.js", "live.css"):
            data = resources.files("crmsite").joinpath("live", name).read_bytes()
            self._send(HTTPStatus.OK, data, _TYPES[name[name.rindex(".") :]])
        else:
            self._send(HTTPStatus.NOT_FOUND, b"404\n", _TYPES[".txt"])

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", f"/{path.lstrip('/')}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, data: bytes, kind: str, *, policy: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream(self) -> None:
        """Tell the browser the state, and every change of it, until it goes away."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command == "HEAD":
            return
        try:
            state = self._live.state
            self.wfile.write(b"retry: 1000\n" + state.event())
            while True:
                newer = self._live.after(state, HEARTBEAT_SECONDS)
                self.wfile.write(b": still here\n\n" if newer == state else newer.event())
                state = newer
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Keep quiet: the terminal tells of builds and faults."""


class Server(ThreadingHTTPServer):
    """The server; its threads never outlive the program."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Forget a connection that broke: browsers close them as they please."""


def started(address: tuple[str, int], live: Live, site: Path, lang: str) -> Server:
    """Start to serve on an address, in a thread of its own. Raises ``OSError`` where the address is taken or not ours."""
    server = Server(address, partial(Handler, live=live, site=site, lang=lang, bound=address[0]))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    return server
