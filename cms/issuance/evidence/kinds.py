"""What a file is, by its content. What it is called or said to be proves nothing and is not looked at."""

import zipfile
from dataclasses import dataclass
from io import BytesIO


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken: its media type, the end of its name, whether it is a picture."""

    media_type: str
    extension: str
    is_image: bool = False


JPEG = FileKind("image/jpeg", "jpg", is_image=True)
PNG = FileKind("image/png", "png", is_image=True)
WEBP = FileKind("image/webp", "webp", is_image=True)
PDF = FileKind("application/pdf", "pdf")
ODT = FileKind("application/vnd.oasis.opendocument.text", "odt")
DOCX = FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
MP3 = FileKind("audio/mpeg", "mp3")

KINDS = (PDF, JPEG, PNG, WEBP, ODT, DOCX, MP3)

# PDF 32000-1, 7.5.2: "%PDF-" begins the file; readers also take it within the first 1024 bytes.
PDF_HEAD = 1024
# A package that says it holds more than this is no document but a bomb.
MOST_ENTRIES = 2000


def kind_of(content: bytes) -> FileKind | None:
    """Return the kind of a file, or None where it is none that is taken."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if b"%PDF-" in content[:PDF_HEAD]:
        return PDF
    if content.startswith(b"ID3") or (content[:1] == b"\xff" and content[1:2] in {b"\xfb", b"\xf3", b"\xf2"}):
        return MP3
    if content.startswith(b"PK\x03\x04"):
        return _package_kind(content)
    return None


def _package_kind(content: bytes) -> FileKind | None:
    """Return the kind of a zip package: a document without macros, or None."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = package.namelist()
            if len(names) > MOST_ENTRIES or any("vbaproject" in n.lower() or n.startswith("Basic/") for n in names):
                return None
            if "[Content_Types].xml" in names and "word/document.xml" in names:
                return DOCX
            if names[0] == "mimetype" and package.getinfo("mimetype").file_size == len(ODT.media_type):
                return ODT if package.read("mimetype") == ODT.media_type.encode() else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, IndexError, KeyError, ValueError):
        return None
    return None
