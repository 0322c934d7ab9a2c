"""Badges signed with a leaked key, signed again: the same badge, a new signature, and a mail with the new files."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.issuance.awards import badge_files
from cms.issuance.mail import queue_mail
from cms.issuance.models import Award


def reissue_badges() -> int:
    """Sign again every badge in force whose key is leaked; return how many. What is done stays done if it is cut off.

    Raises:
        CredentialError: a badge cannot be signed.
    """
    from cms.issuance.credentials.keys import load_leaked_keys

    leaked = {key.multikey for key in load_leaked_keys()}
    awards = Award.objects.filter(revoked_at=None).order_by("pk").values_list("pk", "credential")
    due = [pk for pk, credential in awards.iterator() if _key_of(credential) in leaked]
    for pk in due:
        _reissue(pk)
    return len(due)


@transaction.atomic
def _reissue(pk: int) -> None:
    from cms.issuance.credentials.issue import sign_again

    award = Award.objects.select_for_update(of=("self",)).select_related("application__achievement").get(pk=pk)
    badge = sign_again(award.credential, award.achievement.slug, timezone.now())
    award.credential = badge.credential
    award.save(update_fields=["credential"])
    queue_mail(award.application, "reissued", attachments=badge_files(badge))


def _key_of(credential: dict[str, Any]) -> str:
    """Return the multikey text of the key that signed the credential."""
    return str(credential["proof"][0]["verificationMethod"]).partition("#")[2]
