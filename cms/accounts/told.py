"""Passwords that somebody else has set and told: their owner chooses another one at the first login."""

from typing import Any

from cms.accounts.models import LoginState


def note_told(user: Any) -> None:
    """Note that the password of an account was set by somebody else."""
    LoginState.objects.update_or_create(user_id=user.pk, defaults={"is_password_told": True})


def forget_told(user: Any) -> None:
    """Note that an account has a password of its owner's choice."""
    LoginState.objects.filter(user_id=user.pk, is_password_told=True).update(is_password_told=False)


def is_told(user: Any) -> bool:
    """Tell whether the password of an account was set by somebody else."""
    return LoginState.objects.filter(user_id=user.pk, is_password_told=True).exists()
