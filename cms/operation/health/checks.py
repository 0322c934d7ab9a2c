"""What a process needs: database, tables, mail that leaves, folders that can be written, room, a key that signs."""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, default_storage, storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cms.issuance.awards.file_faults import given_up
from cms.issuance.clock import ahead_of_clock
from cms.issuance.models import MailMessage
from cms.operation.health.ready import AttentionError, NotReadyError

# The worker looks every two seconds; after a quarter of an hour nobody is sending.
MAIL_WAITS = timedelta(minutes=15)
MEGABYTE = 1024 * 1024

_migrated = False


def database() -> None:
    """Raise NotReadyError where the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as error:
        connection.close()
        raise NotReadyError(f"The database does not answer: {str(error).strip()}") from error


def migrations() -> None:
    """Raise NotReadyError where tables are older than the program. Once they are not, it is not asked again."""
    global _migrated
    if _migrated:
        return
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        first = waiting[0][0]
        raise NotReadyError(f"{len(waiting)} migrations wait, {first} first. Run: manage.py migrate")
    _migrated = True


def mail() -> None:
    """Raise NotReadyError where mails are due for a quarter of an hour: the worker is away, or the mail server."""
    late = MailMessage.objects.filter(sent_at=None, failed_at=None, due__lt=timezone.now() - MAIL_WAITS)
    number = late.count()
    if number:
        raise NotReadyError(
            f"{number} mails wait for more than {MAIL_WAITS.seconds // 60} minutes. Does manage.py work run, "
            "and does the mail server (EMAIL_HOST) answer?"
        )


def clock() -> None:
    """Raise NotReadyError where the clock is behind what has happened already: badges would be dated wrongly."""
    ahead = ahead_of_clock()
    if ahead:
        raise NotReadyError(
            f"The clock says {timezone.now():%Y-%m-%d %H:%M}, but something was done at {ahead:%Y-%m-%d %H:%M}. "
            "Set the clock: timedatectl"
        )


def media() -> None:
    """Raise NotReadyError where pictures and files of editors cannot be kept, or a bucket cannot be used."""
    if isinstance(default_storage, FileSystemStorage):
        _write_into(Path(settings.MEDIA_ROOT), "PERENNIAL_MEDIA_DIR")
    for name, setting in (("default", "PERENNIAL_MEDIA_BUCKET"), ("evidence", "PERENNIAL_EVIDENCE_BUCKET")):
        if not isinstance(storages[name], FileSystemStorage):
            _ask_bucket(storages[name], setting)


def disk() -> None:
    """Raise NotReadyError where less than PERENNIAL_MIN_FREE_MB is free below a folder that is written to."""
    for folder in {settings.VAR_DIR, settings.EXPORT_DIR.parent, Path(settings.MEDIA_ROOT)}:
        if not folder.exists():
            continue
        free = shutil.disk_usage(folder).free // MEGABYTE
        if free < settings.MIN_FREE_MB:
            raise NotReadyError(f"{free} MB are free below {folder}, {settings.MIN_FREE_MB} MB are wanted. Make room.")


def signature() -> None:
    """Raise NotReadyError where no badge could be signed: make a signature, and check it with the public key."""
    # Not needed where the endpoint runs alone, and slow to load.
    from cms.issuance.credentials.errors import SigningKeyError, UnsignableError
    from cms.issuance.credentials.keys import load_signing_key
    from cms.issuance.credentials.signing import sign_status_list

    try:
        sign_status_list(document_to_sign(), load_signing_key(), datetime.now(UTC))
    except (SigningKeyError, UnsignableError, OSError) as error:
        raise NotReadyError(f"No badge can be signed: {error}") from error


def certificates() -> None:
    """Raise AttentionError where files of badges cannot be made and nobody tries any more."""
    faults = given_up()
    number = faults.count()
    if number:
        example = faults.values_list("award_id", "error")[0]
        raise AttentionError(
            f"The certificates or files of {number} badges cannot be made, for example of award {example[0]}: "
            f"{example[1]} Mend that, then run: manage.py complete_badge_files --again"
        )


def document_to_sign() -> dict[str, Any]:
    """Return the smallest document that can be signed as badges are. It says nothing about anybody."""
    name = "urn:perennial:ready"
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "id": name,
        "issuer": name,
        "credentialSubject": {},
    }


def _ask_bucket(storage: Storage, setting: str) -> None:
    # Only where a bucket is used: boto3 takes half a second to load.
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        storage.check()  # type: ignore[attr-defined]  # of cms.operation.buckets
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise NotReadyError(f"The bucket of {setting} cannot be used: {error}") from error


def _write_into(folder: Path, setting: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"ready")
    except OSError as error:
        raise NotReadyError(f"{folder} ({setting}) cannot be written: {error.strerror}.") from error
