"""The web archives hold every file of the site, and other people's tools read them."""

import gzip
import json
import zipfile
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from cms.archive.warc import sort_key


def records(package: Path) -> dict[str, tuple[int, bytes]]:
    found = {}
    with (package / "data/web/site.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                url = record.rec_headers.get_header("WARC-Target-URI")
                found[url] = (int(record.http_headers.get_statuscode()), record.content_stream().read())
    return found


def test_every_file_of_the_site_is_in_the_archive(package: Path) -> None:
    site = package / "data/project/dist"
    found = records(package)
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not name.endswith((".gz", ".br")):
            url = f"https://site.example/{name.removesuffix('index.html')}"
            status, content = found[url]
            assert content == path.read_bytes(), url
            assert status == (404 if name.endswith("404.html") else 200)


def test_warcio_finds_no_fault(package: Path) -> None:
    class Command:
        inputs = (str(package / "data/web/site.warc.gz"),)
        verbose = False

    assert Checker(Command()).process_all() == 0


def test_the_index_of_a_wacz_leads_to_each_record(package: Path) -> None:
    with zipfile.ZipFile(package / "data/web/site.wacz") as archive:
        warc = archive.read("archive/data.warc.gz")
        lines = archive.read("indexes/index.cdx").decode().splitlines()
        pages = archive.read("pages/pages.jsonl").decode().splitlines()
        assert archive.getinfo("archive/data.warc.gz").compress_type == zipfile.ZIP_STORED
    assert lines == sorted(lines)
    for line in lines:
        fields = json.loads(line.split(" ", 2)[2])
        start, length = int(fields["offset"]), int(fields["length"])
        assert fields["url"].encode() in gzip.decompress(warc[start : start + length])
    titles = {json.loads(page)["url"]: json.loads(page)["title"] for page in pages[1:]}
    assert titles["https://site.example/en/skills/listening/"] == "Listening"


def test_addresses_are_sorted_by_host_from_the_right() -> None:
    assert sort_key("https://www.site.example/Fi/about/") == "example,site)/fi/about"
    assert sort_key("http://127.0.0.1:8000/") == "127.0.0.1:8000)/"
