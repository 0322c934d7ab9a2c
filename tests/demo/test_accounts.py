"""Who may do what in the CMS, tried through the admin's own addresses."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.demo.accounts import make_accounts
from cms.translation.roles import make_groups, translator_group_name


@pytest.fixture
def translator(sample: object, client: Client) -> Client:
    """The browser of a translator into Arabic."""
    make_groups()
    user = User.objects.create_user("layla")
    user.groups.add(*user.groups.model.objects.filter(name=translator_group_name("ar")))
    client.force_login(user)
    return client


def page(language: str) -> Page:
    return Page.objects.get(slug="about", locale__language_code=language)


def test_a_translator_sees_source_and_translation_side_by_side(translator: Client) -> None:
    response = translator.get(reverse("wagtailadmin_pages:edit", args=[page("ar").pk]), follow=True)
    html = response.content.decode()
    assert response.status_code == 200
    assert "What this is." in html
    assert "ع What this is." in html


@pytest.mark.parametrize("language", ["en"])
def test_a_translator_may_not_open_another_language(translator: Client, language: str) -> None:
    response = translator.get(reverse("wagtailadmin_pages:edit", args=[page(language).pk]))
    assert response.status_code == 302
    response = translator.post(reverse("wagtailadmin_pages:unpublish", args=[page(language).pk]))
    assert response.status_code in {302, 403}
    assert page(language).live


def test_a_translator_sees_no_applications(translator: Client) -> None:
    response = translator.get(reverse("assessment:queue"))
    assert response.status_code in {302, 403}


def test_demo_accounts_are_made_once(sample: object) -> None:
    make_accounts()
    User.objects.filter(username="editor").update(first_name="Changed")
    make_accounts()
    assert User.objects.get(username="editor").first_name == "Changed"
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.parametrize("command", ["make_demo", "start_demo"])
def test_demo_accounts_are_refused_outside_the_demo(db: None, settings: object, command: str) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="demo mode only"):
        call_command(command)
    assert not User.objects.exists()
