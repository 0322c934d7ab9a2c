"""The checks of a badge, one by one, each with a reason; and the verdict, the one sentence that sums them up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3LdpVerifier, decode_encoded_list, set_indices, verify_data_integrity_proof
from openbadgeslib.ob3.did import resolve_did

from cms.issuance.awards.holders import fits
from cms.issuance.credentials.documents import document_digest
from cms.issuance.credentials.endorsement import check_endorsement
from cms.issuance.credentials.errors import EndorsementError
from cms.issuance.record.endorsements import has_ended
from cms.issuance.verification.form import as_list, has_our_form, is_open_badge, issuer_of, proof_of

Record = Mapping[str, Any]
# The library checks the dates last and says so; dates have a check of their own here.
OF_DATES = ("Credential has expired", "Credential is not yet valid")


@dataclass(frozen=True)
class Check:
    """One check: what was looked at, how it came out, and the key of the message that says why, with its values."""

    name: str
    state: Literal["passed", "failed", "open"]
    reason: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """The key of the sentence that sums up, and the checks in their order."""

    verdict: str
    checks: list[Check]


def check_badge(credential: Any, record: Record, now: datetime, email: str = "") -> Result:
    """Check a credential against the record of a site (`cms.issuance.record.files.verifier_record`)."""
    if not is_open_badge(credential):
        return Result("not_badge", [Check("file", "failed", "file.not_open_badge")])
    file = Check("file", "passed", "file.read")
    if issuer_of(credential) != record["did"]["id"]:
        values = {"issuer": issuer_of(credential), "ours": record["issuer"]["name"]}
        return Result("other_issuer", [file, Check("issuer", "failed", "issuer.other", values)])
    origin = _check_origin(credential, record)
    if origin[-1].state == "failed":
        leaked = origin[-1].reason == "issuer.leaked_key"
        return Result("leaked" if leaked else "changed", [file, *origin])
    status = _check_status(credential, record)
    dates = _check_dates(credential, now)
    holder = _check_holder(credential, email)
    endorsements = _check_endorsements(credential, record, now)
    checks = [file, *origin, status, dates, _check_achievement(credential, record), *endorsements, holder]
    return Result(_verdict(status, dates, holder), checks)


def _verdict(status: Check, dates: Check, holder: Check) -> str:
    if status.state == "failed":
        return "revoked"
    if dates.state == "failed":
        return "expired" if dates.reason == "dates.expired" else "not_yet"
    if holder.state == "failed":
        return "other_holder"
    return "unchecked" if status.state == "open" else "valid"


def _check_origin(credential: Mapping[str, Any], record: Record) -> list[Check]:
    """Is it signed by a key of the issuer, and is it what was signed?"""
    method = str(proof_of(credential).get("verificationMethod"))
    ours = {"ours": record["issuer"]["name"]}
    if method.partition("#")[2] in record.get("leakedKeys", []):
        return [Check("issuer", "failed", "issuer.leaked_key")]
    if method not in record["did"]["assertionMethod"]:
        return [Check("issuer", "failed", "issuer.unknown_key", ours)]
    issuer = Check("issuer", "passed", "issuer.ours", ours)
    if not has_our_form(credential) or not signature_holds(credential, method):
        return [issuer, Check("signature", "failed", "signature.bad")]
    values = {"date": _moment(proof_of(credential)["created"])}
    return [issuer, Check("signature", "passed", "signature.good", values)]


def signature_holds(credential: Mapping[str, Any], method: str) -> bool:
    """Tell whether the badge is what was signed with the key in `method`, a verification method; dates do not count."""
    try:
        OB3LdpVerifier(pubkey_pem=_key_of(method)).verify(dict(credential))
    except (LibOpenBadgesException, ValueError) as error:
        return str(error).startswith(OF_DATES)
    return True


def _key_of(method: str) -> Any:
    """Return the key in the fragment of the verification method."""
    return resolve_did(f"did:key:{method.partition('#')[2]}")


def _check_status(credential: Mapping[str, Any], record: Record) -> Check:
    entry = credential["credentialStatus"]
    address, index = entry["statusListCredential"], entry["statusListIndex"]
    document = record["statusLists"].get(address)
    if document is None or int(index) not in range(_checked_length(document, record)):
        return Check("status", "open", "status.unknown")
    if int(index) not in set_indices(decode_encoded_list(document["credentialSubject"]["encodedList"])):
        return Check("status", "passed", "status.in_force_stored")
    why = record.get("reasons", {}).get(address, {}).get(index)
    if not why:
        return Check("status", "failed", "status.revoked")
    return Check("status", "failed", "status.revoked_because", {**why, "date": _moment(why["date"])})


def _checked_length(document: Mapping[str, Any], record: Record) -> int:
    """Return how many entries a status list has, 0 where its signature does not hold."""
    method = document.get("proof", {}).get("verificationMethod")
    if method not in record["did"]["assertionMethod"]:
        return 0
    try:
        verify_data_integrity_proof(dict(document), _key_of(method))
        return len(decode_encoded_list(document["credentialSubject"]["encodedList"])) * 8
    except (LibOpenBadgesException, ValueError):
        return 0


def _check_dates(credential: Mapping[str, Any], now: datetime) -> Check:
    start = _moment(credential["validFrom"])
    end = _moment(credential["validUntil"]) if "validUntil" in credential else None
    if start > now:
        return Check("dates", "failed", "dates.not_yet", {"from": start})
    if end is None:
        return Check("dates", "passed", "dates.open", {"from": start})
    if end < now:
        return Check("dates", "failed", "dates.expired", {"until": end})
    return Check("dates", "passed", "dates.until", {"from": start, "until": end})


def _check_achievement(credential: Mapping[str, Any], record: Record) -> Check:
    achievement = credential["credentialSubject"]["achievement"]
    published = record["achievements"].get(achievement["id"])
    if published is None:
        return Check("achievement", "open", "achievement.unknown")
    same = published["digest"] == document_digest(achievement)
    return Check("achievement", *(("passed", "achievement.published") if same else ("open", "achievement.other_words")))


def _check_endorsements(credential: Mapping[str, Any], record: Record, now: datetime) -> list[Check]:
    """Whoever endorses must be known to the issuer, and have signed it: in the badge, or since it was awarded."""
    checks = []
    for document in [*as_list(credential.get("endorsement")), *_endorsed_since(credential, record)]:
        known = record.get("endorsements", {}).get(document.get("id"))
        try:
            check_endorsement(document)
        except EndorsementError:
            known = None
        if known is None or known["endorser"] != document["issuer"]["id"]:
            checks.append(Check("endorsement", "open", "endorsement.unknown"))
            continue
        reason = "endorsement.ended" if has_ended(document, now) else "endorsement.signed"
        reason = "endorsement.withdrawn" if known["withdrawn"] else reason
        state: Literal["open", "passed"] = "passed" if reason == "endorsement.signed" else "open"
        checks.append(Check("endorsement", state, reason, {"organisation": known["organisation"]}))
    return checks


def _endorsed_since(credential: Mapping[str, Any], record: Record) -> list[Any]:
    """Return what is said of the badge or the issuer by those of whom it carries nothing, in its language if it is."""
    known, achievement = record.get("endorsements", {}), credential["credentialSubject"]["achievement"]
    slug = record["achievements"].get(achievement["id"], {}).get("slug")
    carried = [known.get(document.get("id"), {}) for document in as_list(credential.get("endorsement"))]
    seen = {(one.get("endorser"), one.get("slug")) for one in carried}
    language, found = achievement.get("inLanguage"), []
    for one in sorted(known.values(), key=lambda one: one.get("language") != language):
        key = (one["endorser"], one.get("slug"))
        if "document" in one and one["slug"] in ("", slug) and key not in seen:
            seen.add(key)
            found.append(one["document"])
    return found


def _check_holder(credential: Mapping[str, Any], email: str) -> Check:
    """Compare the salted hash with the address as typed and, since people vary it, in lower case."""
    if not email:
        return Check("holder", "open", "holder.not_asked")
    for identity in as_list(credential["credentialSubject"]["identifier"]):
        for spelling in (email, email.lower()):
            if fits(spelling, identity):
                return Check("holder", "passed", "holder.same", {"email": email})
    return Check("holder", "failed", "holder.other", {"email": email})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
