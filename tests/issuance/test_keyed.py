"""Keyed hashes are Django's own, so what was signed and counted before stays so."""

import pytest
from django.test import override_settings
from django.utils.crypto import salted_hmac

from cms.issuance.keyed import keyed_hash


@pytest.mark.parametrize("secret", ["one", "another"])
def test_a_keyed_hash_is_the_one_that_django_makes(secret: str) -> None:
    with override_settings(SECRET_KEY=secret):
        assert keyed_hash("a purpose", "ä text") == salted_hmac("a purpose", "ä text", algorithm="sha256").hexdigest()
