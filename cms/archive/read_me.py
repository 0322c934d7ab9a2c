"""What people read first in a package: what it is, how to check it, what to fill in elsewhere."""

from datetime import date

from django.template.loader import render_to_string

from cms.archive.editions import ExportedSite
from cms.archive.privacy import Scan


def read_me(site: ExportedSite, made: date) -> str:
    """Return the READ-ME: what lies where, and how a typo is mended in year five."""
    return _text("read-me.txt", site, made)


def how_to_verify(site: ExportedSite) -> str:
    """Return how anybody checks the package, with `sha256sum` alone or with Python."""
    return _text("how-to-verify.txt", site)


def privacy_proof(found: Scan, made: date) -> str:
    """Return what the search for personal data in the package has shown."""
    return render_to_string("archive/privacy.txt", {"found": found, "made": made.isoformat()}).strip() + "\n"


def erasmus_checklist(site: ExportedSite, made: date) -> str:
    """Return the fields of the Erasmus+ results platform that the project can fill from the package."""
    return _text("erasmus-results.md", site, made)


def _text(name: str, site: ExportedSite, made: date | None = None) -> str:
    source = site.languages[0]
    context = {
        "name": site.name(source),
        "names": [site.name(language) for language in site.languages],
        "description": site.page(f"{source}/")["description"],
        "funding": site.funding(source),
        "facts": site.facts,
        "languages": site.languages,
        "base_url": site.base_url,
        "modules": [site.page(f"{source}/skills/{slug}/")["title"] for slug in site.skills()],
        "made": made.isoformat() if made else "",
    }
    return render_to_string(f"archive/{name}", context).strip() + "\n"
