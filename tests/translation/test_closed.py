"""wagtail-localize's own addresses store nothing of a page of the site: the desk checks and has it reviewed."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from tests.translation.at_desk import desk, page


@pytest.fixture
def translation(sample: object) -> Translation:
    found: Translation = Translation.objects.get(
        source__object_id=page("about", "ar").translation_key, target_locale__language_code="ar"
    )
    return found


def test_a_text_is_not_stored_past_the_desk(translator: Client, translation: Translation) -> None:
    before = list(StringTranslation.objects.order_by("pk").values())
    segment = StringSegment.objects.filter(source=translation.source).first()
    assert segment is not None
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    form = "application/x-www-form-urlencoded"
    assert translator.put(address, urlencode({"value": "شيء"}), content_type=form).status_code in {302, 403}
    assert translator.delete(address).status_code in {302, 403}
    assert list(StringTranslation.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("name", ["upload_pofile", "machine_translate", "stop_translation"])
def test_old_addresses_lead_to_the_desk_and_change_nothing(
    name: str, translator: Client, translation: Translation
) -> None:
    address = reverse(f"wagtail_localize:{name}", args=[translation.pk])
    assert translator.get(address).headers["Location"] == desk("editor")
    before = list(StringTranslation.objects.order_by("pk").values())
    translator.post(address)
    assert list(StringTranslation.objects.order_by("pk").values()) == before
    translation.refresh_from_db()
    assert translation.enabled


def test_no_page_becomes_an_alias_that_speaks_english(sample: object) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root", "root@example.org"))
    client.post(reverse("wagtail_localize:convert_to_alias", args=[page("about", "ar").pk]))
    assert not Page.objects.filter(alias_of__isnull=False).exists()
    assert page("about", "ar").title == "ع About"
