"""The second factor: an authenticator (TOTP, RFC 6238), and recovery codes for when it is lost."""

import hashlib
import logging
import secrets
from base64 import b32encode
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django_otp import verify_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.accounts.models import RecoveryCode
from cms.accounts.policy import device_of
from cms.accounts.tries import count_code

logger = logging.getLogger(__name__)

RECOVERY_CODES = 8
GROUP = 5
LENGTH = 25


def new_device(user: Any) -> TOTPDevice:
    """Return the authenticator that somebody is setting up; the same one until its first code was typed."""
    device, _made = TOTPDevice.objects.get_or_create(user_id=user.pk, confirmed=False, defaults={"name": "totp"})
    return device


def secret_of(device: TOTPDevice) -> str:
    """Return the secret for who types it into the authenticator, in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def confirm(device: TOTPDevice, code: str) -> list[str]:
    """Take an authenticator into use in the place of any before, if the code is its own; return recovery codes.

    Raises:
        TooManyError: tried too often.
    """
    count_code(device.user)
    with transaction.atomic():
        if verify_token(device.user, device.persistent_id, _plain(code)) is None:
            return []
        TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        device.confirmed = True
        return new_recovery_codes(device.user)


def new_recovery_codes(user: Any) -> list[str]:
    """Return fresh codes, each good for one login; those before are good no more."""
    codes = [b32encode(secrets.token_bytes(16)).decode().lower()[:LENGTH] for _number in range(RECOVERY_CODES)]
    with transaction.atomic():
        # Two windows that ask at once leave one set, not two.
        get_user_model().objects.select_for_update().get(pk=user.pk)
        RecoveryCode.objects.filter(user_id=user.pk).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(user_id=user.pk, digest=_digest(code)) for code in codes)
    return ["-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP)) for code in codes]


def verify(user: Any, code: str) -> TOTPDevice | None:
    """Return the authenticator of somebody if the code is its own now, or a recovery code. Each is good once.

    Raises:
        TooManyError: tried too often.
    """
    count_code(user)
    device = device_of(user)
    if device is None:
        return None
    text = _plain(code)
    kind = "recovery code" if len(text) == LENGTH else "code"
    if _is_good(user, device, text):
        logger.info("Account %s has shown its second factor: a %s.", user.pk, kind)
        return device
    logger.warning("A %s of account %s was not right.", kind, user.pk)
    return None


def _is_good(user: Any, device: TOTPDevice, text: str) -> bool:
    if len(text) == LENGTH:
        used, _kinds = RecoveryCode.objects.filter(user_id=user.pk, digest=_digest(text)).delete()
        return bool(used)
    return verify_token(user, device.persistent_id, text) is not None


def remove(user: Any) -> bool:
    """Take the second factor off an account; tell whether it had one."""
    RecoveryCode.objects.filter(user_id=user.pk).delete()
    removed, _kinds = TOTPDevice.objects.filter(user_id=user.pk).delete()
    return bool(removed)


def _plain(code: str) -> str:
    return "".join(character for character in code if character.isalnum()).lower()


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
