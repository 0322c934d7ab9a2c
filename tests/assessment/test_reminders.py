"""Assessors are reminded once a day of what is late, due soon, new, and leads of what nobody has taken."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.assessment.access import actor_for
from cms.assessment.reminders import send_reminders
from cms.assessment.roles import ASSESSORS, LEADS, assessor_group_name
from cms.issuance.assessing.assigning import assign
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Application, MailMessage

Apply = Callable[..., Application]


@pytest.fixture
def people(person: Callable[..., Client]) -> None:
    person("anna", ASSESSORS)
    person("sari", assessor_group_name("fi"))
    person("lead", LEADS)


def give(application: Application, name: str, days: int) -> None:
    user = get_user_model()
    to, lead = (actor_for(user.objects.get(username=username)) for username in (name, "lead"))
    assign(application.pk, to, lead, timezone.localdate() + timedelta(days=days))


def reminders() -> list[MailMessage]:
    return list(MailMessage.objects.filter(kind="reminder").order_by("to"))


def test_one_mail_a_day_with_all_of_it(people: None, wait: Apply) -> None:
    late, soon, new = wait("Late"), wait("Soon"), wait("New")
    for application, days in ((late, -2), (soon, 1), (new, 9)):
        give(application, "anna", days)
    assert send_reminders() == 1
    [message] = reminders()
    assert message.to == "anna@site.example"
    parts = [message.body.index(part) for part in ("Overdue", late.reference, "Due soon", soon.reference, "New for")]
    assert parts == sorted(parts)
    assert f"/admin/applications/{new.pk}/" in message.body
    for name in ("Late", "Soon", "late@", "mail.example"):
        assert name not in message.body
    assert send_reminders() == 0
    assert send_reminders(date.today() + timedelta(days=1)) == 1
    deliver_mail()
    assert "anna@site.example" in [to for sent in mail.outbox for to in sent.to]


def test_nobody_is_told_of_nothing(people: None, wait: Apply) -> None:
    wait()
    assert send_reminders() == 0
    assert not reminders()


def test_leads_hear_of_what_nobody_takes(people: None, wait: Apply) -> None:
    wait()
    Application.objects.update(updated=timezone.now() - timedelta(days=8))
    assert send_reminders() == 1
    [message] = reminders()
    assert message.to == "lead@site.example"
    assert "1 application has waited" in message.body


def test_it_is_in_the_language_of_the_person(people: None, wait: Apply) -> None:
    application = wait("Aino", "fi")
    sari = get_user_model().objects.get(username="sari")
    profile = UserProfile.get_for_user(sari)
    profile.preferred_language = "fi"
    profile.save()
    give(application, "sari", 0)
    call_command("send_assessment_reminders")
    [message] = reminders()
    assert (message.to, message.language) == ("sari@site.example", "fi")
