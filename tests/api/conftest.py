"""People with tokens."""

from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from cms.api.models import ALL_SCOPES
from cms.translation.roles import SOURCE_EDITORS, make_groups, reviewer_group_name, translator_group_name
from tests.api.people import MakePerson, Person


@pytest.fixture
def person(sample: Path) -> MakePerson:
    """Make somebody in some of the groups."""
    make_groups()

    def make(
        name: str, *groups: str, scopes: frozenset[str] = ALL_SCOPES, expires_at: datetime | None = None
    ) -> Person:
        user, _ = get_user_model().objects.get_or_create(username=name, defaults={"email": f"{name}@example.org"})
        user.groups.set(Group.objects.filter(name__in=groups))
        return Person(user, scopes, expires_at)

    return make


@pytest.fixture
def editor(person: MakePerson) -> Person:
    """A source editor."""
    return person("edith", SOURCE_EDITORS)


@pytest.fixture
def translator(person: MakePerson) -> Person:
    """Translates into Arabic."""
    return person("tariq", translator_group_name("ar"))


@pytest.fixture
def reviewer(person: MakePerson) -> Person:
    """Reviews translations into Arabic."""
    return person("rania", reviewer_group_name("ar"))
