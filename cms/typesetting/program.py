"""Typeset one page: a job as JSON in, PDF out. A program of its own, without Django (see `process`)."""

import io
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

FAMILY, FULL_NAME, TYPOGRAPHIC_FAMILY = 1, 4, 16


def main(data: str) -> bytes:
    """Return the PDF of a job (`process.Job`), given as JSON together with the colours of the site.

    Raises:
        typst.TypstError: a letter is in none of the fonts, or the page is faulty.
    """
    job = json.loads(data)
    with tempfile.TemporaryDirectory(prefix="fonts-") as folder:
        families = [_as_desktop_font(Path(path), Path(folder), n) for n, path in enumerate(job["fonts"])]
        given = {"text": job["text"], "colours": job["colours"], "families": families}
        inputs = {name: json.dumps(value) for name, value in given.items()}
        if job["own_fonts_first"]:
            try:
                return _compile(job, inputs, folder, own_fonts_only=True)
            except typst.TypstError:
                # A name in other letters than those of the site: the machine may have a font for it.
                pass
        return _compile(job, inputs, folder, own_fonts_only=False)


def _compile(job: dict[str, Any], inputs: dict[str, str], fonts: str, *, own_fonts_only: bool) -> bytes:
    compiler = typst.Compiler(job["page"], font_paths=[fonts], ignore_system_fonts=own_fonts_only, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=job["standards"], timestamp=job["time"])
    return made if isinstance(made, bytes) else b""


def _as_desktop_font(path: Path, folder: Path, number: int) -> str:
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
    sys.stdout.buffer.write(main(sys.stdin.read()))
