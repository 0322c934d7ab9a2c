"""What is noted when somebody logs in, or fails to: in the session, and as a line of the log without a name.

And what ends when an account is closed.
"""

import logging
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from cms.accounts import sessions

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def on_login(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Begin the clock of the session."""
    if request is not None and hasattr(request, "session"):
        sessions.begin(request, user)
    logger.info("Account %s has logged in.", user.pk)


@receiver(user_login_failed)
def on_failure(sender: Any, **kwargs: Any) -> None:
    """Say that it failed; whose name was typed is nobody's business in a log: it may be a password."""
    logger.warning("A login has failed.")


@receiver(post_save, sender=User)
def on_save(sender: Any, instance: User, created: bool, **kwargs: Any) -> None:
    """End every login of an account that is closed: none of them holds again when it is opened later."""
    if not instance.is_active and not created:
        sessions.end_sessions(instance)
