"""Make a backup while everything runs."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from cms.export.write.checksums import CHECKSUMS, write_sums
from cms.operation.backup.database import dump_database
from cms.operation.backup.parts import DATABASE, FORMAT, MANIFEST, BackupError, Manifest, folders

NAME = "perennial-{:%Y%m%dT%H%M%S.%fZ}.tar.gz"
PATTERN = "perennial-*.tar.gz"


def make_backup(target: Path, keep: int = 0) -> Path:
    """Write a backup into the folder and return it. Others but the `keep` newest are deleted; 0 keeps all.

    The database comes first: a file that somebody sends meanwhile is in the backup without its row, which harms
    nothing; a row without its file would.

    Raises:
        BackupError: the database cannot be dumped, a file cannot be read, or there is no room. Earlier backups stay,
            and no half one is left.
    """
    now = datetime.now(UTC)
    path = target / NAME.format(now)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".perennial-backup-", dir=target) as folder:
            dump_database(Path(folder) / DATABASE)
            fresh = Path(folder) / "backup"
            # Names, addresses and keys: for nobody else on this machine.
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
                    _fill(archive, Path(folder) / DATABASE, now)
                file.flush()
                os.fsync(file.fileno())
            fresh.rename(path)
    except OSError as error:
        raise BackupError(f"{error.filename or target}: {error.strerror}. No backup was made.") from error
    if keep:
        for old in sorted(target.glob(PATTERN))[:-keep]:
            old.unlink()
    return path


def _fill(archive: tarfile.TarFile, database: Path, now: datetime) -> None:
    applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    manifest = Manifest(FORMAT, now.isoformat(timespec="seconds"), connection.vendor, applied)
    sums = {MANIFEST: _add(archive, MANIFEST, json.dumps(manifest.as_data(), indent=1).encode())}
    sums[DATABASE] = _add_file(archive, DATABASE, database)
    for name, folder in folders().items():
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            inside = f"{name}/{path.relative_to(folder).as_posix()}"
            sums[inside] = _add_file(archive, inside, path)
    _add(archive, CHECKSUMS, write_sums(sums))


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> str:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    info.mode = 0o600
    archive.addfile(info, io.BytesIO(content))
    return hashlib.sha256(content).hexdigest()


def _add_file(archive: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as file:
        info = archive.gettarinfo(arcname=name, fileobj=file)
        # Who owns it here says nothing elsewhere.
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        archive.addfile(info, file)
    return digest
