"""What a deployment is told before it goes live: manage.py check --deploy."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Tags, register
from django.core.checks import Warning as CheckWarning

ENCRYPTED = b"ENCRYPTED PRIVATE KEY"


@register(Tags.security, deploy=True)
def signing_key_is_encrypted(app_configs: Any, **kwargs: Any) -> list[CheckWarning]:
    """Warn of a signing key that whoever reads the disk or a backup could use."""
    path = Path(settings.KEYS_DIR) / "signing-key.pem"
    try:
        encrypted = ENCRYPTED in path.read_bytes()
    except OSError:
        # No key yet, or none that this account may read: what signs will say so.
        return []
    if encrypted:
        return []
    hint = "Set PERENNIAL_SIGNING_PASSPHRASE, then make another key: manage.py rotate_key"
    return [CheckWarning("The key that signs badges is not encrypted.", hint=hint, id="issuance.W001")]
