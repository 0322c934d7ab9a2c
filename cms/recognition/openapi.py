"""What the endpoint's description says of invitations; made of the constants of the form."""

from cms.issuance.endpoint.guards import FORM
from cms.issuance.endpoint.openapi import Schema, refused
from cms.recognition.forms import LONGEST, LONGEST_NAME, LONGEST_ROLE, SHORTEST

_SECRET = {"name": "secret", "in": "path", "required": True, "schema": {"type": "string"}}
_GONE = "Forged, used, replaced, out of date or taken back; the words say which where the link is one of ours."


def describe() -> tuple[Schema, Schema]:
    """Return the addresses of invitations to endorse, which are opened by links in mails only, and no schemas."""
    pages = {"200": {"description": "A page.", "content": {"text/html": {}}}, "410": refused(_GONE)}
    paths: Schema = {
        "/apply/endorse/{secret}/": {
            "parameters": [_SECRET],
            "get": {"summary": "Read the criteria of the badges, with a form", "responses": pages},
            "post": {
                "summary": "Look at an endorsement, send it, or decline",
                "requestBody": {"required": True, "content": {FORM: {"schema": _answer()}}},
                "responses": {
                    **pages,
                    "303": {"description": "Sent: the same address says so."},
                    "413": refused("Too long."),
                    "415": refused("No form."),
                    "422": {"description": "Fields to correct.", "content": {"text/html": {}}},
                },
            },
        },
        "/apply/endorse/withdraw/{secret}/": {
            "parameters": [_SECRET],
            "get": {"summary": "Look at a published endorsement", "responses": pages},
            "post": {"summary": "Withdraw it", "responses": pages},
        },
    }
    return paths, {}


def _answer() -> Schema:
    return {
        "type": "object",
        "required": ["do"],
        "description": "Of several badges those are endorsed whose field badge-KEY is yes, or issuer for all.",
        "properties": {
            "do": {"enum": ["look", "change", "send", "decline"]},
            "name": {"type": "string", "maxLength": LONGEST_NAME},
            "role": {"type": "string", "maxLength": LONGEST_ROLE},
            "text": {"type": "string", "minLength": SHORTEST, "maxLength": LONGEST},
            "consent": {"const": "yes", "description": "Needed to send."},
        },
    }
