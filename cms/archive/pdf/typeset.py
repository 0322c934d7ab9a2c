"""Typeset one book: where its data lie as JSON in, PDF out. A program of its own, without Django (see `make`)."""

import json
import sys
import tempfile
from pathlib import Path

import typst

from cms.issuance.certificate.typeset import as_desktop_font


def typeset(root: Path, fonts: list[Path], time: int) -> bytes:
    """Return the PDF of the book whose page, data and pictures lie in `root`.

    Raises:
        typst.TypstError: a letter is in none of the fonts of this machine, or the page is faulty.
    """
    with tempfile.TemporaryDirectory(prefix="fonts-") as folder:
        families = [as_desktop_font(path, Path(folder), number) for number, path in enumerate(fonts)]
        compiler = typst.Compiler(
            str(root / "book.typ"),
            root=str(root),
            font_paths=[folder],
            sys_inputs={"families": json.dumps(families)},
        )
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=time)
        return made if isinstance(made, bytes) else b""


if __name__ == "__main__":
    given = json.loads(sys.stdin.read())
    paths = [Path(path) for path in given["fonts"]]
    sys.stdout.buffer.write(typeset(Path(given["root"]), paths, given["time"]))
