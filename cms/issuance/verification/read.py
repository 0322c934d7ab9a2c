"""A file that somebody hands in -> the credential in it: JSON, a baked PNG or SVG, a certificate (PDF)."""

import json
import re
import zlib
from typing import Any
from xml.parsers.expat import ExpatError

import png
from defusedxml.common import DefusedXmlException
from openbadgeslib.baking import ITXT_KEYWORD_OB3, SVG_ELEMENT_OB3, extract_png, extract_svg
from openbadgeslib.errors import LibOpenBadgesException

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_CREDENTIAL = 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n"
TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+")
# A file attached to a PDF (ISO 32000-1, section 7.11.4): a stream of this type, here always deflated.
EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile\b.*?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


class NotABadgeError(Exception):
    """Something that is no badge; `reason` is the key of the message that says why (`verify_messages`)."""

    def __init__(self, reason: str) -> None:
        """Keep the key."""
        super().__init__(reason)
        self.reason = reason


def read_badge(data: bytes) -> Any:
    """Return the JSON document in a file, whatever it says.

    Raises:
        NotABadgeError: there is none.
    """
    if len(data) > LARGEST_FILE:
        raise NotABadgeError("file.too_large")
    if data.startswith(PNG):
        return _parse(_in_png(data))
    if data.startswith(b"%PDF-"):
        return _parse(_in_pdf(data))
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise NotABadgeError("file.unknown") from None
    if not text:
        raise NotABadgeError("file.empty")
    return _parse(_in_svg(data) if text.startswith("<") else text)


def _in_png(data: bytes) -> str:
    try:
        found = extract_png(data, LARGEST_CREDENTIAL, keyword=ITXT_KEYWORD_OB3)
        text = (found or b"").decode() if isinstance(found, bytes) else found
    except (LibOpenBadgesException, ValueError, zlib.error, png.Error):
        text = None
    if not text:
        raise NotABadgeError("file.no_credential")
    return text


def _in_svg(data: bytes) -> str:
    try:
        found = extract_svg(data, element=SVG_ELEMENT_OB3, text_fallback=True)
    except (LibOpenBadgesException, ExpatError, DefusedXmlException, ValueError):
        raise NotABadgeError("file.unknown") from None
    if not found:
        raise NotABadgeError("file.no_credential")
    return found.decode() if isinstance(found, bytes) else str(found)


def _in_pdf(data: bytes) -> str:
    for found in EMBEDDED.finditer(data):
        inflating = zlib.decompressobj()
        try:
            text = inflating.decompress(found[1], LARGEST_CREDENTIAL).decode()
        except (zlib.error, UnicodeDecodeError):
            continue
        if not inflating.unconsumed_tail and '"OpenBadgeCredential"' in text:
            return text
    raise NotABadgeError("file.no_credential")


def _parse(text: str) -> Any:
    if TOKEN.fullmatch(text.strip()):
        raise NotABadgeError("file.token")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise NotABadgeError("file.unknown") from None
