"""What an event has on paper: a poster with a code for all, and cards with a code each. PDF/UA-1, tagged."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.events.awarding import achievements_of, days_in_words, place_in_words
from cms.events.codes import grouped
from cms.events.mails import CLAIM_PAGE, claim_address
from cms.events.models import ClaimCode, TrainingEvent
from cms.issuance.addresses import public_page
from cms.issuance.credentials.baking import artwork, font_paths
from cms.issuance.wording import day_in_words
from cms.learning.funding import funding_words
from cms.learning.models import ProjectSettings
from cms.learning.projects import homes
from cms.projects import current, use
from cms.typesetting import Job, TypesettingError, typeset
from cms.typesetting.codes import qr_drawing

FOLDER = Path(__file__).parent
SECONDS = 60
# What keeps a page from being printed, in words.
PRINT_ERRORS = (TypesettingError, TimeoutError)


def poster_pdf(event: TrainingEvent, row: ClaimCode, code: str) -> bytes:
    """Return the poster of an event: one page. The same event and code give the same bytes."""
    with use(event.owner), translation.override(event.language):
        words = {
            **_words(event, code),
            "heading": _("Get your badge"),
            "limit": ngettext("For %(count)d person, until %(day)s.", "For %(count)d people, until %(day)s.", row.most)
            % {"count": row.most, "day": day_in_words(row.expires)},
        }
    return _typeset("poster.typ", event, words)


def cards_pdf(event: TrainingEvent, codes: Sequence[str], days: tuple[date, date]) -> bytes:
    """Return cards to cut out, ten a page, each with a code that works once."""
    with use(event.owner), translation.override(event.language):
        words = {
            **_words(event, ""),
            "heading": _("Cards for “%(event)s”") % {"event": event.title},
            "limit": _("Works once, until %(day)s.") % {"day": day_in_words(days[1])},
            "how": _("Claim your badge here:"),
            "cards": [{"code": grouped(code), "picture": qr_drawing(claim_address(event, code))} for code in codes],
        }
    return _typeset("cards.typ", event, words)


def _words(event: TrainingEvent, code: str) -> dict[str, Any]:
    """Return every word and picture that both have, in the language that is active, of the project that is meant."""
    address = public_page(event.language, CLAIM_PAGE)
    return {
        "language": event.language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "kicker": _("Open Badge"),
        "title": event.title,
        "days": days_in_words(event),
        "place": place_in_words(event),
        "organiser": _("Organised by %(organiser)s") % {"organiser": event.organiser},
        "badges": [
            {"name": badge.name, "seal": artwork(badge.slug, "svg").decode()} for badge in achievements_of(event)
        ],
        "steps": [
            _("Scan the code, or open the address below and type the code in."),
            _("Write your name and your e-mail address, and send the form."),
            _("Press the button in our mail. Your badge comes in a second mail."),
        ],
        "address": address,
        "code_label": _("Code"),
        "code": grouped(code),
        "picture": qr_drawing(claim_address(event, code)) if code else "",
        "picture_alt": _("QR code with the address of the page where the badge is claimed"),
        "issuer": current().issuer_name,
        **_funding(event.language),
    }


def _funding(language: str) -> dict[str, str]:
    """Return who pays and who is not responsible, as the site says it, and the emblem; "" for what is missing."""
    found = homes().filter(live=True, locale__language_code__in=[language, settings.LANGUAGE_CODE])
    by_language = {home.locale.language_code: home for home in found.select_related("locale")}
    home = by_language.get(language) or by_language.get(settings.LANGUAGE_CODE)
    facts = ProjectSettings.objects.filter(key=current().key).values_list("facts", flat=True).first() or {}
    return {
        **funding_words(home, facts),
        "funding_language": home.locale.language_code if home else language,
    }


def _typeset(page: str, event: TrainingEvent, words: dict[str, Any]) -> bytes:
    moment = int(datetime.combine(event.starts, time(), UTC).timestamp())
    return typeset(Job(FOLDER / page, font_paths(), moment, words), SECONDS)
