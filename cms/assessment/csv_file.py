"""A CSV file that somebody uploads: its text and its lines, with everything that is wrong, each with its line."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Fault:
    """Something wrong, and where; line 0 is the file as a whole."""

    line: int
    text: str


@dataclass(frozen=True)
class Columns:
    """What the first line names, and how many people a file may have."""

    required: Sequence[str]
    optional: Sequence[str]
    most_lines: int

    @property
    def known(self) -> list[str]:
        """All that may be there."""
        return [*self.required, *self.optional]

    def problem(self, header: Sequence[str]) -> str:
        """Return what is wrong with the first line, "" for nothing."""
        missing = [name for name in self.required if name not in header]
        if missing:
            return _("The first line must name the columns. Missing: %(names)s.") % {"names": ", ".join(missing)}
        strange = [name for name in header if name not in self.known]
        if strange:
            return _("Unknown columns: %(names)s. Known are: %(known)s.") % {
                "names": ", ".join(name or "–" for name in strange),
                "known": ", ".join(self.known),
            }
        if len(set(header)) < len(header):
            return _("A column is there twice.")
        return ""


def text_of(content: bytes, faults: list[Fault]) -> str:
    """Return the text of a file, or "" with the fault that it is not UTF-8 and where."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        told = _("This is not UTF-8. In the spreadsheet choose “CSV UTF-8” when you save, and try again.")
        faults.append(Fault(line, told))
        return ""


def rows_of(text: str, columns: Columns, faults: list[Fault]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line with its number and its cells by heading; add what is wrong with the file."""
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if problem := columns.problem(header):
            faults.append(Fault(1, problem))
            return
        start = reader.line_num + 1
        for cells in reader:
            number, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if len(cells) != len(header):
                values = {"found": len(cells), "wanted": len(header)}
                faults.append(Fault(number, _("%(found)d cells, but the first line has %(wanted)d.") % values))
                continue
            yield number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    except csv.Error as error:
        faults.append(Fault(reader.line_num, _("This line cannot be read as CSV: %(reason)s.") % {"reason": error}))
    if not count:
        faults.append(Fault(0, _("There is nobody in this file.")))
    if count > columns.most_lines:
        faults.append(Fault(0, _("More than %(most)d people. Please split the file.") % {"most": columns.most_lines}))
