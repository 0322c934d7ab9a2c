"""Erasing what is known of an applicant: three choices, as the privacy notice promises them.

What is left of an application that is erased is a husk: badge, language, states and dates. It says nothing about
anybody, and statistics stay true.
"""

from uuid import uuid4

from django.db import transaction
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.issuance.awards.file_faults import forget_fault
from cms.issuance.awards.sets import revoke_groundless_sets
from cms.issuance.evidence.storage import discard_files
from cms.issuance.mail import queue_erased
from cms.issuance.mail.links import open_link
from cms.issuance.models import Application, Award, Purpose
from cms.issuance.schedule import is_key_destroyed
from cms.issuance.signals import erasing
from cms.issuance.states import OPEN, State
from cms.issuance.steps import APPLICANT, Actor, lock, log, mark_revoked, move


class Choice(TextChoices):
    """What to erase."""

    EVIDENCE = "evidence", gettext_lazy("Only the answers and the evidence. The application and the badge stay.")
    APPLICATION = (
        "application",
        gettext_lazy("The application, but not the badge. We keep only what is needed to check the badge."),
    )
    EVERYTHING = "everything", gettext_lazy("Everything. A badge is withdrawn, and a check says so without a name.")


def choices_for(application: Application) -> list[Choice]:
    """Return what can be erased now: an open application is needed whole until it is withdrawn."""
    if application.state == State.AWARDED:
        # Nothing can say that a badge is withdrawn once no list can be signed.
        return [choice for choice in Choice if choice is not Choice.EVERYTHING or not is_key_destroyed()]
    if application.state in OPEN or application.state == State.EXPIRED:
        return [Choice.EVERYTHING]
    return [Choice.EVIDENCE, Choice.EVERYTHING]


@transaction.atomic
def erase_by_link(secret: str, choice: Choice) -> Application:
    """Erase at the applicant's wish, and tell them by a last mail; return the application, for its language.

    Raises:
        LinkError: the link opens nothing.
        ValueError: this cannot be chosen in this state.
    """
    application = lock(open_link(secret, Purpose.STATUS).application_id)
    if choice not in choices_for(application):
        raise ValueError(choice)
    with translation.override(application.language):
        queue_erased(application, str(choice.label))
    erase(application, choice, APPLICANT)
    return application


@transaction.atomic
def erase(application: Application, choice: Choice, actor: Actor) -> None:
    """Erase the part. `application` is to be locked."""
    if choice is not Choice.EVIDENCE and application.state in OPEN:
        move(application, State.WITHDRAWN, actor)
    _erase_evidence(application)
    if choice is Choice.EVIDENCE:
        log(application, State(application.state), actor)
        return
    award = Award.objects.filter(application=application).first()
    if award is not None:
        _erase_award(award, application.language, is_revoked=choice is Choice.EVERYTHING)
        revoke_groundless_sets(application.email)
    _erase_person(application)
    move(application, State.ERASED, actor)


def _erase_evidence(application: Application) -> None:
    """Take away what was written and shown: situations, links, files; and what assessors wrote, which may quote it."""
    application.answers.update(situation="", comment="")
    application.assessments.update(marks={}, message="")
    application.notes.all().delete()
    application.conflicts.update(reason="")
    application.evidence.all().delete()
    discard_files(application.files.all())


def _erase_person(application: Application) -> None:
    """Take away who it was. Mails and links go with it, and so do messages in the log."""
    erasing.send(Application, application=application)
    application.mails.all().delete()
    application.tokens.all().delete()
    application.events.update(message="")
    application.name = application.email = application.message = application.narrative = ""
    application.digest = uuid4().hex
    application.idempotency_key = application.proof = None
    application.public_narrative = False
    application.save()


def _erase_award(award: Award, language: str, *, is_revoked: bool) -> None:
    """Keep what a check of the badge needs, and with it the hash of the address; nothing at all once it is revoked."""
    award.files.all().delete()
    forget_fault(award)
    if is_revoked:
        with translation.override(language):
            mark_revoked(award, _("Removed at the holder's request."))
        award.credential, award.salt = {}, ""
    else:
        subject = award.credential.get("credentialSubject", {})
        award.credential = {
            "id": award.credential_id,
            "credentialSubject": {"identifier": subject.get("identifier", [])},
        }
    award.save(update_fields=["credential", "salt"])
