"""Numbers that would point at persons, hidden in tables: the small ones, and those that would give them away."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

# Groups of fewer people are not told: with one language and one badge they are somebody.
LEAST = 5
# Row and column of a number in a table.
Place = tuple[int, int]


def hide_small(table: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """Return the table with None for what must not be told. Its last row and last column are sums.

    A number from 1 to LEAST - 1 is hidden. Where the hidden numbers of a row or column could then be worked out from
    its sum, or are known to be as small together, the next smallest is hidden too, until none can be.
    """
    hidden = {
        (row, column) for row, line in enumerate(table) for column, number in enumerate(line) if 0 < number < LEAST
    }
    lines = _lines(table)
    while line := next((line for line in lines if _gives_away(table, line, hidden)), None):
        hidden.add(min(set(line) - hidden, key=lambda place: _cost(table, line, place)))
    return [
        [None if (row, column) in hidden else number for column, number in enumerate(line)]
        for row, line in enumerate(table)
    ]


def hide_small_in(numbers: Sequence[int]) -> list[int | None]:
    """Return the numbers and at the end their sum, with None for what must not be told; as `hide_small`."""
    return [row[0] for row in hide_small([[number] for number in (*numbers, sum(numbers))])]


def told(number: int | None) -> int | str:
    """Return a number as a cell of a table, with the word for what is hidden."""
    return _("hidden") if number is None else number


def _lines(table: Sequence[Sequence[int]]) -> list[list[Place]]:
    """Return the places of each row and column from which a missing number could be worked out."""
    height, width = len(table), len(table[0]) if table else 0
    rows = [[(row, column) for column in range(width)] for row in range(height)] if width > 1 else []
    columns = [[(row, column) for row in range(height)] for column in range(width)] if height > 1 else []
    return rows + columns


def _gives_away(table: Sequence[Sequence[int]], line: Sequence[Place], hidden: set[Place]) -> bool:
    """Tell whether the hidden numbers of a row or column follow from what is shown of it."""
    unknown = hidden & set(line)
    if len(unknown) < 2:
        return bool(unknown)
    return line[-1] not in hidden and sum(table[row][column] for row, column in unknown) < LEAST


def _cost(table: Sequence[Sequence[int]], line: Sequence[Place], place: Place) -> tuple[int, int]:
    """Return what is lost by hiding a number: small ones first, then the sum; a nought hides nothing."""
    number = table[place[0]][place[1]]
    return (2 if not number else 1 if place == line[-1] else 0), number
