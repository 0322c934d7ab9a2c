"""What applicants do: apply, confirm, mend, withdraw. Each step is one transaction: all of it happens, or nothing.

Nothing here signs, so the endpoint runs without the software that does.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.issuance.applications.offer import asking, check_still_offered
from cms.issuance.applications.repeats import sent_with
from cms.issuance.applications.sent import folded, link_rows
from cms.issuance.applications.submission import Answers, Submission
from cms.issuance.assessing.assigning import wait_again
from cms.issuance.evidence.storage import discard_files, keep_files
from cms.issuance.limits import Counting, mailbox_limit, sender_limits
from cms.issuance.mail import confirmation_of, confirmations_to, queue_again, queue_links, queue_mail
from cms.issuance.mail.links import LIFETIME, LinkError, LinkProblem, close_links, make_link, open_link
from cms.issuance.models import Application, Purpose
from cms.issuance.rows import Draft, draft, find, find_all, in_turn, insert, insert_once, inserts, run_last
from cms.issuance.states import REPEATABLE, State
from cms.issuance.steps import APPLICANT, SYSTEM, lock, move

# The same form again within this time is a double click or a retry, and gets no second mail.
QUIET_TIME = timedelta(minutes=10)


class AlreadyUsedError(Exception):
    """The idempotency key or the proof of work came with another form before."""


@dataclass(frozen=True)
class Sender:
    """Who is at the other end of the line: an address of the internet."""

    address: str


def apply(submission: Submission, sender: Sender) -> UUID | None:
    """Keep the application and ask for confirmation by mail; return its key, or None where nothing new was kept.

    The same form again is the same application. Whatever this returns, the answer to the sender is the same and
    takes the same statements, so that nobody can find out whose address is known.

    Raises:
        OfferChangedError: the achievement of the submission can no longer be applied for.
        TooManyError: too many forms come from the sender's address.
        AlreadyUsedError: the key or the proof came with another form before.
    """
    # All that can be made ready is made before the transaction: SQLite lets in one at a time.
    limits = sender_limits(sender.address, proved=bool(submission.proof))
    counting = Counting([*limits, mailbox_limit(submission.email)])
    counting.check_refused()
    achievement, application = submission.achievement, _application_of(submission)
    looks = (
        asking(achievement.slug, achievement.language),
        counting.statement,
        confirmations_to(submission.email),
        insert_once(application),
    )
    with in_turn(), transaction.atomic():
        offer, counts, asked, inserted = find_all(*looks)
        check_still_offered(achievement, offer)
        is_within = counting.is_within(counts)
        if not inserted:
            _send_again(_same(submission))
            return None
        keep_files(application.id, submission.answers.files)
        mail = confirmation_of(application.id, submission.email, achievement, asked)
        # Nobody applies so often. The same work was done as for anybody, and all of it is taken back.
        run_last(inserts(mail), keep=is_within)
    return application.id if is_within else None


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


def begin_mending(secret: str) -> str:
    """Return a fresh link to mend the application whose own page the secret opens.

    Raises:
        LinkError: the link opens nothing, or the application is not returned.
    """
    application = open_link(secret, Purpose.STATUS).application
    if application.state != State.RETURNED:
        raise LinkError(LinkProblem.USED, application)
    return make_link(application, Purpose.MEND)


@transaction.atomic
def resubmit(secret: str, answers: Answers) -> Application:
    """Take the completed answers of a returned application and queue it again.

    A mark stays where the answer and its evidence stayed the same, so that the assessor sees what is new.

    Raises:
        LinkError: unknown, used or out of date, or the application is no longer returned.
    """
    application = lock(open_link(secret, Purpose.MEND).application_id)
    if application.state != State.RETURNED:
        raise LinkError(LinkProblem.USED, application)
    removed = application.files.filter(pk__in=answers.removed)
    changed = _changed_evidence(application, answers) | set(removed.values_list("criterion_key", flat=True))
    for answer in application.answers.all():
        situation = answers.situations[answer.criterion_key]
        if situation != answer.situation or answer.criterion_key in changed:
            answer.situation, answer.outcome = situation, ""
            answer.save(update_fields=["situation", "outcome"])
    application.evidence.all().delete()
    discard_files(removed)
    insert(*link_rows(application.pk, answers.links.items(), answers.evidence))
    keep_files(application.pk, answers.files)
    close_links(application, Purpose.MEND)
    wait_again(application)
    queue_mail(application, "received")
    return application


@transaction.atomic
def withdraw(secret: str) -> Application:
    """Take an open application back, at the applicant's wish.

    Raises:
        LinkError: the link opens nothing.
        TransitionError: the application is decided or closed meanwhile.
    """
    application = lock(open_link(secret, Purpose.STATUS).application_id)
    move(application, State.WITHDRAWN, APPLICANT)
    close_links(application, Purpose.MEND)
    queue_mail(application, "withdrawn")
    return application


@transaction.atomic
def ask_for_links(email: str, language: str, sender: Sender) -> None:
    """Have the personal links of an address mailed to it once more; nothing tells whether there are any.

    Raises:
        TooManyError: too many forms come from the sender's address.
    """
    counting = Counting([*sender_limits(sender.address, proved=False), mailbox_limit(email, "links")])
    counting.check_refused()
    is_within = counting.is_within(find(counting.statement))
    queue_links(email, language)
    if not is_within:
        transaction.set_rollback(True)


def expire_unfinished(unfinished_for: timedelta) -> int:
    """Close what nobody confirmed within the life of the link, or mended within `unfinished_for`; return how many."""
    now = timezone.now()
    old = Application.objects.filter(state=State.UNCONFIRMED, created__lt=now - LIFETIME[Purpose.CONFIRM])
    unconfirmed = old.exclude(tokens__expires__gt=now)
    returned = Application.objects.filter(state=State.RETURNED, updated__lt=now - unfinished_for)
    closed = 0
    for rows in (unconfirmed, returned):
        for pk, state in rows.values_list("pk", "state"):
            with transaction.atomic():
                application = lock(pk)
                if application.state == state:
                    move(application, State.EXPIRED, SYSTEM)
                    closed += 1
    return closed


def _same(submission: Submission) -> Application:
    """Return the application that the same form has made before.

    Raises:
        AlreadyUsedError: another form has used the key or the proof.
    """
    # One that is over counts as well, if it is this very form and not the same words again.
    counts = ~Q(state__in=REPEATABLE) | sent_with(submission.idempotency_key, submission.proof)
    same = Application.objects.select_related("achievement").filter(counts, digest=submission.digest).first()
    if same is None:
        raise AlreadyUsedError
    return same


def _send_again(application: Application) -> None:
    """Send the latest mail of the application once more, unless that is too soon."""
    latest = application.mails.order_by("-created").first()
    if latest is not None and latest.created <= timezone.now() - QUIET_TIME:
        queue_again(latest)


def _application_of(submission: Submission) -> Draft:
    return draft(
        Application,
        achievement_id=submission.achievement.pk,
        name=submission.name,
        email=submission.email,
        route=submission.route,
        digest=submission.digest,
        idempotency_key=submission.idempotency_key or None,
        proof=submission.proof or None,
        own_work=submission.own_work,
        privacy=submission.privacy,
        public_narrative=submission.public_narrative,
        sent=folded(submission.answers),
    )


def _changed_evidence(application: Application, answers: Answers) -> set[str]:
    """Return the keys of the criteria for which there is another address than before, or a new file."""
    before = dict(application.evidence.exclude(criterion_key="").values_list("criterion_key", "url"))
    links = {key for key in {*before, *answers.links} if before.get(key) != answers.links.get(key)}
    return links | {file.criterion for file in answers.files}
