"""What is kept beside django-otp's authenticators: recovery codes, as hashes."""

from django.conf import settings
from django.db import models


class RecoveryCode(models.Model):
    """One code for who has lost the authenticator. The code has 125 random bits, so a plain hash hides it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="accounts_one_code_once")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id}"
