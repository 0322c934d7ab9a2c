"""pywb and ReplayWeb.page show a page of each language out of the web archives, run by `make judge`.

The archives are made of the real content in its six languages, after the end of the project.
"""

import functools
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from cms.archive.editions import ExportedSite
from cms.archive.package import FilesOnDisk
from cms.archive.warc import wacz, web_archive
from tests.archive.ended import ended
from tests.archive.judge_archive import ask
from tests.archive.packaged import DAY, Quiet
from tests.journeys.browser import MILLISECONDS, chromium
from tests.judges.judging import SENTENCES
from tests.judges.packages import MODULES
from tests.prepared import once
from tests.sample_site import BASE

LANGUAGES = tuple(SENTENCES)
ADDRESS = "{}/skills/empathy/"
# The page of https://replayweb.page/docs/embedding/, with the copy from npm.
VIEWER = """<!doctype html><html lang="en"><title>Replay</title><script src="replay/ui.js"></script>
<style>replay-web-page { display: block; height: 95vh }</style>
<replay-web-page source="site.wacz" url="URL" replayBase="./replay/" embed="replayonly"></replay-web-page>"""

# Those that are loaded only when somebody scrolls to them, too; fails on a picture that cannot be shown.
ALL_PICTURES = """() => Promise.all([...document.images].map((image) => {
    image.loading = 'eager';
    return image.decode();
})).then((all) => all.length)"""


class Server(ThreadingHTTPServer):
    """A server that does not mind that the viewer breaks off what it needs no more of."""

    daemon_threads = True

    def handle_error(self, *_arguments: object) -> None:
        """Say nothing."""


class Ranges(Quiet):
    """Serves parts of files too (RFC 9110, 14): the viewer reads an archive of this size in no other way."""

    def do_GET(self) -> None:  # noqa: N802 - the name that the server looks for
        """Answer with the part that is asked for, or with the whole file."""
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if not asked or not path.is_file():
            super().do_GET()
            return
        content = path.read_bytes()
        first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        self.wfile.write(content[first : last + 1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ended(tmp_path_factory).site


@pytest.fixture(scope="session")
def archives(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both web archives of the site."""

    def make(folder: Path) -> None:
        whole = ExportedSite(FilesOnDisk(site), BASE, {}, LANGUAGES)
        warc, captures = web_archive(whole, DAY)
        (folder / "site.warc.gz").write_bytes(warc)
        (folder / "site.wacz").write_bytes(wacz(whole, DAY, warc, captures))

    return once(tmp_path_factory, "web-archives", make)


@pytest.fixture(params=["warc", "wacz"])
def pywb(request: pytest.FixtureRequest, archives: Path, tmp_path: Path) -> Iterator[str]:
    """A running pywb with the site in it; the address below which it answers with the bytes as they were."""
    ask("wb-manager", "init", "site", cwd=tmp_path)
    name = {"warc": "site.warc.gz", "wacz": "site.wacz"}[request.param]
    unpack = ["--unpack-wacz"] if request.param == "wacz" else []
    added = ask("wb-manager", "add", *unpack, "site", archives / name, cwd=tmp_path)
    assert added.returncode == 0, added.stderr
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [MODULES.with_name("judges") / "bin/wayback", "-p", str(port), "-b", "127.0.0.1"],
        cwd=tmp_path, stderr=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stderr
        while "Starting" not in server.stderr.readline():
            assert server.poll() is None
        yield f"http://127.0.0.1:{port}/site/{DAY:%Y%m%d}000000id_/{BASE}"
        server.terminate()


def fetched(address: str) -> bytes:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address) as response:
                content: bytes = response.read()
                return content
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            # It says that it starts a moment before it listens.
            assert time.monotonic() < deadline


def test_pywb_gives_a_page_of_each_language_as_it_was(pywb: str, site: Path) -> None:
    for language in LANGUAGES:
        address = ADDRESS.format(language)
        assert fetched(f"{pywb}/{address}") == (site / address / "index.html").read_bytes()
    style = next(path.name for path in (site / "assets").glob("site*.css"))
    assert fetched(f"{pywb}/assets/{style}") == (site / "assets" / style).read_bytes()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def viewer(archives: Path, tmp_path: Path) -> Iterator[str]:
    """ReplayWeb.page with the site in it, served on this machine; its address."""
    package = MODULES / "node_modules/replaywebpage"
    (tmp_path / "replay").mkdir()
    for name in ("ui.js", "sw.js"):
        shutil.copyfile(package / name, tmp_path / "replay" / name)
    shutil.copyfile(archives / "site.wacz", tmp_path / "site.wacz")
    for language in LANGUAGES:
        (tmp_path / f"{language}.html").write_text(VIEWER.replace("URL", f"{BASE}/{ADDRESS.format(language)}"))
    server = Server(("127.0.0.1", 0), functools.partial(Ranges, directory=tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize("language", LANGUAGES)
def test_replayweb_page_shows_a_page_of_each_language(viewer: str, site: Path, browser: Browser, language: str) -> None:
    asked: list[str] = []
    with browser.new_context() as context:
        context.set_default_timeout(MILLISECONDS)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{viewer}/{language}.html")
        # The viewer, and in it the page out of the archive.
        shown = page.frame_locator("iframe").frame_locator("iframe")
        shown.locator("footer.site-footer").wait_for()
        frame = page.frames[-1]
        assert frame.url.endswith(f"/{BASE}/{ADDRESS.format(language)}")
        frame.wait_for_load_state()
        original = html.parse(site / ADDRESS.format(language) / "index.html", html.HTMLParser(encoding="utf-8"))
        heading = " ".join(original.xpath("string(//h1)").split())
        assert shown.locator("h1").inner_text() == heading
        assert frame.evaluate("document.documentElement.lang") == language
        # Style sheet, font and pictures come out of the archive as well, and what the viewer adds does not win.
        assert "Atkinson" in frame.evaluate("getComputedStyle(document.body).fontFamily")
        assert frame.evaluate("getComputedStyle(document.body).fontSize") == "18px"
        assert frame.evaluate(ALL_PICTURES)
        assert frame.evaluate(
            "document.fonts.ready.then((fonts) => [...fonts].some(({status}) => status === 'loaded'))"
        )
    assert not [url for url in asked if not url.startswith((viewer, "data:", "blob:"))]
