"""From the facts of an award to the files a learner keeps."""

import json
from datetime import datetime

from cms.issuance.credentials.baking import bake_into_png, bake_into_svg
from cms.issuance.credentials.documents import Document, credential
from cms.issuance.credentials.facts import AwardFacts, IssuedBadge
from cms.issuance.credentials.keys import load_signing_key
from cms.issuance.credentials.signing import sign_credential
from cms.projects import project_of, use


def issue_badge(facts: AwardFacts) -> IssuedBadge:
    """Return the signed credential of an award, alone and baked into both pictures.

    The same facts and the same key give the same bytes, so a lost file can be made again.

    Raises:
        SigningKeyError: there is no usable signing key.
        UnsignableError: a text has a control character, or the facts make no valid credential.
        ArtworkMissingError: the badge has no built picture.
    """
    with use(project_of(facts.achievement_slug)):
        signed = sign_credential(credential(facts), load_signing_key(), facts.issued_at)
    return baked(signed, facts.achievement_slug)


def sign_again(signed: Document, slug: str, created: datetime) -> IssuedBadge:
    """Return the same badge with the signature of the key that signs now.

    Raises:
        CredentialError: as `issue_badge`.
    """
    document = {name: value for name, value in signed.items() if name != "proof"}
    with use(project_of(slug)):
        signed_again = sign_credential(document, load_signing_key(), created)
    return baked(signed_again, slug)


def baked(signed: Document, slug: str) -> IssuedBadge:
    """Return a signed credential in the forms that a learner keeps.

    Raises:
        ArtworkMissingError: the badge has no built picture.
    """
    text = as_text(signed)
    return IssuedBadge(
        credential=signed,
        json=text.encode(),
        png=bake_into_png(slug, text),
        svg=bake_into_svg(slug, text),
    )


def as_text(document: Document) -> str:
    """Return the document as people may open it: indented, letters of all languages as they are."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
