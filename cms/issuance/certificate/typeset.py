"""Typeset one certificate: data as JSON in, PDF out. A program of its own, without Django (see `make`)."""

import io
import json
import sys
import tempfile
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

PAGE = Path(__file__).parent / "certificate.typ"
FAMILY, FULL_NAME, TYPOGRAPHIC_FAMILY = 1, 4, 16


def typeset(data: str) -> bytes:
    """Return the PDF of `{text, fonts, time}`: the words, paths of web fonts, seconds since 1970.

    Raises:
        typst.TypstError: a letter is in none of the fonts, or the page is faulty.
    """
    given = json.loads(data)
    with tempfile.TemporaryDirectory(prefix="certificate-") as folder:
        families = [as_desktop_font(Path(path), Path(folder), n) for n, path in enumerate(given["fonts"])]
        inputs = {"text": json.dumps(given["text"]), "families": json.dumps(families)}
        try:
            return _compile(inputs, given["time"], Path(folder), own_fonts_only=True)
        except typst.TypstError:
            # A name in other letters than those of the site: the machine may have a font for it.
            return _compile(inputs, given["time"], Path(folder), own_fonts_only=False)


def _compile(inputs: dict[str, str], time: int, fonts: Path, *, own_fonts_only: bool) -> bytes:
    compiler = typst.Compiler(str(PAGE), font_paths=[str(fonts)], ignore_system_fonts=own_fonts_only, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-3a"], timestamp=time)
    return made if isinstance(made, bytes) else b""


def as_desktop_font(path: Path, folder: Path, number: int) -> str:
    """Unpack a web font, and name its family apart: the parts of one font by alphabet are tried one after the other."""
    family = f"Text {number}"
    font = TTFont(io.BytesIO(path.read_bytes()), recalcTimestamp=False)
    font.flavor = None
    for record in font["name"].names:
        if record.nameID in {FAMILY, FULL_NAME, TYPOGRAPHIC_FAMILY}:
            record.string = family
    font.save(folder / f"{number}.ttf")
    return family


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(sys.stdin.read()))
