"""What the OpenAPI description says beyond the parameters: examples, errors, and headers of conditional requests."""

from typing import Any

Json = dict[str, Any]

PROBLEM: Json = {
    "type": "object",
    "title": "Problem details (RFC 9457)",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "loc": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "msg": {"type": "string"},
                },
                "required": ["loc", "msg"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
    "examples": [
        {
            "type": "about:blank",
            "title": "Unprocessable Entity",
            "status": 422,
            "detail": "blocks.a.minutes: 'five' is not of type 'integer'",
            "errors": [{"loc": ["body", "blocks", "a", "minutes"], "msg": "'five' is not of type 'integer'"}],
        }
    ],
}
SUMMARY: Json = {
    "@id": "/en/skills/empathy/",
    "@type": "skill",
    "title": "Empathy",
    "description": "You can tell what another person feels.",
    "review_state": "published",
    "language": "en",
    "is_fallback": False,
}
PAGE: Json = {
    **SUMMARY,
    "UID": "0b2b6d1d5c0f5d0e9d6c2f3a4b5c6d7e",
    "language": {"token": "en", "title": "English"},
    "requested_language": "en",
    "@components": {"breadcrumbs": {"@id": "/en/skills/empathy/@breadcrumbs"}},
    "blocks": {"6f1c…": {"@type": "theory.section", "key": "work", "minutes": 4, "heading": "…", "body": "<p>…</p>"}},
    "blocks_layout": {"items": ["6f1c…"]},
    "items": [],
    "items_total": 0,
}
# By the last part of the operation's name.
EXAMPLES: dict[str, Any] = {
    "content": PAGE,
    "search": {"@id": "/en/@search", "items": [SUMMARY], "items_total": 1},
    "breadcrumbs": {
        "@id": "/en/skills/empathy/@breadcrumbs",
        "items": [{"@id": "/en/skills/", "title": "Skills"}],
        "root": "/en/",
    },
    "navigation": {"@id": "/en/@navigation", "items": [{**SUMMARY, "items": []}]},
    "translations": {
        "@id": "/en/about/@translations",
        "items": [{"@id": "/fi/about/", "language": "fi", "title": "Tietoa"}],
        "root": {"fi": "/fi/"},
    },
    "workflow": {
        "@id": "/en/about/@workflow",
        "state": {"id": "published", "title": "Published"},
        "history": [],
        "transitions": [],
    },
    "types": [
        {"@id": "/en/@types/skill", "id": "skill", "title": "skill", "addable": False, "immediately_addable": False}
    ],
    "vocabularies_vocabulary": {
        "@id": "/en/@vocabularies/levels",
        "items": [{"token": "advanced", "title": "advanced"}],
        "items_total": 1,
    },
    "login": {"token": "eyJhbGciOiJIUzI1NiJ9…"},
    "create": PAGE,
    "update": PAGE,
    "history": [
        {"@id": "/en/about/@history/7", "action": "Edited", "type": "versioning", "version": 7, "comments": ""}
    ],
    "texts": {
        "@id": "/fi/about/@texts",
        "items": [{"context": "title", "source": "About", "target": "Tietoa", "live": "", "state": "waiting"}],
        "items_total": 1,
    },
}
BODIES: dict[str, Any] = {
    "create": {
        "@type": "info",
        "title": "Help",
        "blocks": {"a": {"@type": "sections.section", "heading": "Ask", "body": "<p>Ask us.</p>"}},
    },
    "update": {"title": "Help and contact"},
    "transition": {"comment": "Ready for readers."},
    "translate": {"language": "fi"},
    "write_texts": {"texts": [{"context": "title", "source": "About", "target": "Tietoa"}]},
    "login": {"login": "editor", "password": "…"},
    "move": {"source": "/en/skills/empathy/"},
    "copy": {"source": ["/en/skills/empathy/"]},
    "unlink": {"language": "fi"},
    "revert": {"version": 7},
}
IF_MATCH: Json = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "The ETag that you read the page with: 412 if somebody has changed the page since.",
}
PREFER: Json = {
    "in": "header",
    "name": "Prefer",
    "schema": {"type": "string", "enum": ["return=representation", "return=minimal"]},
    "description": "`return=representation` answers the page instead of nothing.",
}
READ_ERRORS = (400, 401, 404, 429)
WRITE_ERRORS = (400, 401, 403, 404, 405, 409, 412, 413, 422, 429)
CONDITIONAL = {"update", "delete", "revert", "write_texts", "transition"}


def describe(schema: Json) -> Json:
    """Return the description that ninja made, completed. An answer's schema is as wide as its example is short."""
    schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _describe(path, method, operation)
    return schema


def _describe(path: str, method: str, operation: Json) -> None:
    name = operation["operationId"].removeprefix("site_").removeprefix("page_")
    is_read = "reads" in operation.get("tags", [])
    if is_read:
        operation["security"] = [{}, {"Bearer": []}]
        kind = "application/json+schema" if name == "types_type" else "application/json"
        shape = {"type": "array"} if name in {"types", "vocabularies"} else {"type": "object"}
        operation["responses"] = {
            "200": {"description": "OK", "content": {kind: {"schema": shape}}},
            "304": {"description": "Not changed since If-None-Match or If-Modified-Since"},
        }
    for response in operation["responses"].values():
        for content in response.get("content", {}).values():
            if name in EXAMPLES:
                content["example"] = EXAMPLES[name]
    for status in READ_ERRORS if is_read else WRITE_ERRORS:
        problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
        operation["responses"].setdefault(
            str(status), {"description": "Problem", "content": {"application/problem+json": problem}}
        )
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body is not None and name in BODIES:
        body["example"] = BODIES[name]
    if name in CONDITIONAL:
        operation.setdefault("parameters", []).append(IF_MATCH)
    if name in {"update", "revert", "write_texts"}:
        operation["parameters"].append(PREFER)
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "page_path":
            parameter["example"] = "en/skills"
            parameter["description"] = "The page’s address: its language, then its path."
