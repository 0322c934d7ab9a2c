"""From the facts of an award to the files a learner keeps."""

import json

from cms.issuance.credentials.baking import bake_into_png, bake_into_svg
from cms.issuance.credentials.documents import Document, credential
from cms.issuance.credentials.facts import AwardFacts, IssuedBadge
from cms.issuance.credentials.keys import load_signing_key
from cms.issuance.credentials.signing import sign_credential


def issue_badge(facts: AwardFacts) -> IssuedBadge:
    """Return the signed credential of an award, alone and baked into both pictures.

    The same facts and the same key give the same bytes, so a lost file can be made again.

    Raises:
        SigningKeyError: there is no usable signing key.
        UnsignableError: a text has a control character, or the facts make no valid credential.
        ArtworkMissingError: the badge has no built picture.
    """
    signed = sign_credential(credential(facts), load_signing_key(), facts.issued_at)
    text = as_text(signed)
    return IssuedBadge(
        credential=signed,
        json=text.encode(),
        png=bake_into_png(facts.achievement_slug, text),
        svg=bake_into_svg(facts.achievement_slug, text),
    )


def as_text(document: Document) -> str:
    """Return the document as people may open it: indented, letters of all languages as they are."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
