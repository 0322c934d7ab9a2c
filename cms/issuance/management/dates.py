"""Dates on the command line."""

from argparse import ArgumentTypeError
from datetime import date


def day(text: str) -> date:
    """Return the day; argparse shows the error.

    Raises:
        ArgumentTypeError: the text is no day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day. Write it as 2030-12-31.") from None
