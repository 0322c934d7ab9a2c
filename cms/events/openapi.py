"""The claim form in the endpoint's description."""

from django.conf import settings

from cms.issuance.endpoint.openapi import SENDING, Schema, challenge_get, form_post, language_schema


def describe() -> tuple[Schema, Schema]:
    """Return paths and schemas."""
    paths: Schema = {
        "/apply/claim/": {"post": form_post("Claim the badges of a training event with a code", "claim", "Claim")},
        "/apply/claim/challenge": {"get": challenge_get("claimChallenge")},
    }
    return paths, {"Claim": _claim()}


def _claim() -> Schema:
    return {
        "type": "object",
        "required": ["code", "language", "name", "email", "attended", "privacy"],
        "properties": {
            "code": {
                "type": "string",
                "maxLength": 40,
                "description": "Twelve characters; capitals, spaces and dashes do not matter.",
                "examples": ["7QXM-2KD9-RB4T"],
            },
            "language": language_schema(),
            "name": {"type": "string", "minLength": 1, "maxLength": 200},
            "email": {"type": "string", "format": "email", "maxLength": 254},
            "attended": {"const": True, "description": "The person took part in the event."},
            "privacy": {"const": True, "description": "The privacy notice was read."},
            "event": {
                "type": "string",
                "pattern": "^[0-9a-f]{8}$",
                "description": f"The event that the link was for, as in {settings.PUBLIC_URL}/en/claim/#event=….",
            },
            "project": {
                "type": "string",
                "description": "The key of the project of the event, where it is not the first one.",
            },
            **SENDING,
        },
    }
