"""CSV for spreadsheets: UTF-8 with a mark that Excel understands, and cells that cannot become formulas."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

# Spreadsheets calculate what begins with one of these (OWASP, "CSV injection"), also in their full-width forms.
_STARTS = tuple("=+-@\t\r\n＝＋－＠")
BYTE_ORDER_MARK = "\ufeff"


def cell(value: Any) -> Any:
    """Return a value as a cell that a spreadsheet shows and does not calculate."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip(" ").startswith(_STARTS) else value


def csv_address(request: HttpRequest, form: str = "csv") -> str:
    """Return the address of the screen of a request as CSV, with the same filters; `form` where it has several."""
    query = request.GET.copy()
    query["format"] = form
    return f"?{query.urlencode()}"


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, is_marked: bool = True
) -> HttpResponse:
    """Return the rows as a file to download, named with the day; without the mark where programs read it too."""
    response = HttpResponse(BYTE_ORDER_MARK if is_marked else "", content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.csv"'
    response["Cache-Control"] = "no-store"
    writer = csv.writer(response)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return response
