"""Awards for everybody who took part in a training day: all lines of a file or none, each line once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.utils import timezone

from cms.issuance.assessing.assessors import AssessorError, Bar, is_own_address
from cms.issuance.awards.make import make_award
from cms.issuance.awards.sets import award_sets_after_commit
from cms.issuance.mail import queue_mail
from cms.issuance.models import Achievement, Application, Award, Batch, CriterionAnswer, Outcome, Route
from cms.issuance.states import Action, State
from cms.issuance.steps import Actor, log, note_step


@dataclass(frozen=True)
class BulkLine:
    """One person to award: line of the file, what goes into the badge, and the day that it is dated (None: today)."""

    number: int
    name: str
    email: str
    achievement: Achievement
    narrative: str = ""
    awarded_on: date | None = None


@transaction.atomic
def award_lines(title: str, digest: str, lines: Sequence[BulkLine], actor: Actor) -> tuple[Batch, int]:
    """Award every line that is not awarded yet; return the batch and how many badges are new.

    `digest` is the SHA-256 of the file: the same line of the same file is awarded once, however often it is sent.
    Who holds the badge already gets no second one.

    Raises:
        AssessorError: a line is not this person's to award; nothing is awarded then.
        CredentialError: a badge cannot be signed; nothing is awarded then.
    """
    Batch.objects.get_or_create(digest=digest, defaults={"title": title, "actor": actor.name, "actor_id": actor.id})
    # Whoever sends the same file at the same time waits here, and then finds all lines done.
    batch = Batch.objects.select_for_update().get(digest=digest)
    new = 0
    for line in lines:
        if bar := bar_of_line(line.achievement, line.email, actor):
            raise AssessorError(bar, line.email)
        if is_done(digest, line.number) or holds(line.email, line.achievement.slug):
            continue
        _award_line(batch, line, actor)
        new += 1
    return batch, new


def bar_of_line(achievement: Achievement, email: str, actor: Actor) -> Bar | None:
    """Return why this person may not give this badge to this address in bulk, or None."""
    if is_own_address(email, actor):
        return Bar.OWN
    if achievement.skills_needed is not None:
        return Bar.SET
    # One file is one person's word.
    return Bar.AGREEMENT if achievement.assessors > 1 else None


def is_done(digest: str, number: int) -> bool:
    """Tell whether this line of the file has been awarded, whatever became of it since: an erased one stays erased."""
    return Application.objects.filter(batch__digest=digest, batch_line=number).exists()


def holds(email: str, slug: str) -> bool:
    """Tell whether a badge in force was awarded to the address."""
    return Award.objects.in_force().filter(application__email=email, achievement__slug=slug).exists()


def _award_line(batch: Batch, line: BulkLine, actor: Actor) -> None:
    now = timezone.now()
    application = Application.objects.create(
        achievement=line.achievement,
        name=line.name,
        email=line.email,
        route=Route.MODULE,
        state=State.AWARDED,
        digest=hashlib.sha256(f"batch:{batch.digest}:{line.number}".encode()).hexdigest(),
        own_work=False,
        privacy=True,
        assessor=actor.name,
        assessor_id=actor.id,
        narrative=line.narrative,
        batch=batch,
        batch_line=line.number,
        confirmed_at=now,
        decided_at=now,
    )
    CriterionAnswer.objects.bulk_create(
        CriterionAnswer(
            application=application, criterion_key=item["key"], position=position, situation="", outcome=Outcome.MET
        )
        for position, item in enumerate(line.achievement.criteria)
    )
    issued_at = datetime.combine(line.awarded_on, time(), UTC) if line.awarded_on else None
    _award, _badge = make_award(application, issued_at)
    log(application, None, actor, batch.title)
    note_step(application, Action.AWARD, actor)
    queue_mail(application, "awarded", {"message": ""}, attach_badge=True)
    award_sets_after_commit(application.email)
