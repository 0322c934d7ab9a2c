"""An exported site on disk -> what is wrong with it, with nothing else at hand: no database, no key."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import verify_data_integrity_proof
from openbadgeslib.ob3.did import resolve_did

from cms.export.check import Fault, Finding, People, check_site, fault
from cms.export.write.checksums import CHECKSUMS, read_sums
from cms.issuance.credentials.endorsement import check_endorsement
from cms.issuance.credentials.errors import EndorsementError

DID_DOCUMENT = ".well-known/did.json"
SITE_FACTS = "@site.json"


def verify_site(root: Path) -> list[Finding]:
    """Return every fault of the site in `root`, sorted: checksums, links, anchors, signatures of the badges' record.

    Raises:
        FileNotFoundError: `root` is not an exported site.
    """
    listed = read_sums((root / CHECKSUMS).read_text("utf-8"))
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    faults = check_site(files, _public_people(files), _base_url(files))
    return sorted([*_check_sums(listed, files), *faults, *_check_signatures(files)])


def _public_people(files: Mapping[str, bytes]) -> People:
    """Return whose addresses may stand in the site, as it says itself; every other address is a fault."""
    try:
        named = json.loads(files[SITE_FACTS])["public_people"]
        return People(public=frozenset(map(str, named)))
    except (ValueError, KeyError, TypeError):
        return People()


def _base_url(files: Mapping[str, bytes]) -> str:
    """Return the address that the site was exported for, as its robots.txt names it; "" where it does not."""
    found = re.search(rb"^Sitemap: (\S+)/sitemap\.xml$", files.get("robots.txt", b""), re.MULTILINE)
    return found[1].decode() if found else ""


def _check_sums(expected: Mapping[str, str], files: Mapping[str, bytes]) -> Iterable[Finding]:
    for path, digest in expected.items():
        if path not in files:
            yield Finding(path, fault(_("is missing, but %(list)s lists it"), list=CHECKSUMS))
        elif hashlib.sha256(files[path]).hexdigest() != digest:
            yield Finding(path, fault(_("was changed: its SHA-256 is not the one in %(list)s"), list=CHECKSUMS))
    for path in sorted(files.keys() - expected.keys() - {CHECKSUMS}):
        yield Finding(path, fault(_("was added: %(list)s does not list it"), list=CHECKSUMS))


def _check_signatures(files: Mapping[str, bytes]) -> Iterable[Finding]:
    """Check each status list with the key its proof names, which the issuer's DID document must hold."""
    lists = [path for path in files if path.startswith("status/") and path.endswith(".json")]
    if not lists or DID_DOCUMENT not in files:
        yield Finding(DID_DOCUMENT, fault(_("the badges’ keys or status lists are missing")))
        return
    try:
        methods = {method["id"]: method for method in json.loads(files[DID_DOCUMENT])["verificationMethod"]}
    except (ValueError, KeyError, TypeError):
        yield Finding(DID_DOCUMENT, fault(_("is not a DID document")))
        return
    for path in lists:
        if wrong := _signature_fault(files[path], methods):
            yield Finding(path, wrong)
    for path in sorted(files):
        if path.startswith("endorsements/") and path.endswith(".json"):
            try:
                check_endorsement(json.loads(files[path]))
            except (ValueError, EndorsementError) as error:
                yield Finding(path, fault(_("is no signed endorsement: %(reason)s"), reason=str(error)))


def _signature_fault(content: bytes, methods: Mapping[str, dict[str, Any]]) -> Fault | None:
    """Return what is wrong with the signature of a status list, None where nothing is."""
    try:
        document = json.loads(content)
        proof = document["proof"][0] if isinstance(document["proof"], list) else document["proof"]
        method = methods[proof["verificationMethod"]]
    except (ValueError, KeyError, TypeError, IndexError):
        return fault(_("is not signed by a key of the issuer’s DID document"))
    try:
        # The key is in the method itself, so did:key resolves it without asking anybody.
        verify_data_integrity_proof(document, resolve_did(f"did:key:{method['publicKeyMultibase']}"))
    except (LibOpenBadgesException, ValueError) as error:
        return fault(_("its signature does not hold: %(reason)s"), reason=str(error))
    return None
