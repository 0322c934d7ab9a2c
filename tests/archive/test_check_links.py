"""Links to other sites: asked once, written down, shown on archived pages; what is gone is told."""

import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cms.archive.links import Archive, check_links, external_links, read_links, write_links
from cms.export.outward import with_copies

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
