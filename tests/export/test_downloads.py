"""The downloads are whole sites: they open from a folder, name what they are, and are the same each time."""

import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from cms.export.check import check_site
from cms.export.takeaway import downloads
from tests.sample_site import BASE


def unpack(site: Path, name: str, folder: Path) -> Path:
    with zipfile.ZipFile(site / "downloads" / f"{name}.zip") as archive:
        archive.extractall(folder)
    return folder / name


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("name", "languages"), [("perennial-ar", ["ar"]), ("perennial", ["en", "ar"])])
def test_an_unpacked_download_is_a_whole_site(taken: Path, tmp_path: Path, name: str, languages: list[str]) -> None:
    copy = files(unpack(taken, name, tmp_path))
    assert check_site(copy) == []
    homes = {path for path in copy if re.fullmatch(r"\w\w/index\.html", path)}
    assert homes == {f"{code}/index.html" for code in languages}
    assert {"index.html", "record.js", "issuer.json", "status/1.json", "assets/site.css"} <= copy.keys()
    assert not [path for path in copy if path.endswith((".gz", ".br", "index.json", "feed.xml", "sw.js", ".zip"))]


@pytest.mark.parametrize("name", ["perennial-en", "perennial"])
def test_the_checksums_in_a_download_hold(taken: Path, tmp_path: Path, name: str) -> None:
    folder = unpack(taken, name, tmp_path)
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.splitlines()) == len(files(folder)) - 1


def test_no_link_in_a_download_needs_a_server(taken: Path, tmp_path: Path) -> None:
    for path, content in files(unpack(taken, "perennial-en", tmp_path)).items():
        if path.endswith(".html"):
            for address in re.findall(r'<a [^>]*href="([^"#]*)', content.decode()):
                assert address.startswith(("http", "mailto:")) or not address.endswith("/"), f"{path}: {address}"


def test_languages_that_a_download_lacks_are_on_the_public_site(taken: Path, tmp_path: Path) -> None:
    one = unpack(taken, "perennial-ar", tmp_path)
    every = unpack(taken, "perennial", tmp_path)
    assert f'href="{BASE}/en/about/"' in (one / "ar/about/index.html").read_text()
    assert f'<a href="{BASE}/en/"' in (one / "index.html").read_text()
    assert 'href="../../en/about/index.html"' in (every / "ar/about/index.html").read_text()


def test_the_download_of_all_languages_is_what_a_portable_export_shows(taken: Path, tmp_path: Path) -> None:
    portable = tmp_path / "portable"
    call_command("export_site", output=portable, base_url=BASE, portable=True)
    copy = files(unpack(taken, "perennial", tmp_path))
    shown = files(portable)
    assert copy.keys() - shown.keys() == {"READ-ME.txt"}
    assert [path for path in copy.keys() & shown.keys() - {"SHA256SUMS"} if copy[path] != shown[path]] == []
    assert not (portable / "downloads").exists()


def test_the_page_of_a_copy_says_that_it_is_one(taken: Path, tmp_path: Path) -> None:
    online = (taken / "en/offline/index.html").read_text()
    copied = (unpack(taken, "perennial-en", tmp_path) / "en/offline/index.html").read_text()
    assert 'id="part-keep"' in online
    assert 'id="part-copy"' in copied
    assert 'id="part-keep"' not in copied
    assert f'href="{BASE}/en/offline/"' in copied


def test_the_page_says_how_large_the_downloads_are(taken: Path) -> None:
    html = (taken / "en/offline/index.html").read_text()
    shown = re.findall(r'href="\.\./\.\./downloads/([\w-]+\.zip)" download>.*?([\d.]+) MB', html)
    assert [name for name, _size in shown] == ["perennial-en.zip", "perennial-ar.zip", "perennial.zip"]
    for name, size in shown:
        assert float(size) == pytest.approx((taken / "downloads" / name).stat().st_size / 2**20, abs=0.05)


def test_the_read_me_speaks_the_languages_of_the_download(taken: Path, tmp_path: Path) -> None:
    text = (unpack(taken, "perennial", tmp_path) / "READ-ME.txt").read_text()
    assert text.index("English") < text.index("العربية")
    assert f"{BASE}/ar/" in text
    assert "creativecommons.org" in text
    assert "العربية" not in (unpack(taken, "perennial-en", tmp_path) / "READ-ME.txt").read_text()


def test_the_same_content_gives_the_same_download(taken: Path, tmp_path: Path, cache: Path) -> None:
    before = (taken / "downloads/perennial.zip").read_bytes()
    for kept in (cache / "zip-6").rglob("*"):
        if kept.is_file():
            kept.unlink()
    call_command("export_site", output=tmp_path / "again", base_url=BASE)
    assert (tmp_path / "again/downloads/perennial.zip").read_bytes() == before
    with zipfile.ZipFile(taken / "downloads/perennial.zip") as archive:
        entries = archive.infolist()
    assert {(entry.date_time, entry.external_attr >> 16) for entry in entries} == {((1980, 1, 1, 0, 0, 0), 0o100644)}
    assert [entry.filename for entry in entries[1:]] == sorted(entry.filename for entry in entries[1:])


def test_an_unchanged_download_is_not_made_again(taken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: object) -> bytes:
        raise AssertionError("made again")

    monkeypatch.setattr(downloads, "zip_files", fail)
    call_command("export_site", output=tmp_path / "again", base_url=BASE)


def test_a_site_without_the_page_has_nothing_to_take_along(
    sample: Path, assets: Path, signing_key: Path, tmp_path: Path
) -> None:
    call_command("export_site", output=tmp_path / "dist", base_url=BASE)
    for name in ("downloads", "offline", "sw.js"):
        assert not (tmp_path / "dist" / name).exists()
