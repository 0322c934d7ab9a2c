"""Proof of work: a small sum that the sender's browser does, so that sending by the thousand becomes dear.

The protocol is ALTCHA's (https://altcha.org/docs/v2/, version 1 of the challenge): find the number for which
SHA-256(salt + number) is the challenge. The challenge is signed and carries when it was made and when it ends, so
nothing is kept for it here; that a proof is used once is kept with the application that it was spent on.
"""

import base64
import binascii
import hashlib
import json
import re
import secrets

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from cms.issuance.keyed import keyed_hash

ALGORITHM = "SHA-256"
LIFETIME_SECONDS = 6 * 3600
# Nobody reads a form and fills it in within this time of touching it.
QUICKEST_SECONDS = 3
LONGEST_PROOF = 2000
# What `make_challenge` writes at the end of the salt.
STAMPS = re.compile(r"\?issued=([0-9]{1,12})&expires=([0-9]{1,12})&\Z")


def make_challenge() -> dict[str, object]:
    """Return a challenge as the ALTCHA widget and our script read it."""
    now = int(timezone.now().timestamp())
    # The "&" at the end keeps the number apart from the last parameter: without it digits could be moved.
    salt = f"{secrets.token_hex(12)}?issued={now}&expires={now + LIFETIME_SECONDS}&"
    number = secrets.randbelow(settings.PROOF_NUMBERS) + 1
    challenge = _hash(salt, number)
    return {
        "algorithm": ALGORITHM,
        "challenge": challenge,
        "maxnumber": settings.PROOF_NUMBERS,
        "salt": salt,
        "signature": _signature(challenge),
    }


def proof_in(payload: str) -> str:
    """Return the challenge that the payload of a form proves to be solved, or an empty text.

    A payload that is missing, broken, forged, too old or too quick counts as none: such a form meets the stricter
    limits, as one from a browser without scripts does.
    """
    try:
        answer = json.loads(base64.b64decode(payload[:LONGEST_PROOF], validate=True))
        salt, number = str(answer["salt"]), int(answer["number"])
        challenge, signature = str(answer["challenge"]), str(answer["signature"])
        stamps = STAMPS.search(salt)
        issued, expires = (int(stamp) for stamp in stamps.groups()) if stamps else (0, 0)
    except (binascii.Error, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return ""
    now = timezone.now().timestamp()
    if not constant_time_compare(signature, _signature(challenge)) or _hash(salt, number) != challenge:
        return ""
    return challenge if issued + QUICKEST_SECONDS <= now < expires else ""


def _hash(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _signature(challenge: str) -> str:
    return keyed_hash("cms.issuance.proof", challenge)
