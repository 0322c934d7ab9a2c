"""Badges signed with a leaked key, signed again: the same badge, a new signature, and a mail with the new files."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.issuance.awards.files import keep_files
from cms.issuance.mail import queue_mail
from cms.issuance.models import Award
from cms.projects import current


def reissue_badges() -> tuple[int, int]:
    """Sign again every badge of the project in force whose key is leaked; return how many, and how many cannot be.

    What is done stays done if it is cut off. Of holders who had their data erased we keep no badge that could be
    signed, and no address to send it to.

    Raises:
        CredentialError: a badge cannot be signed.
    """
    from cms.issuance.credentials.keys import load_leaked_keys

    leaked = {key.multikey for key in load_leaked_keys()}
    rows = Award.objects.filter(current().own("achievement__slug"), revoked_at=None)
    awards = rows.order_by("pk").values_list("pk", "credential")
    due, lost = [], 0
    for pk, credential in awards.iterator():
        if "proof" not in credential:
            lost += 1
        elif _key_of(credential) in leaked:
            due.append(pk)
    for pk in due:
        _reissue(pk)
    return len(due), lost if leaked else 0


@transaction.atomic
def _reissue(pk: int) -> None:
    from cms.issuance.credentials.issue import sign_again

    award = Award.objects.select_for_update(of=("self",)).select_related("application__achievement").get(pk=pk)
    badge = sign_again(award.credential, award.achievement.slug, timezone.now())
    award.credential = badge.credential
    award.save(update_fields=["credential"])
    keep_files(award, badge)
    queue_mail(award.application, "reissued", attach_badge=True)


def _key_of(credential: dict[str, Any]) -> str:
    """Return the multikey text of the key that signed the credential."""
    return str(credential["proof"][0]["verificationMethod"]).partition("#")[2]
