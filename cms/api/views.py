"""Reads of the headless API: what is live and public, in the shape that the static site keeps as files."""

import hashlib
import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.api.serialize import page_json
from cms.learning.picture import take_picture

PROBLEM = "application/problem+json"


@require_safe
def content(request: HttpRequest, language: str, page_path: str) -> HttpResponse:
    """Return the page at a path in a language; `page_path` "" is the language's home page.

    Without a language the list of languages is returned. An unknown one or a path without a page gives 404 as
    problem details (RFC 9457).
    """
    picture = take_picture()
    codes = [known.code for known in picture.languages]
    if not language:
        items = [
            {"@id": f"/++api++/{known.code}/", "title": known.name, "language": known.code}
            for known in picture.languages
        ]
        return _answer(request, {"@id": "/++api++/", "@type": "site", "items": items})
    if language not in codes:
        return _problem(f"There is no language “{language}”. Known: {', '.join(codes)}.")
    node = picture.find(language, page_path.strip("/"))
    if node is None:
        return _problem(f"There is no page “{page_path}”.")
    with translation.override(language):
        return _answer(request, page_json(picture, node, language))


def _answer(request: HttpRequest, data: object) -> HttpResponse:
    body = json.dumps(data, ensure_ascii=False).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        response = HttpResponse(body, content_type="application/json")
    response["ETag"] = tag
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _problem(detail: str) -> HttpResponse:
    body = json.dumps({"title": "Not found", "status": HTTPStatus.NOT_FOUND, "detail": detail}, ensure_ascii=False)
    return HttpResponse(body, content_type=PROBLEM, status=HTTPStatus.NOT_FOUND)
