"""What the headless API keeps: marks of changes, which tell whether an answer is still true, and tokens."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import APIToken

# More are never looked at: a reader compares the last one and how many there are.
MOST_CHANGES = 200


class Change(models.Model):
    """Something was written that answers are made of. Rows are only added: writers never wait for each other."""

    token = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


def note_change() -> None:
    """Mark that answers made so far may be outdated."""
    change = Change.objects.create()
    if change.pk % MOST_CHANGES == 0:
        Change.objects.filter(pk__lte=change.pk - MOST_CHANGES).delete()


class Scope(models.TextChoices):
    """What a token may be used for; the user's own permissions hold beside it."""

    READ = "read", _("see drafts and history")
    WRITE = "write", _("create, change, move, copy and translate pages")
    PUBLISH = "publish", _("submit, approve, publish and retract")
    DELETE = "delete", _("delete pages")


ALL_SCOPES = frozenset(Scope.values)


class TokenGrant(models.Model):
    """What a token of Wagtail may be used for, and until when. A token without this row is not limited."""

    token = models.OneToOneField(APIToken, models.CASCADE, primary_key=True, related_name="grant")
    scopes = models.JSONField(_("may be used to"), default=list)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.token}: {', '.join(self.scopes)}"

    @property
    def is_expired(self) -> bool:
        """Tell whether the token's time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()


def make_token(user: Any, name: str, scopes: Iterable[str], expires_at: datetime | None) -> tuple[APIToken, str]:
    """Make a token and return it with its text, which is not kept and cannot be shown again.

    Raises:
        ValueError: a scope that does not exist.
    """
    wanted = sorted(set(scopes))
    if unknown := set(wanted) - ALL_SCOPES:
        raise ValueError(f"There is no scope {', '.join(sorted(unknown))}. There are: {', '.join(Scope.values)}.")
    with transaction.atomic():
        token, text = APIToken.create_token(user=user, name=name)
        TokenGrant.objects.create(token=token, scopes=wanted, expires_at=expires_at)
    return token, text
