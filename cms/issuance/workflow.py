"""Everything that can happen to an application. Each step is one transaction: state, log line and mail, or nothing."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.issuance.assessors import AssessorError, Bar
from cms.issuance.assigning import wait_again
from cms.issuance.decisions import (
    CriteriaNotMetError,
    MessageMissingError,
    ask_second,
    award,
    decline,
    return_for_completion,
    save_marks,
)
from cms.issuance.links import LIFETIME, LinkError, LinkProblem, close_links, open_link
from cms.issuance.mail import queue_again, queue_mail
from cms.issuance.marks import Mark
from cms.issuance.milestones import revoke_groundless_sets
from cms.issuance.models import (
    Application,
    Award,
    CriterionAnswer,
    EvidenceLink,
    MailMessage,
    Purpose,
)
from cms.issuance.revocation import check_public_reason
from cms.issuance.states import REPEATABLE, Action, State, check_action
from cms.issuance.steps import APPLICANT, SYSTEM, Actor, lock, log, move
from cms.issuance.submission import Answers, Submission

__all__ = [
    "Actor",
    "AssessorError",
    "Bar",
    "CriteriaNotMetError",
    "Mark",
    "MessageMissingError",
    "apply",
    "ask_second",
    "award",
    "confirm",
    "decline",
    "expire_unconfirmed",
    "resubmit",
    "return_for_completion",
    "revoke",
    "save_marks",
]

# The same form again within this time is a double click or a retry, and gets no second mail.
QUIET_TIME = timedelta(minutes=10)
# So that nobody can use the form to flood somebody else's mailbox.
MAILS_A_DAY = 5


def apply(submission: Submission) -> Application | None:
    """Keep the application and ask for confirmation by mail; return it, or None where nothing new was kept.

    The same form again is the same application. Whatever this returns, the answer to the sender is the same,
    so that nobody can find out whose address is known.
    """
    with transaction.atomic():
        known = _same(submission)
        if known is not None:
            _send_again(known)
            return None
        if _asked_too_often(submission.email):
            return None
        try:
            with transaction.atomic():
                return _create(submission)
        except IntegrityError:
            # The same form came in twice at once; the other request has kept it and sent the mail.
            if _same(submission) is None:
                raise
            return None


@transaction.atomic
def confirm(secret: str) -> Application:
    """Put an application into the queue because its mail address is confirmed.

    Raises:
        LinkError: unknown, used or out of date.
    """
    application = lock(open_link(secret, Purpose.CONFIRM).application_id)
    if application.state != State.UNCONFIRMED:
        raise LinkError(LinkProblem.USED, application)
    close_links(application, Purpose.CONFIRM)
    application.confirmed_at = timezone.now()
    move(application, State.SUBMITTED, APPLICANT)
    queue_mail(application, "received")
    return application


@transaction.atomic
def resubmit(secret: str, answers: Answers) -> Application:
    """Take the completed answers of a returned application and queue it again.

    A mark stays where the answer stayed the same, so that the assessor sees what is new.

    Raises:
        LinkError: unknown, used or out of date, or the application is no longer returned.
    """
    application = lock(open_link(secret, Purpose.MEND).application_id)
    if application.state != State.RETURNED:
        raise LinkError(LinkProblem.USED, application)
    for answer in application.answers.all():
        situation = answers.situations[answer.criterion_key]
        if situation != answer.situation:
            answer.situation, answer.outcome = situation, ""
            answer.save(update_fields=["situation", "outcome"])
    application.evidence.all().delete()
    _add_evidence(application, answers)
    close_links(application, Purpose.MEND)
    wait_again(application)
    queue_mail(application, "received")
    return application


@transaction.atomic
def revoke(award: Award, reason: str, actor: Actor) -> Award:
    """Declare an awarded badge invalid; the next export of the status list says so to everybody.

    A second call changes nothing, so that the first reason and date stand.

    Raises:
        MessageMissingError: the reason is empty.
        PublicReasonError: it tells whose badge it is.
    """
    if not reason.strip():
        raise MessageMissingError
    application = lock(award.application_id)
    check_action(State(application.state), Action.REVOKE)
    check_public_reason(reason.strip(), application)
    kept = Award.objects.get(pk=award.pk)
    if kept.revoked_at is not None:
        return kept
    kept.revoked_at = timezone.now()
    kept.revocation_reason = reason.strip()
    kept.save(update_fields=["revoked_at", "revocation_reason"])
    log(application, State(application.state), actor, kept.revocation_reason)
    queue_mail(application, "revoked", {"message": kept.revocation_reason})
    revoke_groundless_sets(application.email)
    return kept


def expire_unconfirmed() -> int:
    """Close the applications that nobody confirmed in time; return how many."""
    closed = 0
    old = Application.objects.filter(state=State.UNCONFIRMED, created__lt=timezone.now() - LIFETIME[Purpose.CONFIRM])
    for pk in old.exclude(tokens__expires__gt=timezone.now()).values_list("pk", flat=True):
        with transaction.atomic():
            application = lock(pk)
            if application.state == State.UNCONFIRMED:
                move(application, State.EXPIRED, SYSTEM)
                closed += 1
    return closed


def _same(submission: Submission) -> Application | None:
    """Return the application that the same form has made before, if it is not closed."""
    return Application.objects.exclude(state__in=REPEATABLE).filter(digest=submission.digest).first()


def _asked_too_often(email: str) -> bool:
    """Tell whether the address has been asked often enough today for what nobody has confirmed."""
    return (
        MailMessage.objects.filter(
            to=email,
            purpose=Purpose.CONFIRM,
            created__gt=timezone.now() - timedelta(days=1),
            application__state=State.UNCONFIRMED,
        ).count()
        >= MAILS_A_DAY
    )


def _send_again(application: Application) -> None:
    """Send the latest mail of the application once more, unless it is too soon or was too often."""
    latest = application.mails.order_by("-created").first()
    if latest is None or latest.created > timezone.now() - QUIET_TIME:
        return
    if not _asked_too_often(application.email):
        queue_again(latest)


def _create(submission: Submission) -> Application:
    application = Application.objects.create(
        achievement=submission.achievement,
        name=submission.name,
        email=submission.email,
        route=submission.route,
        digest=submission.digest,
        own_work=submission.own_work,
        privacy=submission.privacy,
        public_narrative=submission.public_narrative,
    )
    CriterionAnswer.objects.bulk_create(
        CriterionAnswer(application=application, criterion_key=key, position=position, situation=situation)
        for position, (key, situation) in enumerate(submission.answers.situations.items())
    )
    _add_evidence(application, submission.answers)
    log(application, None, APPLICANT)
    queue_mail(application, "confirm", purpose=Purpose.CONFIRM)
    return application


def _add_evidence(application: Application, answers: Answers) -> None:
    EvidenceLink.objects.bulk_create(EvidenceLink(application=application, url=url) for url in answers.evidence)
