"""The endpoint's description in OpenAPI 3.1, made of the same constants as the form, so that the two cannot differ."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from cms.issuance.endpoint.answering import EVIDENCE_FIELDS, LONGEST_SITUATION, SHORTEST_SITUATION
from cms.issuance.endpoint.guards import FORM, JSON, MULTIPART
from cms.issuance.models import Route

Schema = dict[str, Any]

PROBLEM = "application/problem+json"
# What other applications of the endpoint add: operations by path, and schemas by name.
_MORE: list[Callable[[], tuple[Schema, Schema]]] = []


def add_description(make: Callable[[], tuple[Schema, Schema]]) -> None:
    """Let the forms of another application be described too; it returns paths and schemas."""
    if make not in _MORE:
        _MORE.append(make)


def describe() -> Schema:
    """Return the description as a JSON document."""
    more = [make() for make in _MORE]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Forms of the site",
            "version": "1",
            "description": (
                "Takes applications for badges, claims and suggestions from the pages of one site. Nothing here reads "
                "them: what an applicant may see is opened by links that go to the applicant's mailbox. Every request "
                "names an allowed origin. Answers are in the language of the form, and the same whether an address is "
                "known or not."
            ),
            "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
        },
        "servers": [{"url": settings.ENDPOINT_URL}],
        "paths": {
            "/apply/": {"post": _apply()},
            "/apply/challenge": {"get": _challenge()},
            "/apply/links/": {"post": _links()},
            **{path: item for paths, _schemas in more for path, item in paths.items()},
        },
        "components": {
            "schemas": {
                "Application": _application(),
                "Received": _received(),
                "Challenge": _challenge_schema(),
                "Problem": _problem(),
                **{name: schema for _paths, schemas in more for name, schema in schemas.items()},
            }
        },
    }


def _apply() -> Schema:
    form = schema_of("Application")
    fields: Schema = {
        "description": (
            "As a form, `situations` are fields named situation-KEY, `links` link-KEY, `evidence` are evidence-1 to "
            f"evidence-{EVIDENCE_FIELDS}, and a ticked box has the value yes."
        )
    }
    content: Schema = {JSON: form, FORM: {"schema": {"type": "object", **fields}}}
    if settings.EVIDENCE_FILES:
        files = {"type": "array", "maxItems": settings.EVIDENCE_FILES, "items": {"type": "string", "format": "binary"}}
        by_criterion = {"patternProperties": {"^files-": {**files, "description": "Files for one criterion."}}}
        content[MULTIPART] = {"schema": {"type": "object", "properties": {"files": files}, **by_criterion, **fields}}
    return {
        "summary": "Apply for a badge",
        "operationId": "apply",
        **_taking("Not readable, or for a badge or language that there is not."),
        "requestBody": {"required": True, "content": content},
    }


def form_post(summary: str, operation: str, schema: str, unreadable: str = "Not readable, or no language.") -> Schema:
    """Return the operation of a form of the site, which comes as a form or as JSON; `schema` is its name."""
    form = schema_of(schema)
    return {
        "summary": summary,
        "operationId": operation,
        **_taking(unreadable),
        "requestBody": {"required": True, "content": {JSON: form, FORM: form}},
    }


def schema_of(name: str) -> Schema:
    """Return the content of a body that is one of the schemas."""
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def challenge_get(operation: str) -> Schema:
    """Return the operation that gives a proof of work for a form."""
    return {**_challenge(), "operationId": operation}


def _taking(unreadable: str) -> Schema:
    """Return what all forms have in common: headers, and answers."""
    return {
        "parameters": [
            _header("Origin", "An allowed origin, exactly; `null` is refused.", required=True),
            _header("Idempotency-Key", "The same in every retry: the form is kept once. 8 to 64 characters."),
        ],
        "responses": {
            "202": {
                "description": "Received (JSON): a mail asks for confirmation.",
                "content": {JSON: schema_of("Received")},
            },
            "303": {"description": "Received (form): go to a page of the site that says so."},
            "400": refused(unreadable),
            "403": refused("From a page of somebody else."),
            "409": refused("The key or the proof came with another form before."),
            "410": refused("Closed: the project takes none any more."),
            "413": refused("Too long."),
            "415": refused("No form, and no JSON."),
            "422": refused("Fields to correct; `errors` names them."),
            "429": refused("Too many from this address of the internet; see Retry-After."),
        },
    }


def _challenge() -> Schema:
    return {
        "summary": "A proof of work to do before applying, by the ALTCHA protocol; optional, with wider limits",
        "operationId": "challenge",
        "responses": {
            "200": {
                "description": "A challenge.",
                "content": {JSON: {"schema": {"$ref": "#/components/schemas/Challenge"}}},
            }
        },
    }


def _links() -> Schema:
    schema = {
        "type": "object",
        "required": ["email"],
        "properties": {"email": {"type": "string", "format": "email"}, "language": language_schema()},
    }
    return {
        "summary": "Have the personal links of an address mailed to it again",
        "operationId": "links",
        "parameters": [_header("Origin", "An allowed origin, exactly; `null` is refused.", required=True)],
        "requestBody": {"required": True, "content": {FORM: {"schema": schema}}},
        "responses": {
            "200": {"description": "The same page for every address.", "content": {"text/html": {}}},
            "422": {"description": "No address of that form.", "content": {"text/html": {}}},
            "429": refused("Too many from this address of the internet."),
        },
    }


# What every form may carry beside its own fields.
SENDING: Schema = {
    "key": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$", "description": "As Idempotency-Key."},
    "altcha": {"type": "string", "description": "The solved challenge, as the ALTCHA widget writes it."},
}


def _application() -> Schema:
    situation = {"type": "string", "minLength": SHORTEST_SITUATION, "maxLength": LONGEST_SITUATION}
    link = {"type": "string", "format": "uri", "maxLength": 2000}
    return {
        "type": "object",
        "required": ["badge", "language", "name", "email", "route", "situations", "own_work", "privacy"],
        "properties": {
            "badge": {"type": "string", "description": "The badge's key.", "examples": ["empathy"]},
            "language": language_schema(),
            "name": {"type": "string", "minLength": 1, "maxLength": 200},
            "email": {"type": "string", "format": "email", "maxLength": 254},
            "route": {"enum": list(Route.values)},
            "situations": {
                "type": "object",
                "description": "One text for each criterion of the badge, by the criterion's key.",
                "additionalProperties": situation,
            },
            "links": {
                "type": "object",
                "description": "The address of evidence for a criterion, by its key.",
                "additionalProperties": link,
            },
            "evidence": {
                "type": "array",
                "description": "Further addresses, for the whole application.",
                "maxItems": EVIDENCE_FIELDS,
                "items": link,
            },
            "own_work": {"const": True, "description": "The situations are the applicant's own."},
            "privacy": {"const": True, "description": "The privacy notice was read."},
            "public_narrative": {"type": "boolean", "description": "The situations may be shown in the badge."},
            **SENDING,
        },
    }


def _received() -> Schema:
    return {
        "type": "object",
        "required": ["status", "message", "page"],
        "properties": {
            "status": {"const": "received"},
            "message": {"type": "string"},
            "page": {"type": "string", "format": "uri"},
        },
    }


def _challenge_schema() -> Schema:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["algorithm", "challenge", "maxnumber", "salt", "signature"],
        "properties": {
            "algorithm": {"const": "SHA-256"},
            "challenge": text,
            "maxnumber": {"type": "integer"},
            "salt": text,
            "signature": text,
        },
    }


def _problem() -> Schema:
    errors = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
    return {
        "type": "object",
        "description": "RFC 9457; `errors` has the messages by field, `form` those about the whole.",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"const": "about:blank"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": errors,
        },
    }


def language_schema() -> Schema:
    """Return the schema of a language of the site."""
    return {"enum": [code for code, _name in settings.LANGUAGES]}


def _header(name: str, description: str, *, required: bool = False) -> Schema:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": {"type": "string"},
    }


def refused(description: str) -> Schema:
    """Return an answer in words other than the one that was hoped for."""
    return {
        "description": description,
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}, "text/html": {}},
    }
