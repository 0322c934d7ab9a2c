"""What can be done at the desk to an application. Each step is one transaction: state, log line and mail, or nothing.

What applicants do is in `cms.issuance.applications.applying`.
"""

from django.db import transaction

from cms.issuance.assessing.assessors import AssessorError, Bar
from cms.issuance.assessing.decisions import (
    CriteriaNotMetError,
    MessageMissingError,
    ask_second,
    award,
    decline,
    return_for_completion,
    save_marks,
)
from cms.issuance.assessing.marks import Mark
from cms.issuance.awards.holders import email_of
from cms.issuance.awards.revocation import check_public_reason
from cms.issuance.awards.sets import revoke_groundless_sets
from cms.issuance.mail import queue_mail
from cms.issuance.models import Award
from cms.issuance.states import Action, State, check_action
from cms.issuance.steps import Actor, lock, log, mark_revoked

__all__ = [
    "Actor",
    "AssessorError",
    "Bar",
    "CriteriaNotMetError",
    "Mark",
    "MessageMissingError",
    "ask_second",
    "award",
    "decline",
    "return_for_completion",
    "revoke",
    "save_marks",
]


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
    kept = Award.objects.select_related("application").get(pk=award.pk)
    if mark_revoked(kept, reason.strip()):
        log(application, State(application.state), actor, kept.revocation_reason)
        queue_mail(application, "revoked", {"message": kept.revocation_reason})
        revoke_groundless_sets(email_of(kept))
    return kept
