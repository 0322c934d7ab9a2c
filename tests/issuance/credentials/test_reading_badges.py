"""What somebody hands in may be anything: it gets an answer, never a crash."""

import json
import zlib
from contextlib import suppress
from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.issuance.verification import NotABadgeError, read_badge

PNG = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "file.empty"),
        (b"  \n", "file.empty"),
        (b"hello", "file.unknown"),
        (b"\xff\xfe\x00", "file.unknown"),
        (b"[" * 100_000, "file.unknown"),
        (b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln", "file.token"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file.no_credential"),
        (b"<not xml", "file.unknown"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>", "file.unknown"),
        (PNG, "file.no_credential"),
        (PNG + b"\xff\xff\xff\xffiTXt", "file.no_credential"),
        (PNG + chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0broken") + chunk(b"IEND", b""), "file.no_credential"),
        (b"%PDF-1.7 /Type /EmbeddedFile stream\nbroken\nendstream", "file.no_credential"),
        (b"x" * (5 * 1024 * 1024 + 1), "file.too_large"),
    ],
)
def test_what_is_no_badge_is_said_so(data: bytes, reason: str) -> None:
    with pytest.raises(NotABadgeError) as problem:
        read_badge(data)
    assert problem.value.reason == reason


def test_a_deflated_bomb_in_a_pdf_is_not_blown_up() -> None:
    bomb = zlib.compress(b'"OpenBadgeCredential"' + b" " * 50_000_000)
    with pytest.raises(NotABadgeError):
        read_badge(b"%PDF-1.7\n<< /Type /EmbeddedFile >>\nstream\n" + bomb + b"\nendstream")


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_badge(b"\xef\xbb\xbf{}") == {}


@given(st.binary(max_size=200), st.sampled_from([b"", PNG, b"<svg>", b"%PDF-", b"{"]))
def test_any_bytes_get_an_answer(data: bytes, start: bytes) -> None:
    with suppress(NotABadgeError):
        read_badge(start + data)


def test_the_forms_hold_the_same(tmp_path: Path) -> None:
    document = {"name": "Zażółć ]]> & <b>"}
    attached = zlib.compress(json.dumps({**document, "type": ["OpenBadgeCredential"]}).encode())
    pdf = b"%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile /Length 9 >>\nstream\n" + attached + b"\nendstream\nendobj"
    text = json.dumps(document, ensure_ascii=False).encode()
    png = PNG + chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + text) + chunk(b"IEND", b"")
    assert read_badge(png) == read_badge(text) == document
    assert read_badge(pdf)["name"] == document["name"]
