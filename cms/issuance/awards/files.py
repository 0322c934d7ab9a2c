"""The files of an award: the badge in three forms, kept with it, and the certificate, made later by the worker.

They are kept, so that neither a mail nor the applicant's page needs the keys or the software that signs and typesets.
"""

import time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.issuance.awards.file_faults import forget_fault, is_due, note_fault
from cms.issuance.credentials.errors import CredentialError
from cms.issuance.credentials.facts import IssuedBadge
from cms.issuance.models import Award, AwardFile
from cms.issuance.states import State
from cms.issuance.steps import lock

CERTIFICATE = "certificate.pdf"


def keep_files(award: Award, badge: IssuedBadge) -> None:
    """Keep the badge in its three forms in the place of what is kept; a certificate goes, as it holds the old badge."""
    forms = [
        ("badge.json", "application/json", badge.json),
        ("badge.png", "image/png", badge.png),
        ("badge.svg", "image/svg+xml", badge.svg),
    ]
    award.files.all().delete()
    forget_fault(award)
    AwardFile.objects.bulk_create(
        AwardFile(award=award, name=name, media_type=media_type, content=content) for name, media_type, content in forms
    )


def files_of(award: Award) -> list[AwardFile]:
    """Return the files for the holder, and make the certificate if it is missing. Takes a second then.

    What cannot be typeset is noted and left out: the badge is whole without it.
    """
    files = list(award.files.all())
    if all(file.name != CERTIFICATE for file in files) and is_due(award) and (made := _make_certificate(award)):
        files.append(made)
    return files


def bake_missing(award: Award) -> None:
    """Make the badge in its three forms from what was signed, where they are not kept any more.

    Raises:
        CredentialError: the badge has no built picture.
    """
    if award.files.exists():
        return
    from cms.issuance.credentials.issue import baked

    badge = baked(award.credential, award.achievement.slug)
    with transaction.atomic():
        lock(award.application_id)
        if not award.files.exists():
            keep_files(award, badge)


def complete_files(seconds: float) -> int:
    """Make what is missing of badges in force, for at most so long; return how many certificates are new.

    Missing are the certificates of badges that nobody got by mail, of those from before there were certificates, and
    all files after a move with the ledger. What could not be made is tried again after a pause that grows, and given
    up after days. In no order, so that what takes long does not hold up others.
    """
    end = time.monotonic() + seconds
    missing = Award.objects.filter(revoked_at=None, application__state=State.AWARDED).exclude(files__name=CERTIFICATE)
    due = missing.exclude(Q(file_fault__failed_at__isnull=False) | Q(file_fault__next_try__gt=timezone.now()))
    made = 0
    for pk in list(due.order_by("?").values_list("pk", flat=True)):
        if time.monotonic() > end:
            break
        award = Award.objects.select_related("application__achievement", "achievement").get(pk=pk)
        try:
            bake_missing(award)
        except CredentialError as error:
            note_fault(award, error)
            continue
        made += _make_certificate(award) is not None
    return made


def _make_certificate(award: Award) -> AwardFile | None:
    if award.revoked_at is not None:
        return None
    try:
        content = typeset(award)
    except CredentialError as error:
        note_fault(award, error)
        return None
    forget_fault(award)
    return _keep_if_unchanged(award, AwardFile(name=CERTIFICATE, media_type="application/pdf", content=content))


def typeset(award: Award) -> bytes:
    """Return the certificate. What it needs is loaded with the first one: the endpoint makes none.

    Raises:
        CredentialError: it cannot be made.
    """
    from cms.issuance.certificate.make import certificate

    return certificate(award)


@transaction.atomic
def _keep_if_unchanged(award: Award, file: AwardFile) -> AwardFile | None:
    """Keep the file, unless the holder was erased or the badge signed anew while it was made."""
    application = lock(award.application_id)
    now = Award.objects.get(pk=award.pk)
    if application.state != State.AWARDED or now.credential != award.credential:
        return None
    content = {"media_type": file.media_type, "content": file.content}
    return AwardFile.objects.get_or_create(award=award, name=file.name, defaults=content)[0]
