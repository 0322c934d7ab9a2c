"""The admin's pages without the scripts that Wagtail's chooser widgets write inside them.

Wagtail 8.0 writes them in Python (`wagtail.admin.widgets.chooser.BaseChooser.render`), with neither nonce nor template:
`<script>new PageChooser("id_page", {"modalUrl": "/admin/choose-page/"});</script>`. Each becomes an element that holds
the same as data, which `operation/begin.js` begins. So no script inside a page need be allowed anywhere: a script that
is not exactly such a call stays as it is, and no browser runs it. Nothing depends on this for safety: what may begin is
the list in that file, whoever wrote the element.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import escapejs, format_html

from cms.headers import ADMIN_PATH

# Up to the first end tag, where a browser ends the script too.
_CALL = re.compile(
    r"<script>(?:new (?P<kind>(?:Page|Image|Document|Snippet)?Chooser)|create(?P<made>TaskChooser))"
    r"\((?P<arguments>[^<]*(?:<(?!(?i:/script))[^<]*)*)\);</script>"
)


class InertChoosers:
    """Replaces scripts that begin choosers, in pages of the admin and in the parts of pages that it sends as JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with data in place of scripts."""
        response = self.get_response(request)
        if (
            isinstance(response, HttpResponse)
            and request.path_info.startswith(ADMIN_PATH)
            and b"<script>" in response.content
        ):
            kind = response.headers.get("Content-Type", "").partition(";")[0]
            if kind == "text/html":
                response.content = without_scripts(response.text)
            elif kind == "application/json":
                response.content = _modal_without_scripts(response.text)
        return response


def without_scripts(html: str) -> str:
    """Return HTML in which each script that only begins a chooser is an element `operation-begin`."""
    return _CALL.sub(_as_element, html)


def _as_element(call: re.Match[str]) -> str:
    """Return the element for a call, or the call as it was where its arguments are not JSON: an id, then options."""
    try:
        arguments: list[Any] = json.loads(f"[{call['arguments']}]", parse_constant=_refuse)
    except ValueError:
        return call[0]
    match arguments:
        case [str() as id_]:
            options: dict[str, Any] = {}
        case [str() as id_, dict() as options]:
            pass
        case _:
            return call[0]
    return format_html(
        '<operation-begin data-kind="{}" data-for="{}" data-options="{}"></operation-begin>',
        call["kind"] or call["made"],
        id_,
        escapejs(json.dumps(options)),
    )


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON.")


def _modal_without_scripts(text: str) -> str:
    """Return a modal's JSON with its HTML without scripts (`wagtail.admin.modal_workflow`); other JSON as it was."""
    answer = json.loads(text)
    if not isinstance(answer, dict) or not isinstance(answer.get("html"), str):
        return text
    return json.dumps(answer | {"html": without_scripts(answer["html"])})
