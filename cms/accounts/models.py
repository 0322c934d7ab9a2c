"""What is kept beside Django's accounts and django-otp's authenticators: recovery codes, and what holds of logins."""

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


class LoginState(models.Model):
    """What holds of the logins of one account. An account without this row is as one with a row of defaults."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="login_state")
    # How often all logins were ended. A login at the API carries the number that it began with.
    generation = models.PositiveIntegerField(default=0)
    # Somebody else has set the password: its owner chooses another before anything else.
    is_password_told = models.BooleanField(default=False, db_default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id}"
