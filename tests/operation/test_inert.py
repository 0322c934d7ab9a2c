"""What Wagtail's choosers write as scripts arrives as data; whatever else is a script stays one, and is not run."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template import Context, Template
from django.test import RequestFactory
from wagtail.admin.widgets import AdminPageChooser, BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser
from wagtail.snippets.widgets import AdminSnippetChooser

from cms.headers import PolicyMiddleware
from cms.learning.models import Recording
from cms.operation.inert import InertChoosers, without_scripts

BEGIN = Path(__file__).parents[2] / "cms/operation/static/operation/begin.js"
CALL = '<script>new PageChooser("id_page", {"modalUrl": "/admin/choose-page/"});</script>'


class Elements(HTMLParser):
    """The scripts of a page, and what it holds instead of them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.begun: list[tuple[str, str, Any]] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        data = {name: value or "" for name, value in attrs}
        if tag == "operation-begin":
            # As begin.js reads it: JSON, written as a string of JavaScript.
            options = json.loads(json.loads(f'"{data["data-options"]}"'))
            self.begun.append((data["data-kind"], data["data-for"], options))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "script":
            self.scripts.append(data)


def answered(path: str, response: HttpResponseBase) -> HttpResponseBase:
    def answer(_request: HttpRequest) -> HttpResponseBase:
        return response

    return PolicyMiddleware(InertChoosers(answer))(RequestFactory().get(path))


@pytest.mark.parametrize(
    ("kind", "widget"),
    [
        ("PageChooser", AdminPageChooser()),
        ("ImageChooser", AdminImageChooser()),
        ("DocumentChooser", AdminDocumentChooser()),
        ("SnippetChooser", AdminSnippetChooser(Recording)),
        ("TaskChooser", AdminTaskChooser()),
    ],
)
def test_each_chooser_of_wagtail_arrives_as_data(db: None, kind: str, widget: BaseChooser) -> None:
    found = Elements(without_scripts(widget.render("of", None, attrs={"id": "id_forms-__prefix__-of"})))
    options = {} if kind == "TaskChooser" else json.loads(json.dumps(widget.get_js_init_options("", "", None)))
    assert found.begun == [(kind, "id_forms-__prefix__-of", options)]
    assert "script" not in found.tags
    assert f"['{kind}'," in BEGIN.read_text("utf-8")


@pytest.mark.parametrize(
    "script",
    [
        'new PageChooser("x", {}); alert(1);',
        'new PageChooser("x", {});alert(1);',
        'alert(1);new PageChooser("x", {});',
        'new PageChooser("x", {}, alert(1));',
        'new PageChooser("x", alert(1));',
        'new PageChooser("x", {"a": alert(1)});',
        'new PageChooser("x", {get a() { return alert(1); }});',
        'new PageChooser("x", {["a"]: 1});',
        'new PageChooser("x", {"__proto__": /a/});',
        "new PageChooser('x', {});",
        "new PageChooser(`${alert(1)}`, {});",
        'new PageChooser("x" + alert(1), {});',
        'new PageChooser("x", {}) /* */; alert(1) /* */;',
        'new PageChooser("x", /* {}); */ alert(1));',
        'new PageChooser("x", {} // {}\n);alert(1);',
        'new PageChooser("x", {}); //\u2028alert(1);',
        'new PageChooser("x", {"a": "\n"});',
        'new PageChooser("x", {"a": NaN});',
        'new PageChooser("x", {"a": Infinity});',
        'new PageChooser("x");\u2029alert(1)',
        'new PageChooser(["x"], {});',
        'new PageChooser("x", []);',
        'new PageChooser({}, "x");',
        'new PageChooser("x", {}, {});',
        "new PageChooser();",
        'new Function("alert(1)", {});',
        'new EvilChooser("x", {});',
        'new window.PageChooser("x", {});',
        'new PageChooser.constructor("x", {});',
        'PageChooser("x", {});',
        'setTimeout("alert(1)");',
        'createTaskChooser("x", {}); alert(1);',
        "alert(1)",
    ],
)
def test_any_other_script_stays_a_script(script: str) -> None:
    html = f"<p>Before</p><script>{script}</script><p>After</p>"
    assert without_scripts(html) == html


def test_words_in_the_options_stay_words() -> None:
    words = """"'><img src=x onerror=alert(1)>&quot;{{ x }} \u2028 \\"""
    found = Elements(without_scripts(f'<script>new Chooser("{"<b>"}", {json.dumps({"linked": words})});</script>'))
    assert (found.tags, found.begun) == (["operation-begin"], [("Chooser", "<b>", {"linked": words})])


def test_an_end_tag_in_the_options_ends_the_script_as_it_does_in_a_browser() -> None:
    html = '<script>new Chooser("x", {"a": "</script><script>alert(1)"});</script>'
    assert without_scripts(html) == html


def test_a_title_that_a_template_forgot_to_escape_is_not_run() -> None:
    page = Template("<h1>{{ title|safe }}</h1>{{ chooser|safe }}")
    html = page.render(Context({"title": "<script>alert(1)</script>", "chooser": CALL}))
    response = answered("/admin/pages/3/edit/", HttpResponse(html))
    assert isinstance(response, HttpResponse)
    assert Elements(response.text).scripts == ["alert(1)"]
    assert [kind for kind, _id, _options in Elements(response.text).begun] == ["PageChooser"]
    assert re.search(r"script-src 'self';", response.headers["Content-Security-Policy"])


def test_parts_of_pages_that_come_as_json_hold_no_scripts_either() -> None:
    part = {"step": "choose", "html": f"<p>“{CALL}”</p>", "title": CALL}
    response = answered("/admin/images/chooser/", JsonResponse(part))
    assert isinstance(response, HttpResponse)
    assert json.loads(response.text) == part | {"html": without_scripts(part["html"])}
    assert "<script>" not in json.loads(response.text)["html"]


@pytest.mark.parametrize(
    ("path", "response"),
    [
        ("/en/about/", HttpResponse(CALL)),
        ("/admin/export/", HttpResponse(CALL, content_type="text/plain")),
        ("/admin/export/", StreamingHttpResponse([CALL])),
        ("/admin/export/", JsonResponse([CALL], safe=False)),
        ("/admin/export/", JsonResponse({"html": {"a": CALL}})),
    ],
)
def test_whatever_else_is_answered_stays_as_it_is(path: str, response: HttpResponseBase) -> None:
    before = response if response.streaming else response.content  # type: ignore[attr-defined]
    after = answered(path, response)
    assert (after if after.streaming else after.content) == before  # type: ignore[attr-defined]
