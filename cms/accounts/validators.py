"""Passwords that anybody would guess who knows whose site it is, or that somebody else knows."""

import logging
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.accounts.leaked import is_leaked
from cms.accounts.told import forget_told, is_told

logger = logging.getLogger(__name__)

# Beside the names in the settings: what the product and its roles are called.
WORDS = ("perennial", "wagtail", "badges", "administrator", "translator", "assessor", "password")
SHORTEST = 4
# A password may hold such a word if so much of it is something else.
OWN_PART = 8


# With fewer different signs, or all in a row (123456789012, abcdefghijkl), length is nothing.
FEWEST_SIGNS = 5


class GuessableValidator:
    """Refuses passwords that are little more than names of the project, its host and its roles, or signs in a row."""

    def validate(self, password: str, user: Any = None) -> None:
        """Look at a password.

        Raises:
            ValidationError: without such words less than eight characters are left, or its signs are a row.
        """
        if len(set(password)) < FEWEST_SIGNS or _is_row(password):
            raise ValidationError(_("This password is made of signs in a row, or of very few."), code="row")
        left = password.casefold()
        for word in sorted(self._words(), key=len, reverse=True):
            left = left.replace(word, "")
        if left != password.casefold() and len(left) < OWN_PART:
            raise ValidationError(_("This password is made of names that belong to the site."), code="names")

    def get_help_text(self) -> str:
        """Return what people are told beforehand."""
        return _("Your password cannot be made of names that belong to the site.")

    def _words(self) -> set[str]:
        named = f"{settings.WAGTAIL_SITE_NAME} {settings.ISSUER_NAME} {urlsplit(settings.PUBLIC_URL).hostname}"
        return {*WORDS, *(word for word in re.split(r"\W+", named.casefold()) if len(word) >= SHORTEST)}


class LeakedValidator:
    """Refuses passwords in the file of those that have leaked; none is taken while that cannot be read."""

    def __init__(self, path: str) -> None:
        """Look in the file at this path."""
        self.path = Path(path)

    def validate(self, password: str, user: Any = None) -> None:
        """Look a password up.

        Raises:
            ValidationError: it is in the file, or the file cannot be read.
        """
        try:
            found = is_leaked(self.path, password)
        except OSError as error:
            logger.error("PERENNIAL_LEAKED_PASSWORDS: %s cannot be read, so no password is taken: %s", self.path, error)
            text = _("Passwords cannot be looked up at the moment, so nothing was changed. Try again later.")
            raise ValidationError(text, code="unknown") from error
        if found:
            text = _("This password is in lists of those that have leaked, which are tried first. Choose another one.")
            raise ValidationError(text, code="leaked")

    def get_help_text(self) -> str:
        """Return what people are told beforehand."""
        return _("Your password cannot be one that has leaked anywhere.")


class ToldValidator:
    """Refuses to keep a password that somebody else has set; with any other one it is forgotten that one was told."""

    def validate(self, password: str, user: Any = None) -> None:
        """Look at a password.

        Raises:
            ValidationError: it is the one that the account has, and somebody else has set that.
        """
        if getattr(user, "pk", None) and is_told(user) and user.check_password(password):
            raise ValidationError(_("Somebody else knows this password. Choose another one."), code="told")

    def password_changed(self, password: str, user: Any = None) -> None:
        """Take note of a new password, whoever has set it; the forms for other people's note theirs after this."""
        forget_told(user)

    def get_help_text(self) -> str:
        """Return what people are told beforehand."""
        return _("Your password cannot be one that somebody else has set for you.")


def _is_row(password: str) -> bool:
    # After 9 comes 0 again.
    steps = {(ord(second) - ord(first)) % 10 for first, second in pairwise(password)}
    return len(steps) == 1
