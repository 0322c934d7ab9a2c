"""An award -> its certificate: PDF/UA-1 and PDF/A-3a, tagged, in the language of the badge."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cms.issuance.addresses import public_page
from cms.issuance.credentials.baking import artwork, font_paths
from cms.issuance.credentials.errors import CertificateError
from cms.issuance.credentials.issue import as_text
from cms.issuance.models import Award
from cms.issuance.wording import day_in_words
from cms.projects import current, project_of, use
from cms.typesetting import Job, TypesettingError, typeset
from cms.typesetting.codes import qr_drawing

PAGE = Path(__file__).with_name("certificate.typ")
STANDARDS = ("ua-1", "a-3a")
SECONDS = 60


def certificate(award: Award) -> bytes:
    """Return the certificate of an award. The same award gives the same bytes.

    It is typeset in a process of its own, which needs 60 MB for a moment.

    Raises:
        CertificateError: it cannot be typeset, with the reason.
        ArtworkMissingError: the picture of the badge or the fonts are not built.
    """
    with translation.override(award.achievement.language), use(project_of(award.achievement.slug)):
        job = Job(PAGE, font_paths(), _seconds(award), _text(award), STANDARDS, own_fonts_first=True)
    try:
        return typeset(job, SECONDS)
    except TimeoutError:
        raise CertificateError(f"The certificate was not ready after {SECONDS} seconds.") from None
    except TypesettingError as error:
        raise CertificateError(f"The certificate cannot be typeset: {error}") from None


def _text(award: Award) -> dict[str, Any]:
    """Return every word and picture of the page, in the language that is active."""
    achievement = award.achievement
    verify = public_page(achievement.language, "verify")
    issued = day_in_words(award.issued_at)
    values = {"name": award.application.name, "badge": achievement.name, "date": issued}
    return {
        "language": achievement.language,
        "title": _("Certificate: %(badge)s, %(name)s") % values,
        "kicker": _("Open Badge"),
        "badge": achievement.name,
        "name": award.application.name,
        "awarded": _("Awarded on %(date)s to") % values,
        "summary": achievement.description,
        "criteria_title": _("What the holder has shown"),
        "criteria": [criterion["title"] for criterion in achievement.criteria],
        "issuer": current().issuer_name,
        "site": current().public_url,
        "until": _("Valid until %(date)s") % {"date": day_in_words(award.valid_until)} if award.valid_until else "",
        "check_title": _("Check this certificate"),
        "check": _(
            "Scan the code or open the address below, and hand in this file. The signed badge is inside it; a print "
            "alone proves nothing."
        ),
        "verify": verify,
        "id": award.credential_id,
        "seal_alt": _("Seal of the badge"),
        "code_alt": _("QR code with the address of the page that checks badges"),
        "attached": _("The signed badge, Open Badges 3.0"),
        "seal": artwork(achievement.slug, "svg").decode(),
        "code": qr_drawing(verify),
        "credential": as_text(award.credential),
    }


def _seconds(award: Award) -> int:
    return int(award.issued_at.timestamp())
