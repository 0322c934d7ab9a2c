"""What goes into the placeholders of a mail."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cms.issuance.addresses import public_page
from cms.issuance.mail.links import make_link
from cms.issuance.mail.texts import KINDS
from cms.issuance.models import Application, MailMessage, Purpose
from cms.issuance.schedule import closed_since
from cms.issuance.states import State
from cms.projects import project_of, slug_of, use


def facts_of(application: Application) -> dict[str, str]:
    """Return what every mail about an application may say."""
    return {
        "name": application.name,
        "badge": application.achievement.name,
        "reference": application.reference,
        "again": _again_of(application),
    }


def _again_of(application: Application) -> str:
    with use(project_of(application.achievement.slug)):
        return again_of(application.language)


def words_of(message: str, language: str) -> str:
    """Return an assessor's message with a line before it, or nothing."""
    if not message.strip():
        return ""
    with translation.override(language):
        line = _("The assessor writes to you:")
    return f"{line}\n\n{message}"


def again_of(language: str) -> str:
    """Return the line about applying again, or nothing once applications are closed."""
    if closed_since():
        return ""
    with translation.override(language):
        return _("You are welcome to apply again whenever you have more to show.")


def public_addresses(message: MailMessage) -> dict[str, str]:
    """Return the addresses of the site that mails name; sharing begins with the badge of the mail."""
    badge = f"?badge={slug_of(message.application.achievement.slug)}" if message.application else ""
    return {
        "verify": public_page(message.language, "verify"),
        "share": public_page(message.language, "share") + badge,
    }


def personal_links(message: MailMessage) -> dict[str, str]:
    """Make the personal links of a mail: fresh ones, known to nobody but its reader."""
    kind = KINDS.get(message.kind)
    if kind and kind.links:
        return kind.links(message)
    if message.application is None:
        return {"links": _links_to_all(message.to, message.language)} if message.kind == "links" else {}
    links = {"link": make_link(message.application, Purpose(message.purpose))} if message.purpose else {}
    if message.purpose != Purpose.CONFIRM:
        links["status"] = make_link(message.application, Purpose.STATUS)
    return links


def _links_to_all(email: str, language: str) -> str:
    """Return a line and a link for each application of an address; nothing where there is none."""
    rows = Application.objects.filter(email=email).exclude(state=State.EXPIRED).select_related("achievement")
    with translation.override(language):
        return "\n\n".join(
            f"{row.achievement.name} ({row.reference}): {row.get_state_display()}\n{make_link(row, _purpose(row))}"
            for row in rows.order_by("-created")[: settings.MAILBOX_LIMIT]
        )


def _purpose(application: Application) -> Purpose:
    return Purpose.CONFIRM if application.state == State.UNCONFIRMED else Purpose.STATUS
