"""The same steps on one page of the CMS, for those who may."""

from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from cms.closing.models import Entry
from cms.issuance.models import Award
from cms.issuance.schedule import closed_since
from cms.learning.dates import dates_of
from cms.learning.models import ProjectSettings
from cms.publishing.models import Export

SCREEN = "/admin/closing/"


def test_the_screen_is_for_those_who_may_and_takes_one_step_a_button(site: Path, holder: Award) -> None:
    user = User.objects.create_user("maria")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    maria = Client()
    maria.force_login(user)
    assert maria.post(SCREEN, {"do": "applications"}).status_code == 302
    assert closed_since() is None
    assert SCREEN not in maria.get("/admin/").content.decode()
    user.user_permissions.add(Permission.objects.get(codename="close_entry"))
    assert SCREEN in maria.get("/admin/").content.decode()
    shown = maria.get(SCREEN).content.decode()
    assert "Stop new applications" in shown
    # All steps are listed, and a step that nobody can take yet has no button.
    assert '<a href="#key-section">7. Destroy the private key</a>' in shown
    assert "Possible when the archived site is exported" in shown
    assert 'value="key"' not in shown
    assert 'value="reopen"' not in shown
    # Days: a wrong one changes nothing and is told.
    today = timezone.localdate()
    wrong = maria.post(SCREEN, {"do": "dates", "decisions_by": "2020-01-31"}, follow=True).content.decode()
    assert "decisions_by: 2020-01-31 is in the past" in wrong
    maria.post(SCREEN, {"do": "dates", "available_until": str(today + timedelta(days=400))})
    assert dates_of(ProjectSettings.objects.get().facts).available_until == today + timedelta(days=400)
    told = maria.post(SCREEN, {"do": "applications"}, follow=True).content.decode()
    assert "Applications are closed from" in told
    assert 'value="reopen"' in told
    assert "Maija" not in told
    again = maria.post(SCREEN, {"do": "applications"}, follow=True).content.decode()
    assert "This is done already" in again
    early = maria.post(SCREEN, {"do": "key", "confirmation": "SOSTRA Soft Skills Badges"}, follow=True)
    assert "Possible when the archived site is exported" in early.content.decode()
    maria.post(SCREEN, {"do": "mails"})
    maria.post(SCREEN, {"do": "freeze"})
    maria.post(SCREEN, {"do": "publish"})
    # The worker exports it.
    assert Export.objects.get().asked_by == user
    assert "An export waits for the worker" in maria.get(SCREEN).content.decode()
    assert [entry.step for entry in Entry.objects.order_by("pk")] == [
        "dates", "applications", "mails", "freeze", "publish",
    ]  # fmt: skip
    assert {entry.who for entry in Entry.objects.all()} == {"maria"}
    maria.post(SCREEN, {"do": "reopen"})
    assert closed_since() is None
