"""Typeset a poster or cards: data as JSON in, PDF out. A program of its own, without Django (see `printing`)."""

import json
import sys
import tempfile
from pathlib import Path

import typst

from cms.issuance.certificate.typeset import as_desktop_font

PAGES = {"poster", "cards"}


def typeset(data: str) -> bytes:
    """Return the PDF of `{page, text, fonts, time}`: which page, its words, paths of web fonts, seconds since 1970.

    Raises:
        typst.TypstError: a letter is in no font of this machine, or the page is faulty.
    """
    given = json.loads(data)
    page = Path(__file__).parent / f"{({given['page']} & PAGES).pop()}.typ"
    with tempfile.TemporaryDirectory(prefix="event-") as folder:
        families = [as_desktop_font(Path(path), Path(folder), n) for n, path in enumerate(given["fonts"])]
        inputs = {"text": json.dumps(given["text"]), "families": json.dumps(families)}
        compiler = typst.Compiler(str(page), font_paths=[folder], sys_inputs=inputs)
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=given["time"])
        return made if isinstance(made, bytes) else b""


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(sys.stdin.read()))
