"""One line of a ledger: is it right by itself, and does it fit to what is here?"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.dateparse import parse_datetime

from cms.issuance.awards.holders import is_new_holder
from cms.issuance.models import Achievement, Application, Award, Endorsement
from cms.issuance.states import State

FORMAT = 1
Line = dict[str, Any]
Outcome = Literal["created", "updated", "unchanged"]
# What an import may change in a row that is here: nobody takes a revocation back, and erased data stay erased.
TAKEN_OVER = {"revoked_at", "revocation_reason", "withdrawn_at"}


class LedgerError(Exception):
    """A ledger that cannot be taken in. The message says why and where."""


def check_line(line: Line) -> None:
    """Check what can be known of a line by itself: the signatures, and that the row says what was signed.

    Raises:
        LedgerError: with what is wrong.
    """
    from cms.issuance.credentials.endorsement import check_endorsement
    from cms.issuance.credentials.errors import EndorsementError

    if len(line) != 1 or next(iter(line)) not in _MERGE or not isinstance(next(iter(line.values())), dict):
        raise LedgerError("it is neither an achievement nor an endorsement nor an award.")
    if "award" in line:
        _check_award(line["award"])
    if "endorsement" in line:
        try:
            check_endorsement(line["endorsement"].get("credential"))
        except EndorsementError as problem:
            raise LedgerError(str(problem)) from problem


def merge(line: Line) -> Outcome:
    """Bring a checked line into the database; say what that changed.

    Raises:
        LedgerError: another row is in the way, or says something else.
    """
    [(kind, values)] = line.items()
    try:
        # A savepoint: what fails here must not spoil the reason that is given for it.
        with transaction.atomic():
            return _MERGE[kind](dict(values))
    except (KeyError, TypeError, ValueError) as problem:
        raise LedgerError(f"{kind}: {problem} is missing or no such value.") from problem
    except IntegrityError as problem:
        raise LedgerError(f"{kind}: another one has its place here already.") from problem


def _check_award(values: Mapping[str, Any]) -> None:
    """Check the signature with a key on record, and the row against what was signed."""
    from openbadgeslib.ob3.status_list import status_entry

    from cms.issuance.credentials.addresses import issuer_did, site_address, status_list_path
    from cms.issuance.credentials.documents import timestamp
    from cms.issuance.credentials.keys import load_leaked_keys, load_public_keys
    from cms.issuance.verification.checks import signature_holds

    signed = values.get("credential")
    if not isinstance(signed, dict):
        raise LedgerError("award: there is no credential.")
    name = signed.get("id")
    known = {f"{issuer_did()}#{key.multikey}" for key in [*load_public_keys(), *load_leaked_keys()]}
    try:
        method = signed["proof"][0]["verificationMethod"]
        [identity] = signed["credentialSubject"]["identifier"]
        place = site_address(status_list_path(values["status_list"]))
        agrees = (
            name == values["credential_id"]
            and signed["validFrom"] == timestamp(datetime.fromisoformat(values["issued_at"]))
            and identity["salt"] == values["salt"]
            and signed["credentialStatus"] == status_entry(place, "revocation", values["status_index"])
        )
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise LedgerError(f"award {name}: a value is missing.") from None
    if method not in known:
        raise LedgerError(f"award {name}: its key is not on record here. Copy the keys folder first.")
    if not signature_holds(signed, method):
        raise LedgerError(f"award {name}: its signature does not hold.")
    if not agrees:
        raise LedgerError(f"award {name}: the row says something else than the signed badge.")


def _merge_achievement(values: Line) -> Outcome:
    key = {name: values.pop(name) for name in ("slug", "language", "version")}
    return _create_or_compare(Achievement, key, values)


def _merge_endorsement(values: Line) -> Outcome:
    return _create_or_compare(Endorsement, {"credential_id": values.pop("credential_id")}, values)


def _merge_award(values: Line) -> Outcome:
    version, holder = values.pop("achievement"), values.pop("holder")
    achievement = Achievement.objects.filter(**version).first()
    if achievement is None:
        raise LedgerError(f"there is no achievement {version['slug']} {version['language']} v{version['version']}.")
    key = {"credential_id": values.pop("credential_id")}
    if not Award.objects.filter(**key).exists():
        people = {**holder, "achievement": achievement, "state": State.AWARDED}
        application, _ = Application.objects.get_or_create(id=people.pop("id"), defaults=_parsed(Application, people))
        is_new = is_new_holder(application.email, achievement.slug)
        values = {**values, "application": application, "is_first_of_holder": is_new}
    return _create_or_compare(Award, key, {**values, "achievement": achievement})


def _create_or_compare(model: type[Model], key: Line, values: Line) -> Outcome:
    """Create the row, or compare it: what differs is refused, but for what a later ledger adds."""
    values = _parsed(model, values)
    row = model._default_manager.filter(**key).first()
    if row is None:
        model._default_manager.create(**key, **values)
        return "created"
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    for name in sorted(changed - TAKEN_OVER):
        raise LedgerError(f"{' '.join(map(str, key.values()))} is here already with another {name}.")
    # What is revoked here stays as it is; what only the ledger knows is taken over.
    adopted = [name for name in sorted(changed) if not getattr(row, name)]
    for name in adopted:
        setattr(row, name, values[name])
    if adopted:
        row.save(update_fields=adopted)
    return "updated" if adopted else "unchanged"


def _parsed(model: type[Model], values: Line) -> Line:
    """Return the values with texts of moments as moments, where the model's field holds one."""
    parsed = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        is_moment = field.get_internal_type() == "DateTimeField" and isinstance(value, str)
        parsed[name] = parse_datetime(value) if is_moment else value
    return parsed


_MERGE: Mapping[str, Callable[[Line], Outcome]] = {
    "achievement": _merge_achievement,
    "endorsement": _merge_endorsement,
    "award": _merge_award,
}
