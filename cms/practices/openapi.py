"""The form for a practice in the endpoint's description."""

from cms.issuance.endpoint.openapi import SENDING, Schema, challenge_get, form_post, language_schema
from cms.practices.forms import LONGEST_LESSONS, LONGEST_PART, LONGEST_SUMMARY, LONGEST_TITLE, NEEDED
from cms.practices.vocabulary import COUNTRY_CHOICES, PARTS, SECTORS, THEMES


def describe() -> tuple[Schema, Schema]:
    """Return paths and schemas."""
    paths: Schema = {
        "/apply/practices/": {"post": form_post("Suggest a good practice", "suggestPractice", "Practice")},
        "/apply/practices/challenge": {"get": challenge_get("practiceChallenge")},
    }
    return paths, {"Practice": _practice()}


def _practice() -> Schema:
    link = {"type": "string", "format": "uri", "maxLength": 2000}
    themes = {f"theme-{key}": {"type": "boolean", "description": f"It is about: {key}"} for key, _name in THEMES}
    parts: Schema = {
        name: {"type": "string", "maxLength": LONGEST_PART, "description": "Plain text."} for name in PARTS
    }
    agreed = {"const": True}
    return {
        "type": "object",
        "description": "At least one theme is true.",
        "required": [
            *("language", "title", "summary", "country", "sector", *NEEDED),
            *("organisation", "email", "licence", "privacy"),
        ],
        "properties": {
            "language": language_schema(),
            "title": {"type": "string", "minLength": 1, "maxLength": LONGEST_TITLE},
            "summary": {"type": "string", "minLength": 1, "maxLength": LONGEST_SUMMARY},
            "country": {"enum": [code for code, _name in COUNTRY_CHOICES]},
            "sector": {"enum": [key for key, _name in SECTORS]},
            **themes,
            **parts,
            "lessons": {"type": "string", "maxLength": LONGEST_LESSONS},
            "evidence": link,
            "organisation": {"type": "string", "minLength": 1, "maxLength": 200},
            "website_address": {**link, "maxLength": 200},
            "email": {"type": "string", "format": "email", "maxLength": 254},
            "licence": {**agreed, "description": "The text may be published under the licence of the site."},
            "privacy": {**agreed, "description": "The privacy notice was read."},
            **SENDING,
        },
    }
