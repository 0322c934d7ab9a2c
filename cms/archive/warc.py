"""An exported site -> a web archive: WARC 1.1 (ISO 28500) and WACZ 1.1.1 around it.

Written from the files, not crawled: nothing is missed, and the same site and date give the same bytes.
"""

import hashlib
import io
import json
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date, datetime_to_timestamp
from warcio.warcwriter import WARCWriter

from cms.archive.editions import ExportedSite
from cms.export.write.media_types import media_type
from cms.export.write.zips import zip_files

# What a server sends instead of the plain file; a browser never asks for it by name.
_VARIANTS = (".gz", ".br")
WARC_NAME = "data.warc.gz"


@dataclass(frozen=True)
class Capture:
    """One answer of the site as the archive holds it: where, and what it is."""

    url: str
    mime: str
    digest: str
    offset: int
    length: int
    status: int


def web_archive(site: ExportedSite, made: date) -> tuple[bytes, list[Capture]]:
    """Return the site as a compressed WARC file, and what it holds in order."""
    moment = _midnight(made)
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    info = {
        "software": "Perennial",
        "format": "WARC file version 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": f"{site.name(site.languages[0])}, written from the files of {site.base_url}/",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in info.items())
    writer.write_record(
        writer.create_warc_record(
            "", "warcinfo", io.BytesIO(lines.encode()), warc_content_type="application/warc-fields",
            warc_headers_dict=_headers(site.base_url, "warcinfo", moment),
        )
    )  # fmt: skip
    captures = []
    for path in sorted(path for path in site.files if not path.endswith(_VARIANTS)):
        captures.append(_write(writer, out, site, path, moment))
    return out.getvalue(), captures


def _write(writer: WARCWriter, out: io.BytesIO, site: ExportedSite, path: str, moment: datetime) -> Capture:
    content = site.files[path]
    url = address_of(site.base_url, path)
    mime = media_type(path)
    status = 404 if path.endswith("404.html") else 200
    reason = "Not Found" if status == 404 else "OK"
    headers = [("Content-Type", mime), ("Content-Length", str(len(content)))]
    record = writer.create_warc_record(
        url,
        "response",
        io.BytesIO(content),
        http_headers=StatusAndHeaders(f"{status} {reason}", headers, protocol="HTTP/1.1"),
        warc_headers_dict=_headers(url, "response", moment),
    )
    offset = out.tell()
    writer.write_record(record)
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return Capture(url, mime.partition(";")[0], digest, offset, out.tell() - offset, status)


def wacz(site: ExportedSite, made: date, warc: bytes, captures: Sequence[Capture]) -> bytes:
    """Return the site as a WACZ file: its WARC (as `web_archive` gives it), an index of it, the list of its pages.

    Source: https://specs.webrecorder.net/wacz/1.1.1/
    """
    moment = _midnight(made)
    files = {
        f"archive/{WARC_NAME}": warc,
        "indexes/index.cdx": "".join(sorted(_index(captures, moment))).encode(),
        "pages/pages.jsonl": "".join(_pages(site, captures, moment)).encode(),
    }
    main = f"{site.base_url}/"
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": site.name(site.languages[0]),
        "created": _iso(moment),
        "software": "Perennial",
        "mainPageUrl": main,
        "mainPageDate": _iso(moment),
        "resources": [
            {"name": name.rsplit("/", 1)[-1], "path": name, "hash": _sha256(content), "bytes": len(content)}
            for name, content in sorted(files.items())
        ],
    }
    files["datapackage.json"] = _json(package)
    files["datapackage-digest.json"] = _json({"path": "datapackage.json", "hash": _sha256(files["datapackage.json"])})
    # Readers fetch single records out of the WARC by their offset in the zip, so it is stored as it is.
    return zip_files(files, stored=[f"archive/{WARC_NAME}", "indexes/index.cdx"])


def _index(captures: Sequence[Capture], moment: datetime) -> Iterator[str]:
    """Yield the lines of a CDXJ index, by which readers find a record.

    Source: https://specs.webrecorder.net/cdxj/0.1.0/
    """
    for capture in captures:
        fields = {
            "url": capture.url,
            "mime": capture.mime,
            "status": str(capture.status),
            "digest": capture.digest,
            "length": str(capture.length),
            "offset": str(capture.offset),
            "filename": WARC_NAME,
        }
        yield f"{sort_key(capture.url)} {datetime_to_timestamp(moment)} {json.dumps(fields, ensure_ascii=False)}\n"


def _pages(site: ExportedSite, captures: Sequence[Capture], moment: datetime) -> Iterator[str]:
    """Yield the pages a reader may begin with, one JSON document a line, after a line about them all."""
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All pages"}) + "\n"
    shown = {capture.url for capture in captures if capture.status == 200 and capture.mime == "text/html"}
    for path in sorted(path for path in site.files if path.endswith("index.json")):
        url = address_of(site.base_url, path.replace("index.json", "index.html"))
        if url in shown:
            title = site.page(path.removesuffix("index.json")).get("title", "")
            page = {"id": uuid.uuid5(uuid.NAMESPACE_URL, url).hex, "url": url, "ts": _iso(moment), "title": title}
            yield json.dumps(page, ensure_ascii=False) + "\n"


def address_of(base_url: str, path: str) -> str:
    """Return the address on the web of a file of the site."""
    return f"{base_url}/{quote(path.removesuffix('index.html'), safe='/@')}"


def sort_key(url: str) -> str:
    """Return an address with its host turned round, as indexes sort them (SURT): "org,example)/fi".

    Readers look for it as the Internet Archive writes it: without www. and without the last slash.
    """
    parts = urlsplit(url)
    host = re.sub(r"^www\d*\.", "", parts.hostname or "")
    turned = host if host.replace(".", "").isdigit() else ",".join(reversed(host.split(".")))
    port = f":{parts.port}" if parts.port else ""
    return f"{turned}{port}){parts.path.lower().rstrip('/') or '/'}"


def _headers(url: str, kind: str, moment: datetime) -> dict[str, str]:
    return {"WARC-Record-ID": f"<{uuid.uuid5(uuid.NAMESPACE_URL, f'{kind} {url}').urn}>", "WARC-Date": _iso(moment)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _iso(moment: datetime) -> str:
    return str(datetime_to_iso_date(moment))


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
