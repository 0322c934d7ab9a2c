"""The ledger of awards as a file: for a move to another database, for a backup, for whoever takes the badges over.

JSON lines: a head, the achievements, the endorsements, the awards with their holders, and an end with the digest of all
lines before it. Public keys are no part of it, they are files; private keys least of all.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from cms.issuance.ledger.rows import FORMAT, LedgerError, Line, check_line, merge
from cms.issuance.models import Achievement, Award, Endorsement

__all__ = ["LedgerError", "Report", "export_ledger", "import_ledger"]

ACHIEVEMENT = (
    *("slug", "language", "version", "name", "description", "criteria", "evidence", "assessment", "alignment"),
    *("assessors", "skills_needed", "valid_months", "digest"),
)
ENDORSEMENT = ("slug", "language", "organisation", "endorser", "credential_id", "credential", "withdrawn_at")
AWARD = (
    *("credential_id", "salt", "issued_at", "valid_until", "status_list", "status_index"),
    *("revoked_at", "revocation_reason", "credential"),
)
HOLDER = ("name", "email", "route", "digest", "own_work", "privacy", "public_narrative", "narrative", "confirmed_at")


@dataclass
class Report:
    """What an import changed, counted in lines."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


def export_ledger(path: Path) -> int:
    """Write the ledger, whole or not at all, readable for this account alone; return the number of awards.

    Raises:
        OSError: the file cannot be written.
    """
    digest = hashlib.sha256()
    awards = 0
    descriptor, temporary = tempfile.mkstemp(dir=path.absolute().parent, prefix=".ledger-")
    try:
        with os.fdopen(descriptor, "wb") as file, transaction.atomic():
            for line in _lines():
                data = (json.dumps(line, ensure_ascii=False, default=_as_text) + "\n").encode()
                digest.update(data)
                file.write(data)
                awards += "award" in line
            file.write((json.dumps({"end": {"awards": awards, "sha256": digest.hexdigest()}}) + "\n").encode())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return awards


def import_ledger(path: Path) -> Report:
    """Take in a ledger: every line checked, all of it or nothing. A second time changes nothing.

    What is here already must be the same; only a revocation is taken over, because nothing takes one back.

    Raises:
        LedgerError: with the line that is wrong, or that contradicts what is here.
        OSError: the file cannot be read.
    """
    report = Report()
    lines = _read(path)
    with transaction.atomic():
        for number, line in lines:
            try:
                check_line(line)
                outcome = merge(line)
            except LedgerError as problem:
                raise LedgerError(f"line {number}: {problem}") from problem
            setattr(report, outcome, getattr(report, outcome) + 1)
    return report


def _lines() -> Iterator[Line]:
    from cms.issuance.credentials.addresses import issuer_did

    yield {"ledger": {"format": FORMAT, "issuer": issuer_did()}}
    for achievement in Achievement.objects.order_by("slug", "language", "version"):
        yield {"achievement": _values(achievement, ACHIEVEMENT)}
    for endorsement in Endorsement.objects.order_by("pk"):
        yield {"endorsement": _values(endorsement, ENDORSEMENT)}
    awards = Award.objects.select_related("application", "achievement").order_by("issued_at", "credential_id")
    for award in awards.iterator(chunk_size=500):
        holder = {"id": str(award.application_id), **_values(award.application, HOLDER)}
        version = _values(award.achievement, ("slug", "language", "version"))
        yield {"award": {**_values(award, AWARD), "achievement": version, "holder": holder}}


def _values(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot stand in a ledger.")


def _read(path: Path) -> list[tuple[int, Line]]:
    """Return the lines between head and end with their numbers, the whole file having been read and found whole.

    Raises:
        LedgerError: it is no ledger, of another format, damaged or cut off.
    """
    *body, last = path.read_bytes().splitlines(keepends=True) or [b""]
    try:
        end = json.loads(last)["end"]
        lines = [json.loads(line) for line in body]
        head = lines[0]["ledger"]
    except (ValueError, KeyError, TypeError, IndexError):
        raise LedgerError("this is no ledger, or its end is missing: export_ledger writes one.") from None
    if head.get("format") != FORMAT:
        raise LedgerError(f"format {head.get('format')} is not known here, only {FORMAT}.")
    if end.get("sha256") != hashlib.sha256(b"".join(body)).hexdigest():
        raise LedgerError("the file was changed since export_ledger wrote it: its digest differs.")
    from cms.issuance.credentials.addresses import issuer_did

    if head.get("issuer") != issuer_did():
        raise LedgerError(f"it is of {head.get('issuer')}, and this is {issuer_did()}: set PERENNIAL_ISSUER_URL.")
    return list(enumerate(lines[1:], start=2))
