"""From a row of the outbox to a mail with a plain and an HTML part."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.issuance.awards.files import CERTIFICATE, files_of
from cms.issuance.mail.texts import KINDS, Text, fill, text_for
from cms.issuance.mail.values import personal_links, public_addresses
from cms.issuance.models import Award, AwardFile, MailMessage, Purpose
from cms.issuance.states import State
from cms.projects import Project, current, find, project_of, use

# Stand around the name of a personal link while text becomes HTML. No value can hold them: forms refuse them.
_OPEN, _CLOSE = "\x02", "\x03"
_MARK = re.compile(f"{_OPEN}([a-z]+){_CLOSE}")
_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")
# Links that are shown as a button; all else stands as text.
BUTTONS = ("link", "status")
# What the kept copy of a mail has in place of a personal link.
UNSAID = "…"


@dataclass(frozen=True)
class Composed:
    """A mail ready to send, and its text as it may be kept."""

    mail: EmailMultiAlternatives
    subject: str
    body: str


def compose(message: MailMessage) -> Composed | None:
    """Return the mail, in the name of the project that it is about, or None where there is nothing to say any more.

    A second try has the same Message-ID, so that mail programs show it once.
    """
    if _is_stale(message):
        return None
    with use(_project_of(message)):
        return _compose(message)


def _project_of(message: MailMessage) -> Project:
    """Return the project that a mail is about: that of its application, or else the one that its values name."""
    if message.application is not None:
        return project_of(message.application.achievement.slug)
    return find(message.values.get("project", ""))


def _compose(message: MailMessage) -> Composed | None:
    links = personal_links(message)
    if not any(links.values()) and _lives_by_its_links(message):
        return None
    text = _text_of(message)
    files = _badge_files(message)
    values = {**message.values, **public_addresses(message), "certificate": _line_of_certificate(message, files)}
    subject = " ".join(fill(text.subject, values).split())[:255]
    mail = EmailMultiAlternatives(subject, fill(text.body, values | links) + "\n", current().sender, [message.to])
    mail.extra_headers = {
        "Message-ID": f"<{message.pk}@{urlsplit(settings.ENDPOINT_URL).hostname or 'localhost'}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    mail.attach_alternative(as_html(Text(subject, text.body), values, links, message), "text/html")
    for file in files:
        mail.attach(file.name, bytes(file.content), file.media_type)
    return Composed(mail, subject, fill(text.body, values | dict.fromkeys(links, UNSAID)))


def as_html(text: Text, values: Mapping[str, str], links: Mapping[str, str], message: MailMessage) -> str:
    """Return the HTML part: the same words, the personal link as a button.

    Only the frame is markup; everything that comes from people or from editors is shown as text.
    """
    marks = {name: f"{_OPEN}{name}{_CLOSE}" for name in links if name in BUTTONS}
    body = fill(text.body, {**values, **links, **marks})
    with translation.override(message.language):
        labels = {"link": _label(message), "status": _label_of(Purpose.STATUS)}
        blocks = [_block(block, links, labels) for block in re.split(r"\n\s*\n", body.strip())]
        return render_to_string(
            "issuance/mail/frame.html",
            {
                "subject": text.subject,
                "blocks": blocks,
                "language": message.language,
                "direction": "rtl" if translation.get_language_bidi() else "ltr",
                "issuer": current().issuer_name,
                "site": f"{current().public_url}/{message.language}/",
            },
        )


def _text_of(message: MailMessage) -> Text:
    """Return the text with placeholders; a mail of another kind, to staff, was written whole into its row.

    Raises:
        ValueError: there is neither.
    """
    if message.kind in KINDS:
        return text_for(message.kind, message.language)
    if not message.body:
        raise ValueError(f"no text for mails of the kind {message.kind}")
    return Text(message.subject, message.body)


def _is_stale(message: MailMessage) -> bool:
    """Tell whether the mail asks for what has happened already."""
    return (
        message.purpose == Purpose.CONFIRM
        and message.application is not None
        and message.application.state != State.UNCONFIRMED
    )


def _lives_by_its_links(message: MailMessage) -> bool:
    """Tell whether a mail has nothing to say where there are no links for it."""
    kind = KINDS.get(message.kind)
    return message.kind == "links" or bool(kind and kind.links)


def _badge_files(message: MailMessage) -> list[AwardFile]:
    if not message.attach_badge or message.application is None:
        return []
    award = Award.objects.select_related("application", "achievement").filter(application=message.application).first()
    return files_of(award) if award else []


def _line_of_certificate(message: MailMessage, files: list[AwardFile]) -> str:
    """Return the item of the list of files; nothing where the certificate could not be made."""
    if all(file.name != CERTIFICATE for file in files):
        return ""
    with translation.override(message.language):
        return "* {name}: {what}".format(
            name=CERTIFICATE, what=_("a certificate to print or to hand in. The proof is inside the file.")
        )


def _label(message: MailMessage) -> str:
    kind = KINDS.get(message.kind)
    return str(kind.button) if kind and kind.button else _label_of(message.purpose)


def _label_of(purpose: str) -> str:
    return {
        Purpose.CONFIRM: _("Confirm my application"),
        Purpose.MEND: _("Complete my application"),
        Purpose.STATUS: _("See where my application stands"),
    }.get(Purpose(purpose or Purpose.STATUS), "")


def _block(block: str, links: Mapping[str, str], labels: Mapping[str, str]) -> SafeString:
    """Return a paragraph or a list as HTML."""
    lines = block.split("\n")
    if lines[0].startswith("* "):
        items = re.split(r"^\* ", block, flags=re.MULTILINE)[1:]
        return _join("<ul>", *(f"<li>{_inline(item.strip(), links, labels)}</li>" for item in items), "</ul>")
    return _join("<p>", _inline(block, links, labels), "</p>")


def _inline(text: str, links: Mapping[str, str], labels: Mapping[str, str]) -> str:
    html = _ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text))
    html = html.replace("\n", "<br>\n")
    return _MARK.sub(lambda found: _button(links[found[1]], labels[found[1]]), html)


def _button(address: str, label: str) -> str:
    return format_html('<a class="button" href="{}">{}</a>', address, label)


def _join(*parts: str) -> SafeString:
    # Every part is either a tag of ours or has been escaped in _inline.
    return mark_safe("".join(parts))  # noqa: S308
