"""Exports and suggested practices of two projects: a right counts in the project of the group that gives it."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.learning.models import PracticePage
from cms.learning.projects import project_of_page
from cms.practices.models import State, Suggestion
from cms.publishing.models import Export
from tests.projects.second import person


def with_right(group: str, app: str, codename: str) -> None:
    rights = Permission.objects.filter(content_type__app_label=app, codename=codename)
    Group.objects.create(name=group).permissions.set([*rights, Permission.objects.get(codename="access_admin")])


def test_a_site_is_exported_by_who_may_in_its_own_project(both_issuers: None) -> None:
    with_right("Editors of the first", "publishing", "run_export")
    client = person("both", "Editors of the first", "second: Assessors")
    assert client.get(reverse("publishing:export")).status_code == 200
    client.post(reverse("choose_project"), {"project": "second"})
    assert [client.get(reverse(f"publishing:{name}")).status_code for name in ("export", "state", "download")] == [
        302
    ] * 3
    client.post(reverse("publishing:export"))
    assert not Export.objects.exists()
    assert reverse("publishing:export") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_suggested_practices_are_for_editors_of_the_first_project(both_issuers: None) -> None:
    with_right("Editors of the first", "practices", "handle_suggestion")
    with_right("second: Editors", "practices", "handle_suggestion")
    queue = reverse("practices:queue")
    other, editor = person("other", "second: Editors"), person("editor", "Editors of the first", "second: Editors")
    assert (other.get(queue).status_code, editor.get(queue).status_code) == (302, 200)
    editor.post(reverse("choose_project"), {"project": "second"})
    assert queue not in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_a_suggestion_becomes_a_draft_of_the_first_project_whichever_is_chosen(both: Path, client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("root", "root@site.example"))
    client.post(reverse("choose_project"), {"project": "second"})
    words = {"title": "At the harbour", "summary": "How.", "organisation": "The Harbour", "email": "m@mail.example"}
    facts = {"language": "en", "country": "fi", "sector": "workplace", "state": State.WAITING}
    suggestion = Suggestion.objects.create(**words, **facts, confirmed_at=timezone.now())
    client.post(reverse("practices:suggestion", args=[suggestion.pk]), {"do": "draft"})
    assert project_of_page(PracticePage.objects.get(title="At the harbour")).key == ""
