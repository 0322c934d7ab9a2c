"""Who has a second factor, and who must have one."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import GroupPagePermission

# What PERENNIAL_SECOND_FACTOR_FOR may name -> whether somebody is one of them.
ROLES: dict[str, Callable[[Any], bool]] = {
    "everybody": lambda user: True,
    "administrators": lambda user: user.is_superuser,
    "publishers": lambda user: (
        user.is_superuser
        or GroupPagePermission.objects.filter(group__user=user, permission__codename="publish_page").exists()
    ),
    "assessors": lambda user: user.has_perm("issuance.assess_application"),
    "leads": lambda user: user.has_perm("issuance.lead_application"),
}


def must_have_one(user: Any) -> bool:
    """Tell whether the settings make the second factor compulsory for somebody."""
    return any(ROLES[name](user) for name in settings.SECOND_FACTOR_FOR if name in ROLES)


def device_of(user: Any) -> TOTPDevice | None:
    """Return the authenticator that somebody has set up, if any."""
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).first()
