"""The second project of these tests, and people who work on it."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from cms.assessment.roles import make_assessor_groups
from tests.sample_site import LANGUAGES

FURTHER = [("lt", "Lietuvių")]
ALL = [*LANGUAGES, *FURTHER]
FIRST_SITE, SECOND_SITE = "https://site.example", "https://second.example"
FACTS = {
    "key": "second",
    "name": "Second",
    "languages": ["en", "fi"],
    "address": SECOND_SITE,
    "issuer": {"name": "Second issuer"},
}
CRITERIA = [{"key": "waits", "title": "Waits", "description": "You wait.", "example": "Once."}]


def person(name: str, *groups: str) -> Client:
    make_assessor_groups()
    user = get_user_model().objects.create_user(name, f"{name}@site.example", "secret")
    found = Group.objects.filter(name__in=groups)
    assert found.count() == len(groups)
    user.groups.add(*found)
    client = Client()
    client.force_login(user)
    return client
