"""People before the translation desk: the browser of a translator, of a reviewer, of an editor of the source."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from cms.translation.roles import SOURCE_EDITORS, make_groups, reviewer_group_name, translator_group_name

LogIn = Callable[[str, str], Client]


@pytest.fixture
def person(sample: Path) -> LogIn:
    """Log somebody in, by name and group."""
    make_groups()

    def log_in(name: str, group: str) -> Client:
        user = User.objects.create_user(name, f"{name}@example.org")
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def translator(person: LogIn) -> Client:
    """Amal, who translates into Arabic."""
    return person("amal", translator_group_name("ar"))


@pytest.fixture
def reviewer(person: LogIn) -> Client:
    """Rami, who reviews what is translated into Arabic."""
    return person("rami", reviewer_group_name("ar"))


@pytest.fixture
def source_editor(person: LogIn) -> Client:
    """Edith, who writes the English pages."""
    return person("edith", SOURCE_EDITORS)
