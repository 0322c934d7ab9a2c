"""Whom the database knows is found in every kind of file that a package holds."""

import io
import zipfile
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cms.archive.privacy import scan
from cms.export.check import People

PEOPLE = People(frozenset({"Maija Mäki", "maija@mail.example"}), frozenset({"hello@site.org"}))
TEXT = "Read by Maija Mäki.".encode()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def recorded(url: str, content: bytes) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    headers = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(content), http_headers=headers))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("project/content/pages/about/fi.po", TEXT, "project/content/pages/about/fi.po"),
        ("deposit/zenodo.json", b'{"creators": "maija@mail.example"}', "deposit/zenodo.json"),
        ("books/perennial.fi.epub", zipped("book/a.xhtml", TEXT), "books/perennial.fi.epub/book/a.xhtml"),
        ("web/site.warc.gz", recorded("https://site.example/fi/about/", TEXT), "web/site.warc.gz/fi/about/index.html"),
        ("languages/fi.zip", zipped("a.zip", zipped("b.html", TEXT)), "languages/fi.zip/a.zip/b.html"),
        ("site/fi/index.html", b"<p>stranger@elsewhere.org</p>", "site/fi/index.html"),
    ],
)
def test_a_name_is_found_wherever_it_hides(tmp_path: Path, name: str, content: bytes, where: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    (tmp_path / "clean.html").write_text("<p>hello@site.org</p>")
    # Licences name their authors.
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/licences.txt").write_text("(c) author@elsewhere.org")
    found = scan(tmp_path, (path for path in tmp_path.rglob("*") if path.is_file()), PEOPLE)
    assert (found.files, found.people) == (3, 2)
    assert [finding.partition(":")[0] for finding in found.findings] == [where]
