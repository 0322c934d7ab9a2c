"""The desk in Wagtail's log of the site: which account did what to which reference. No applicant is named there."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, log

from cms.issuance.states import Action

PREFIX = "application"
EXPORT, BULK, CODES = "export", "bulk", "codes"
LABELS: dict[str, Any] = {
    **{action.value: action.label for action in Action},
    EXPORT: _("Applications downloaded"),
    BULK: _("Badges awarded in bulk"),
    CODES: _("Claim codes made"),
}


@hooks.register("register_log_actions")
def register_desk_actions(actions: LogActionRegistry) -> None:
    """Name the desk's actions for the log."""
    for name, label in LABELS.items():
        actions.register_action(f"{PREFIX}.{name}", label, label)


def record(request: HttpRequest, instance: Model, action: str) -> None:
    """Write an action into the log. The instance is named by its text, which for an application is its reference."""
    log(instance=instance, action=f"{PREFIX}.{action}", user=request.user)
