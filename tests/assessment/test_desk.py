"""The assessor's desk as an assessor sees it."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.assessment.roles import make_assessor_group
from cms.issuance.assessing import workflow
from cms.issuance.assessing.workflow import Actor
from cms.issuance.awards import make as awards
from cms.issuance.credentials import AwardFacts, CredentialError
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Application, Award, FileFault, MailMessage
from cms.issuance.states import State

Apply = Callable[..., Application]
MET = {"outcome-attention": "met", "outcome-checks": "met"}


def page(response: Any) -> str:
    text: str = unescape(response.content.decode())
    return text


def sheet(application: Application) -> str:
    return reverse("assessment:sheet", args=[application.pk])


def test_the_menu_shows_the_queue_to_assessors_only(desk: Client) -> None:
    assert "/admin/applications/?state=waiting" in page(desk.get("/admin/"))


def test_an_editor_sees_nothing_of_it(editor: Client, wait: Apply, awarded: Award) -> None:
    assert "/admin/applications/" not in page(editor.get("/admin/"))
    application = wait("Somebody else")
    revoke = reverse("assessment:revoke", args=[awarded.pk])
    for path in (reverse("assessment:queue"), sheet(application), reverse("assessment:awards"), revoke):
        response = editor.get(path, follow=True)
        assert "Somebody else" not in page(response)
        assert "Maija" not in page(response)
    editor.post(sheet(application), {**MET, "decision": "award"})
    editor.post(revoke, {"reason": "No."})
    application.refresh_from_db()
    awarded.refresh_from_db()
    assert (application.state, awarded.revoked_at) == (State.SUBMITTED, None)


def test_nobody_comes_in_without_logging_in(client: Client, wait: Apply) -> None:
    assert client.get(sheet(wait()))["Location"].startswith("/admin/login/")


def test_the_queue_is_oldest_first_and_can_be_narrowed(desk: Client, wait: Apply) -> None:
    first, second = wait("Aino"), wait("Berta Berg", "fi")
    unconfirmed = wait("Cecilia of nowhere")
    Application.objects.filter(pk=unconfirmed.pk).update(state=State.UNCONFIRMED)
    queue = reverse("assessment:queue")
    text = page(desk.get(queue))
    assert text.index("Aino") < text.index("Berta Berg")
    assert "Cecilia" not in text
    finnish = page(desk.get(queue, {"language": "fi"}))
    assert "Berta Berg" in finnish
    assert "Aino" not in finnish
    workflow.decline(first.pk, {}, Actor("anna"), "Not yet.")
    waiting = page(desk.get(queue, {"state": "submitted", "badge": second.achievement.slug}))
    assert "Berta Berg" in waiting
    assert "Aino" not in waiting


def test_a_long_queue_costs_no_more_queries(desk: Client, wait: Apply, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    queue = reverse("assessment:queue")
    wait("A")
    desk.get(queue)
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(queue)
    for number in range(35):
        wait("B" * (number + 2))
    with django_assert_num_queries(len(few)):
        text = page(desk.get(queue))
    assert "Page 1 of 2" in text


def test_an_unconfirmed_application_is_nobodys_business(desk: Client, wait: Apply) -> None:
    application = wait()
    Application.objects.update(state=State.UNCONFIRMED)
    assert desk.get(sheet(application), follow=True).status_code == 404


def test_the_sheet_says_that_a_certificate_was_given_up(desk: Client, awarded: Award) -> None:
    fault = FileFault.objects.create(award=awarded, error="No font has this letter.")
    words = "The certificate of this badge could not be made"
    assert words not in page(desk.get(sheet(awarded.application)))
    fault.failed_at = timezone.now()
    fault.save()
    assert words in page(desk.get(sheet(awarded.application)))


def test_the_sheet_shows_all_that_is_needed(desk: Client, wait: Apply) -> None:
    response: Any = desk.get(sheet(wait(language="fi")))
    text = page(response)
    for part in ("Maija Mäki", "Aktiivinen kuuntelu", "Full attention", "A long talk.", "I listened all evening."):
        assert part in text
    assert "<b>it</b>" not in response.content.decode()
    assert 'href="https://e.example/x?a=1&b=2" target="_blank" rel="noopener noreferrer nofollow"' in text
    assert 'lang="fi"' in text


def test_an_award(desk: Client, wait: Apply) -> None:
    application = wait()
    response = desk.post(sheet(application), {**MET, "decision": "award"}, follow=True)
    assert "Maija Mäki gets it by mail" in page(response)
    application.refresh_from_db()
    assert (application.state, application.assessor) == (State.AWARDED, "anna")
    assert application.mails.filter(kind="awarded").count() == 1
    text = page(desk.get(sheet(application)))
    assert application.award.credential_id in text
    assert "Award the badge" not in text


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"decision": "award", "outcome-attention": "met", "outcome-checks": "partly"}, "this criterion must be met"),
        ({"decision": "award"}, "this criterion must be met"),
        ({"decision": "return"}, "Tell the applicant why"),
        ({"decision": "decline", "message": " "}, "Tell the applicant why"),
        ({"decision": "decline", "message": "A bell \a"}, "hidden character"),
    ],
)
def test_a_decision_that_cannot_be_keeps_what_was_typed(
    desk: Client, wait: Apply, typed: dict[str, str], error: str
) -> None:
    application = wait()
    mails = MailMessage.objects.count()
    text = page(desk.post(sheet(application), {"comment-checks": "My long comment.", **typed}))
    assert error in text
    assert "My long comment." in text
    application.refresh_from_db()
    assert application.state == State.SUBMITTED
    assert MailMessage.objects.count() == mails


@pytest.mark.parametrize(("decision", "state"), [("return", State.RETURNED), ("decline", State.DECLINED)])
def test_a_no_goes_out_with_its_message(desk: Client, wait: Apply, decision: str, state: State) -> None:
    application = wait()
    desk.post(sheet(application), {"decision": decision, "message": "What came of it?", "comment-checks": "Say more."})
    application.refresh_from_db()
    assert application.state == state
    deliver_mail()
    body = application.mails.latest("created").body
    assert "What came of it?" in body
    assert "Say more." in body
    assert "What came of it?" in page(desk.get(sheet(application)))


def test_marks_and_draft_are_kept_for_later(desk: Client, wait: Apply) -> None:
    application = wait()
    typed = {"decision": "save", "outcome-checks": "partly", "comment-checks": "Hm.", "message": "My draft."}
    desk.post(sheet(application), typed)
    text = page(desk.get(sheet(application)))
    assert "My draft." in text
    assert "Hm." in text
    assert 'value="partly" id="id_outcome-checks_1" checked' in text


def test_a_colleague_was_faster(desk: Client, wait: Apply) -> None:
    application = wait()
    workflow.decline(application.pk, {}, Actor("bo"), "Not yet.")
    text = page(desk.post(sheet(application), {**MET, "decision": "award", "message": "My long message."}))
    assert "not possible any more" in text
    assert "My long message." in text
    assert not Award.objects.exists()


def test_a_signing_that_fails_is_told(desk: Client, wait: Apply, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(facts: AwardFacts) -> None:
        raise CredentialError("there is no key")

    monkeypatch.setattr(awards, "issue_badge", fail)
    application = wait()
    text = page(desk.post(sheet(application), {**MET, "decision": "award"}))
    assert "there is no key" in text
    assert "Award the badge" in text


def test_a_button_that_does_not_exist_does_nothing(desk: Client, wait: Apply) -> None:
    application = wait()
    assert desk.post(sheet(application), {"decision": "burn"}, follow=True).status_code == 404
    application.refresh_from_db()
    assert application.state == State.SUBMITTED


def test_a_badge_is_revoked_with_a_reason(desk: Client, awarded: Award) -> None:
    revoke = reverse("assessment:revoke", args=[awarded.pk])
    assert revoke in page(desk.get(reverse("assessment:awards")))
    assert "Write why" in page(desk.post(revoke, {"reason": ""}))
    named = page(desk.post(revoke, {"reason": f"{awarded.application.name} asked for it."}))
    assert "leave out the holder’s name" in named
    text = page(desk.post(revoke, {"reason": "Issued by mistake."}, follow=True))
    assert "Revoked" in text
    assert revoke not in text
    assert "Issued by mistake." in page(desk.get(sheet(awarded.application)))
    assert "revoked already" in page(desk.get(revoke))


def test_the_group_of_assessors_is_made_once(db: None) -> None:
    assert make_assessor_group() == make_assessor_group()
    group = Group.objects.get(name="Assessors")
    assert sorted(group.permissions.values_list("codename", flat=True)) == ["access_admin", "assess_application"]
