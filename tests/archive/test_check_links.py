"""Links to other sites: asked once, written down, shown on archived pages; what is gone is told."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cms.archive.links import Archive, check_links, external_links, read_links, write_links
from cms.export.render.outward import with_copies

DAY = date(2027, 3, 1)


class World(BaseHTTPRequestHandler):
    """Pages that are there, gone or shy, and an archive that knows one of them and takes copies."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self.answer()

    do_GET = do_HEAD  # noqa: N815

    def answer(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        parts = urlsplit(self.path)
        status = {"/there": 200, "/new": 200, "/gone": 404, "/shy": 403}.get(parts.path, 200)
        body = b""
        if parts.path == "/wayback/available":
            known = parse_qs(parts.query)["url"][0] == f"{here}/gone"
            copy = f"http://web.archive.org/web/20200101000000/{here}/gone"
            body = (
                f'{{"archived_snapshots": {{"closest": {{"available": true, "url": "{copy}"}}}}}}'.encode()
                if known
                else b'{"archived_snapshots": {}}'
            )
        self.send_response(status)
        if parts.path.startswith("/save/"):
            self.send_header("Content-Location", f"/web/20270301000000/{self.path.removeprefix('/save/')}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def world() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), World)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_what_is_there_gone_or_shy_is_found_with_copies(world: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    names = ("there", "gone", "shy", "new")
    links = "".join(f'<a href="{world}/{name}?a=1&amp;b" rel="external">x</a>' for name in ("there",))
    links += "".join(f'<a class="c" rel="external" href="{world}/{name}">x</a>' for name in names[1:])
    (site / "index.html").write_text(f'{links}<a href="/en/">x</a><a rel="external" href="{world}/web/2020/y">x</a>')
    found = external_links(site)
    assert found == sorted([f"{world}/there?a=1&b", *(f"{world}/{name}" for name in names[1:])])
    known = {f"{world}/shy": {"checked": "2026-01-01", "found": "there", "copy": "https://archive.example/shy"}}
    results = check_links(found, known, Archive(world, world), DAY, lambda link: None, pause=0)
    assert results[f"{world}/gone"] == {
        "checked": "2027-03-01", "found": "gone", "answer": "404",
        "copy": f"https://web.archive.org/web/20200101000000/{world}/gone",
    }  # fmt: skip
    # Many servers refuse programs: that is no proof that a page is gone. A copy that was known is kept.
    assert results[f"{world}/shy"]["found"] == "unclear"
    assert results[f"{world}/shy"]["copy"] == "https://archive.example/shy"
    assert results[f"{world}/new"]["copy"] == f"{world}/web/20270301000000/{world}/new"
    write_links(tmp_path, results)
    assert read_links(tmp_path) == results


class Trouble(BaseHTTPRequestHandler):
    """Every way in which a server does not simply answer."""

    asked: ClassVar[list[tuple[str, str | None]]] = []
    at_once, most_at_once = 0, 0
    over = threading.Event()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        kind = type(self)
        kind.asked.append((self.path, self.headers["User-Agent"]))
        kind.at_once += 1
        kind.most_at_once = max(kind.most_at_once, kind.at_once)
        try:
            self.answer(self.path.strip("/"))
        finally:
            kind.at_once -= 1

    do_GET = do_HEAD  # noqa: N815

    def answer(self, name: str) -> None:
        leads = {"moved": "/there", "loop": "/loop", "out": "file:///etc/hostname", "lost": "/410"}
        if name == "slow":
            self.over.wait(30)
            return
        if name in leads:
            self.send_response(301)
            self.send_header("Location", leads[name])
        elif name == "no-head" and self.command == "HEAD":
            self.send_response(405)
        else:
            self.send_response(int(name) if name.isdigit() else 200)
        if name == "huge":
            self.send_header("Content-Length", str(10**12))
        self.end_headers()
        if name == "huge" and self.command == "GET":
            with suppress(OSError):
                while not self.over.is_set():
                    self.wfile.write(b"x" * 65536)


@pytest.fixture
def trouble() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Trouble)
    Trouble.asked.clear()
    Trouble.over.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    Trouble.over.set()
    server.shutdown()


def test_whatever_a_server_does_the_check_goes_on_and_says_it(trouble: str) -> None:
    expected = {
        **dict.fromkeys(("there", "moved", "no-head", "huge"), ("there", "200")),
        **{"404": ("gone", "404"), "410": ("gone", "410"), "lost": ("gone", "410")},
        **{name: ("unclear", name) for name in ("403", "429", "500", "503")},
        **{"loop": ("unclear", "301"), "out": ("unclear", "301")},
    }
    links = [f"{trouble}/{name}" for name in expected]
    secure = trouble.replace("http:", "https:") + "/there"
    results = check_links([*links, secure], {}, Archive("http://127.0.0.1:9"), DAY, lambda link: None, pause=0)
    found = {name: (results[f"{trouble}/{name}"]["found"], results[f"{trouble}/{name}"]["answer"]) for name in expected}
    assert found == expected
    assert results[secure]["found"] == "unclear"
    assert "SSL" in results[secure]["answer"]
    # One at a time, a few requests even where a server leads in circles, and each says who asks.
    assert Trouble.most_at_once <= 2  # the end of one answer may meet the next question
    assert max(Counter(path for path, _agent in Trouble.asked).values()) <= 12
    assert {agent for _path, agent in Trouble.asked} == {"Perennial link check (manage.py check_links)"}


def test_a_server_that_says_nothing_is_not_waited_for(trouble: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.archive.links.SECONDS", 0.1)
    link = f"{trouble}/slow"
    found = check_links([link], {}, Archive("http://127.0.0.1:9"), DAY, lambda link: None, pause=0)[link]
    assert (found["found"], found["answer"]) == ("unclear", "timed out")


@pytest.mark.parametrize(("number", "state"), [(socket.EAI_NONAME, "gone"), (socket.EAI_AGAIN, "unclear")])
def test_a_host_that_is_no_more_is_gone_but_not_for_who_has_no_network(
    number: int, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(number, "no such host")

    monkeypatch.setattr("socket.getaddrinfo", fail)
    link = "https://gone.example/page"
    assert check_links([link], {}, Archive(), DAY, lambda link: None, pause=0)[link]["found"] == state


def test_nobody_answering_is_not_gone_and_no_site_is_said(tmp_path: Path) -> None:
    refused = "http://127.0.0.1:9/page"
    results = check_links([refused], {}, Archive("http://127.0.0.1:9"), DAY, lambda link: None, pause=0)
    assert results[refused]["found"] == "unclear"
    with pytest.raises(CommandError, match="holds no exported site"):
        call_command("check_links", site=tmp_path, content=tmp_path, stdout=StringIO())


def test_an_archived_page_tells_what_is_known_of_its_links() -> None:
    page = '<a href="https://a.example/?x&amp;y" rel="external">A</a> <a href="https://b.example/" rel="external">B</a>'
    links = {
        "https://a.example/?x&y": {"checked": "2027-03-01", "found": "gone", "copy": "https://web.archive.example/1/a"},
        "https://b.example/": {"checked": "2027-03-01", "found": "there"},
    }
    with translation.override("en"):
        shown = with_copies(page, links)
    assert "no longer there on 1 March 2027" in shown
    assert '<a href="https://web.archive.example/1/a" rel="external">archived copy</a>' in shown
    assert "link checked on 1 March 2027" in shown
    assert with_copies(page, {}) == page


def test_links_travel_through_the_cms_and_show_only_on_archived_pages(
    sample: Path, assets: Path, signing_key: Path, tmp_path: Path, settings: object
) -> None:
    settings.CACHE_DIR = tmp_path / "cache"  # type: ignore[attr-defined]
    call_command("export_site", output=tmp_path / "living", uncompressed=True)
    [link, *_rest] = external_links(tmp_path / "living")
    write_links(sample, {link: {"checked": "2027-03-01", "found": "there", "copy": "https://archive.example/1"}})
    call_command("load_content", dir=sample)
    call_command("dump_content", dir=tmp_path / "dumped")
    assert (tmp_path / "dumped/links.yaml").read_bytes() == (sample / "links.yaml").read_bytes()
    call_command("export_site", output=tmp_path / "living", uncompressed=True)
    call_command("export_site", output=tmp_path / "archived", phase="archived", uncompressed=True)
    living, archived = (
        "".join(path.read_text() for path in (tmp_path / name).rglob("*.html")) for name in ("living", "archived")
    )
    assert "https://archive.example/1" not in living
    assert "https://archive.example/1" in archived
