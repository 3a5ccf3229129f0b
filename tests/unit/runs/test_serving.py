"""The server beside the editor: pages of the last good build, reloaded when there is a newer one, with the faults of a worse one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from crmsite.runs.serving import Live, Server, State, Told, admitted, faults_page, file_of, started, with_live

PAGE = (
    '<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; script-src 'self'\"><title>x</title></head><body>page</body></html>"
)
FAULT = Told("records/customers/C001/needs.yaml:8", "`80万` is no plain number", "write 800000", "importance: 80万 <b>")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "c").mkdir(parents=True)
    (folder / "en").mkdir()
    (folder / "index.html").write_text(PAGE)
    (folder / "en" / "index.html").write_text(PAGE)
    (folder / "c" / "C001.html").write_text(PAGE)
    (folder / "app.js").write_text("// script")
    (folder / ".crmsite-manifest").write_text("hidden")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


# ── which file ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("address", "name"), [("/", "index.html"), ("/c/C001.html", "c/C001.html"), ("/en/", "en/index.html"), ("/en", "en/index.html"), ("/c/C001.html?x=1#y", "c/C001.html")]
)
def test_an_address_leads_to_a_file_of_the_site(site: Path, address: str, name: str) -> None:
    assert file_of(site, address) == site / name


@pytest.mark.parametrize(
    "address",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/c/../../secret.txt", "/c/%2e%2e/%2e%2e/secret.txt", "//etc/passwd",
        "/etc/passwd", "/.crmsite-manifest", "/link.txt", "/..\\secret.txt", "/%00", "/c", "/none.html", "/c//C001.html",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_site(site: Path, address: str) -> None:
    assert file_of(site, address) is None


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "127.8.8.8", "[::1]:8000", "LOCALHOST"])
def test_names_of_this_machine_are_admitted(host: str) -> None:
    assert admitted(host, "127.0.0.1")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost.evil.example", "192.168.1.7", "", "127.0.0.1.evil.example"])
def test_a_name_of_another_site_is_not(host: str) -> None:
    assert not admitted(host, "127.0.0.1")


def test_who_listens_on_all_addresses_is_reached_by_address_but_not_by_a_strange_name() -> None:
    assert admitted("192.168.1.7:8000", "0.0.0.0")
    assert not admitted("evil.example:8000", "0.0.0.0")
    assert admitted("build-host:8000", "build-host")


# ── what is put into pages ──────────────────────────────────────────────────────────────────────────────────────
def test_the_script_is_put_in_and_the_policy_lets_it_listen_and_nothing_else() -> None:
    page = with_live(PAGE.encode(), State(3)).decode()
    assert "content=\"default-src 'none'; script-src 'self'; connect-src 'self'\"" in page
    assert '<script src="/_crmsite/live.js?g=3&amp;m=" defer></script>\n</head>' in page
    assert page.replace("; connect-src 'self'", "").replace(page[page.index('<link rel="stylesheet" href="/_crm') : page.index("</head>")], "") == PAGE


def test_faults_are_listed_and_what_records_say_is_text() -> None:
    page = faults_page(State(1, (FAULT,)), "en").decode()
    assert "records/customers/C001/needs.yaml:8" in page
    assert "write 800000" in page
    assert "importance: 80万 &lt;b&gt;" in page
    assert 'lang="zh-CN"' in faults_page(State(1, (FAULT,)), "zh").decode()


def test_another_list_of_faults_has_another_mark() -> None:
    assert State(1, (FAULT,)).mark != State(1, (FAULT, FAULT)).mark
    assert State(1).mark == ""


# ── over the wire ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def live() -> Live:
    found = Live()
    found.built()
    return found


@pytest.fixture
def server(site: Path, live: Live) -> Iterator[Server]:
    running = started(("127.0.0.1", 0), live, site, "en")
    yield running
    running.shutdown()
    running.server_close()


def ask(server: Server, path: str, host: str = "localhost", method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=5)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {key.lower(): value for key, value in answer.getheaders()}, body


def test_pages_come_with_the_script_and_files_as_they_are(server: Server, site: Path) -> None:
    status, headers, body = ask(server, "/c/C001.html")
    assert (status, headers["content-type"], headers["cache-control"]) == (200, "text/html; charset=utf-8", "no-store")
    assert b"/_crmsite/live.js" in body
    assert (site / "c" / "C001.html").read_text() == PAGE
    assert ask(server, "/app.js")[2] == b"// script"
    assert ask(server, "/en")[1]["location"] == "/en/"


def test_strangers_get_nothing(server: Server) -> None:
    assert ask(server, "/", host="evil.example")[0] == 421
    assert ask(server, "/../secret.txt")[0] == 404
    assert ask(server, "/", method="POST")[0] == 501
    assert ask(server, "//evil.example/en")[0] == 404


def test_a_head_request_has_no_body(server: Server) -> None:
    status, headers, body = ask(server, "/app.js", method="HEAD")
    assert (status, headers["content-length"], body) == (200, "9", b"")


def test_a_browser_is_told_of_builds_and_of_faults_as_they_happen(server: Server, live: Live) -> None:
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request("GET", "/_crmsite/events")
    stream = connection.getresponse()

    def told() -> dict[str, object]:
        while not (line := stream.readline()).startswith(b"data: "):
            assert line
        found: dict[str, object] = json.loads(line[6:])
        return found

    assert told() == {"generation": 1, "mark": "", "count": 0}
    live.broken((FAULT,))
    assert told() == {"generation": 1, "mark": State(1, (FAULT,)).mark, "count": 1}
    assert b"80" in ask(server, "/_crmsite/faults")[2]
    live.built()
    assert told() == {"generation": 2, "mark": "", "count": 0}
    connection.close()


def test_the_faults_page_allows_only_what_it_needs(server: Server, live: Live) -> None:
    live.broken((FAULT,))
    policy = ask(server, "/_crmsite/faults")[1]["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
    assert [ask(server, f"/_crmsite/{name}")[0] for name in ("live.js", "live.css", "nothing")] == [200, 200, 404]


def test_an_address_that_is_taken_is_said_to_be(server: Server, live: Live, site: Path) -> None:
    with pytest.raises(OSError, match="in use"):
        started(("127.0.0.1", server.server_address[1]), live, site, "en")
