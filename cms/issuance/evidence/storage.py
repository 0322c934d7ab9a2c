"""Where files lie: the storage `evidence`, outside everything that is served, under names that say nothing."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone

from cms.issuance.applications.submission import CheckedFile
from cms.issuance.models import EvidenceFile

# A file is written before its row; what has no row after this time was left behind by a crash.
ORPHAN_AFTER = timedelta(hours=24)


def keep_files(application_id: UUID, files: Sequence[CheckedFile]) -> None:
    """Write the files and their rows. What a transaction that fails leaves behind is found by `delete_orphans`."""
    for file in files:
        name = _storage().save(secrets.token_hex(16), ContentFile(file.content))
        EvidenceFile.objects.create(
            application_id=application_id,
            criterion_key=file.criterion,
            stored_as=name,
            title=file.title,
            media_type=file.media_type,
            size=len(file.content),
            digest=file.digest,
        )


def discard_files(files: Iterable[EvidenceFile]) -> None:
    """Delete rows now, and their files once that is certain."""
    names = []
    for file in files:
        names.append(file.stored_as)
        file.delete()
    transaction.on_commit(lambda: _delete(names), robust=True)


def open_file(file: EvidenceFile) -> "File[bytes]":
    """Return the content, open for reading.

    Raises:
        FileNotFoundError: the storage has lost it.
    """
    return _storage().open(file.stored_as)


def delete_orphans() -> int:
    """Delete the files that no application has; return how many."""
    old = timezone.now() - ORPHAN_AFTER
    names = list(_names())
    known = set(EvidenceFile.objects.values_list("stored_as", flat=True))
    # Only of these few: a bucket is asked for each. One whose row is not written yet is not old.
    orphans = [name for name in names if name not in known and _storage().get_modified_time(name) < old]
    _delete(orphans)
    return len(orphans)


def _storage() -> Storage:
    return storages["evidence"]


def _names() -> Iterator[str]:
    try:
        yield from _storage().listdir("")[1]
    except FileNotFoundError:
        # Nobody has ever sent a file.
        return


def _delete(names: Iterable[str]) -> None:
    for name in names:
        _storage().delete(name)
