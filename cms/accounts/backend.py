"""Name and password, counted: the one way in for the login form and for the API."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest

from cms.accounts.tries import count_login


class CountedBackend(ModelBackend):
    """Django's own, that counts before it compares."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return the account whose name and password these are.

        Raises:
            TooManyError: tried too often; nothing was compared.
        """
        if username is not None and password is not None:
            count_login(request, username)
        return super().authenticate(request, username, password, **kwargs)
