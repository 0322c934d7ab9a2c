"""Where the verifiable record is published. Everything follows from ISSUER_URL: PUBLIC_URL until the site moves."""

import re
from urllib.parse import urlsplit

from cms.projects import current, slug_of


def issuer_url() -> str:
    """Return the address that badges name, without a slash at the end; it stays when the site moves to another host."""
    return current().issuer_url


def site_address(path: str) -> str:
    """Return the public address of a file of the exported site."""
    return f"{issuer_url()}/{path}"


def issuer_did() -> str:
    """Return the did:web of the issuer's address; a port is kept, percent-encoded (did:web method, section 3.1).

    openbadgeslib refuses http addresses, because did:web means https. The demo on one's own machine
    speaks http, so only the host and path are used: the identifier is the same.
    """
    # Takes a while to load, and an export needs addresses only.
    from openbadgeslib.ob3 import did_web_from_url

    parts = urlsplit(issuer_url())
    return str(did_web_from_url(f"https://{parts.netloc}{parts.path}"))


def did_document_paths() -> list[str]:
    """Return where the DID document must lie in the site (did:web method, section 3.2).

    A host alone is resolved at /.well-known/did.json, a host with a path at <path>/did.json. The first is
    always written, so that an archive looks the same wherever it was once served.
    """
    below_a_path = urlsplit(issuer_url()).path.strip("/")
    return [".well-known/did.json", "did.json"] if below_a_path else [".well-known/did.json"]


def achievement_path(slug: str, language: str, version: int) -> str:
    """Return the path of one version of an achievement in one language; it never changes its content."""
    return f"achievements/{slug_of(slug)}/{language}/v{version}.json"


def current_achievement_path(slug: str) -> str:
    """Return the path of the achievement's current version in the source language."""
    return f"achievements/{slug_of(slug)}.json"


def artwork_path(slug: str) -> str:
    """Return the path of the badge's picture, which does not depend on the fingerprints of the asset build."""
    return f"achievements/{slug_of(slug)}.svg"


def endorsement_path(credential_id: str) -> str:
    """Return the path of an endorsement, named by the last part of its id."""
    return f"endorsements/{re.split('[:/#]', credential_id.rstrip('/'))[-1]}.json"


def revocations_path(number: int) -> str:
    """Return the path of the reasons for the revocations of a status list."""
    return f"revocations/{number}.json"


def status_list_path(number: int) -> str:
    """Return the path of a status list."""
    return f"status/{number}.json"
