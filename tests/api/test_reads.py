"""The headless API answers what is live, in the manner of Plone, and says which language it is in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator
from wagtail.models import Page

from cms.api.models import MOST_CHANGES, Change, note_change
from cms.issuance.achievements import current_achievement
from cms.issuance.awards.direct import open_file
from cms.issuance.models import Award
from cms.issuance.models.application import Origin
from cms.issuance.steps import Actor

API = "/++api++"
Get = Callable[..., Any]


@pytest.fixture
def get(sample: Path, client: Client) -> Get:
    """Ask for an address of the API as somebody unknown; return what its JSON says."""

    def ask(path: str, **params: Any) -> Any:
        response = client.get(f"{API}{path}", params, headers={"Accept": "application/json"})
        assert response.status_code == 200, response.content
        return response.json()

    return ask


def unpublish(slug: str, language: str) -> None:
    Page.objects.get(slug=slug, locale__language_code=language).specific.unpublish()


def test_a_page_is_answered_at_its_own_path(get: Get) -> None:
    data = get("/ar/skills/listening")
    assert (data["@id"], data["@type"], data["id"]) == ("/ar/skills/listening/", "skill", "listening")
    assert (data["title"], data["description"]) == ("ع Listening", "ع You can listen.")
    assert data["language"] == {"token": "ar", "title": "العربية"}
    assert (data["requested_language"], data["is_fallback"]) == ("ar", False)
    assert (data["review_state"], data["is_folderish"], data["parent"]["@id"]) == ("published", False, "/ar/skills/")
    assert (data["family"], data["reviewed"], data["reflect_minutes"]) == ("others", "2026-01-31", 5)
    assert len(data["UID"]) == 32
    assert data["UID"] != get("/en/skills/listening")["UID"]


def test_blocks_stand_in_the_order_of_the_page_with_their_pictures(get: Get) -> None:
    data = get("/ar/skills/listening")
    blocks = [data["blocks"][name] for name in data["blocks_layout"]["items"]]
    kinds = [block["@type"] for block in blocks]
    assert kinds.index("theory.section") < kinds.index("activities.activity") < kinds.index("scenario.scenario")
    section = blocks[kinds.index("theory.section")]
    assert (section["key"], section["heading"]) == ("work", "ع Listening is work")
    assert section["image"]["alt_text"] == "ع An ear"
    scale = section["image"]["scales"]["width-480"]
    assert scale["download"].startswith("/media/images/")
    assert "original_images" not in str(section["image"])
    assert set(scale["sources"]) == {"image/avif", "image/webp"}


def test_the_pages_below_come_with_it_in_batches(get: Get) -> None:
    data = get("/en/", b_size=2)
    assert [item["@id"] for item in data["items"]] == ["/en/skills/", "/en/badges/"]
    assert data["items_total"] > 2
    assert data["batching"]["next"] == "/en/?b_start=2&b_size=2"
    later = get("/en/", b_size=2, b_start=2)
    assert later["batching"]["prev"] == "/en/?b_start=0&b_size=2"
    assert "batching" not in get("/en/skills/")
    full = get("/en/skills/", fullobjects="true")["items"][0]
    assert full["family"] == "others"
    assert full["blocks"]


def test_components_are_links_until_they_are_expanded(get: Get) -> None:
    plain = get("/en/skills/listening")["@components"]
    assert plain["breadcrumbs"] == {"@id": "/en/skills/listening/@breadcrumbs"}
    assert plain["navigation"] == {"@id": "/en/@navigation"}
    for form in ({"expand": "breadcrumbs,translations"}, {"expand:list": ["breadcrumbs", "translations"]}):
        data = get("/en/skills/listening", **form)["@components"]
        assert [item["@id"] for item in data["breadcrumbs"]["items"]] == ["/en/skills/", "/en/skills/listening/"]
        assert data["breadcrumbs"] == get("/en/skills/listening/@breadcrumbs")
        assert data["translations"]["items"] == [
            {"@id": "/ar/skills/listening/", "language": "ar", "title": "ع Listening"}
        ]
        assert data["workflow"] == plain["workflow"]


def test_every_component_answers_alone_as_it_does_expanded(get: Get) -> None:
    names = ["actions", "breadcrumbs", "contextnavigation", "navigation", "navroot", "translations", "workflow"]
    data = get("/ar/skills/listening", expand=",".join([*names, "types"]))["@components"]
    for name in names:
        assert data[name] == get(f"/ar/skills/listening/@{name}"), name
    assert data["types"]["items"] == get("/ar/@types")
    assert data["workflow"]["state"]["id"] == "published"
    assert data["navroot"]["navroot"]["@id"] == "/ar/"


def test_navigation_goes_as_deep_as_asked(get: Get) -> None:
    flat = get("/en/@navigation")
    assert {item["@id"] for item in flat["items"]} >= {"/en/skills/", "/en/about/"}
    assert not any(item["items"] for item in flat["items"])
    deep = get("/en/skills/listening/@navigation", **{"expand.navigation.depth": 2})
    skills = next(item for item in deep["items"] if item["@id"] == "/en/skills/")
    assert [item["@id"] for item in skills["items"]] == ["/en/skills/listening/"]
    assert [item["@id"] for item in get("/@navigation")["items"]] == ["/en/", "/ar/"]


def test_a_fallback_says_so_everywhere(get: Get) -> None:
    unpublish("about", "ar")
    data = get("/ar/about/")
    assert (data["language"]["token"], data["requested_language"], data["is_fallback"]) == ("en", "ar", True)
    assert {item["@id"]: item["is_fallback"] for item in get("/ar/")["items"]}["/ar/about/"] is True
    assert {i["@id"]: i["is_fallback"] for i in get("/ar/@search", SearchableText="about")["items"]}["/ar/about/"]
    assert get("/en/about/@translations")["items"] == []
    assert "/ar/about/" not in {item["@id"] for item in get("/@search", b_size=100)["items"]}


def test_a_draft_is_not_answered(get: Get, client: Client) -> None:
    for code in ("en", "ar"):
        unpublish("about", code)
    assert client.get(f"{API}/en/about/").status_code == 404
    assert "/en/about/" not in {item["@id"] for item in get("/en/@search")["items"]}


def test_search_takes_words_types_places_and_order(get: Get) -> None:
    def found(path: str = "/en/@search", **params: Any) -> list[str]:
        return [item["@id"] for item in get(path, **params)["items"]]

    assert found(SearchableText="listening is work")[0] == "/en/skills/listening/"
    assert "/en/skills/listening/" in found(SearchableText="LISTEN*")
    assert found(SearchableText="listening zebra") == []
    assert found(portal_type="badge") == ["/en/badges/listening/"]
    assert set(found("/@search", portal_type="badge")) == {"/en/badges/listening/", "/ar/badges/listening/"}
    assert found("/@search", portal_type="badge", Language="ar") == ["/ar/badges/listening/"]
    assert found("/en/skills/@search", **{"path.depth": 1}) == ["/en/skills/listening/"]
    assert found("/@search", **{"path.query": "/en/skills", "path.depth": 0}) == ["/en/skills/"]
    titles = [item["title"] for item in get("/en/@search", sort_on="sortable_title", sort_order="reverse")["items"]]
    assert titles == sorted(titles, key=str.lower, reverse=True)


def test_search_adds_metadata_and_whole_pages(get: Get) -> None:
    item = get("/en/@search", portal_type="skill", metadata_fields=["UID", "modified"])["items"][0]
    assert item["UID"] == get("/en/skills/listening")["UID"]
    assert item["modified"]
    everything = get("/en/@search", portal_type="skill", metadata_fields="_all")["items"][0]
    assert "echo" in everything["words"].split()
    whole = get("/en/@search", portal_type="skill", fullobjects=1)["items"][0]
    assert whole["blocks"] == get("/en/skills/listening")["blocks"]


def test_pages_keep_to_the_schema_of_their_type(get: Get) -> None:
    types = {entry["id"] for entry in get("/en/@types")}
    assert {"home", "skill", "badge", "info", "tool"} <= types
    for item in get("/en/@search", b_size=100)["items"]:
        schema = get(f"/en/@types/{item['@type']}")
        Draft202012Validator.check_schema(schema)
        data = get(item["@id"])
        faults = [fault.message for fault in Draft202012Validator(schema).iter_errors(data)]
        assert faults == [], item["@id"]
    section = get("/@types/theory.section")
    assert section["properties"]["minutes"] == {"title": "Minutes", "type": "integer", "minimum": 1, "maximum": 600}


def test_vocabularies_have_titles_in_the_language_of_the_path(get: Get) -> None:
    names = [entry["@id"].rsplit("/", 1)[1] for entry in get("/en/@vocabularies")]
    for name in names:
        data = get(f"/en/@vocabularies/{name}", b_size=100)
        assert data["items_total"] == len(data["items"]) > 0, name
    assert {"token": "alone", "title": "alone"} in get("/en/@vocabularies/groupings")["items"]
    assert get("/en/@vocabularies/languages", token="ar")["items"] == [{"token": "ar", "title": "العربية"}]
    assert [term["token"] for term in get("/ar/@vocabularies/terms")["items"]] == ["echo"]


def test_the_site_says_its_languages_and_menus(get: Get) -> None:
    data = get("/ar/@site")
    assert data["plone.available_languages"] == ["en", "ar"]
    assert data["licence"]["code"] == "CC BY 4.0"
    assert all(entry["@id"].startswith("/ar/") for entries in data["menus"].values() for entry in entries)
    assert [item["@id"] for item in get("/")["items"]] == ["/en/", "/ar/"]


def test_badges_show_criteria_and_numbers_and_no_person(get: Get) -> None:
    badges = get("/ar/@badges")["items"]
    assert badges[0]["achievement"] == "/achievements/listening.json"
    assert badges[0]["criteria"][0]["title"].startswith("ع ")
    assert get("/ar/@badges/listening")["criteria"] == badges[0]["criteria"]
    assert get("/@badge-statistics")["awarded"] == 0


def award(number: int) -> None:
    achievement = current_achievement("listening", "en")
    assert achievement
    holder = ("Aino Example", f"aino{number}@example.org")
    application = open_file(achievement, holder, Origin.DIRECT, str(number), Actor("somebody"))
    Award.objects.create(
        **{"application": application, "achievement": achievement, "credential_id": str(number), "salt": ""},
        **{"issued_at": timezone.now(), "status_index": number, "credential": {}},
    )


def test_few_awards_are_told_as_no_number(get: Get) -> None:
    for number in range(5):
        award(number)
        found = get("/@badge-statistics")
        assert (found["awarded"], found["items"][0]["awarded"]) == ((5, 5) if number == 4 else (None, None))


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/xx/", 404, "no language “xx”"),
        ("/en/nothing/", 404, "no page “nothing”"),
        ("/en/@types/nothing", 404, "no type “nothing”"),
        ("/en/@vocabularies/nothing", 404, "no vocabulary"),
        ("/en/@badges/nothing", 404, "no badge"),
        ("/en/?expand=everything", 400, "expand: “everything” does not exist"),
        ("/en/@search?portal_type=Dokument", 400, "portal_type"),
        ("/en/@search?SearchableTextt=x", 400, "SearchableTextt: There is no such parameter"),
        ("/en/@search?b_size=10000", 400, "b_size"),
        ("/en/@search?b_start=-1", 400, "b_start"),
        ("/en/@search?sort_on=beauty", 400, "sort_on"),
        ("/en/@search?metadata_fields=password", 400, "metadata_fields"),
        ("/en/@search?path.query=/ar/", 404, "path.query"),
        ("/en/@navigation?expand.navigation.depth=99", 400, "expand.navigation.depth"),
        ("/en/@search?SearchableText=" + "a" * 501, 400, "SearchableText"),
    ],
)
def test_bad_requests_are_problems_that_name_the_field(
    sample: Path, client: Client, path: str, status: int, words: str
) -> None:
    response = client.get(f"{API}{path}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert words in response.json()["detail"]


def test_a_search_for_nonsense_finds_nothing(get: Get) -> None:
    for text in ("\x00", "🦓", "%", "* * *", "\u202e"):
        assert get("/en/@search", SearchableText=text)["items"] == [] or not text.strip("* ")


def test_an_unchanged_page_is_not_sent_again_and_a_changed_one_is(sample: Path, client: Client) -> None:
    first = client.get(f"{API}/en/about/")
    assert client.get(f"{API}/en/about/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(f"{API}/en/about/", headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    page = Page.objects.get(slug="about", locale__language_code="en").specific
    page.title = "About others"
    page.save_revision().publish()
    again = client.get(f"{API}/en/about/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again.json()["title"] == "About others"


@pytest.mark.parametrize(
    "path",
    [
        "/en/?expand=breadcrumbs,navigation,translations&b_size=1",
        "/en/?fullobjects=1&b_size=100",
        "/en/@search?b_size=500",
    ],
)
def test_every_read_is_one_query_whatever_its_size(sample: Path, client: Client, path: str) -> None:
    client.get(f"{API}/en/about/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{API}{path}").status_code == 200
    assert len(queries) == 1, [query["sql"] for query in queries]


def test_marks_of_changes_do_not_pile_up(sample: Path) -> None:
    for _ in range(2 * MOST_CHANGES):
        note_change()
    assert Change.objects.count() <= 2 * MOST_CHANGES
    assert Change.objects.latest("at").at <= timezone.now()


def test_the_address_of_a_page_answers_json_to_who_asks_for_it(sample: Path, client: Client) -> None:
    response = client.get("/ar/about/", headers={"Accept": "application/json"})
    assert response.json() == client.get(f"{API}/ar/about/").json()
    assert "Accept" in response["Vary"]
    for accept in ("text/html,application/xhtml+xml,application/json;q=0.9", "*/*", ""):
        assert "json" not in client.get("/ar/about/", headers={"Accept": accept})["Content-Type"]
    assert client.get(f"{API}//en/about/@breadcrumbs").json()["root"] == "/en/"


def test_other_sites_may_read_as_the_setting_says(sample: Path, client: Client, settings: Any) -> None:
    headers = {"Origin": "https://front.example", "Access-Control-Request-Method": "PATCH"}
    assert client.get(f"{API}/en/", headers=headers)["Access-Control-Allow-Origin"] == "*"
    settings.API_ORIGINS = ["https://front.example"]
    preflight = client.options(f"{API}/en/", headers=headers)
    assert (preflight.status_code, preflight["Access-Control-Allow-Origin"]) == (204, "https://front.example")
    assert "If-Match" in preflight["Access-Control-Allow-Headers"]
    other = client.get(f"{API}/en/", headers={"Origin": "https://else.example"})
    assert "Access-Control-Allow-Origin" not in other


def test_head_answers_as_get_without_a_body(sample: Path, client: Client) -> None:
    whole, head = client.get(f"{API}/en/about/"), client.head(f"{API}/en/about/")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert head["Content-Length"] == str(len(whole.content))


def test_wagtail_s_own_api_is_mounted(sample: Path, client: Client) -> None:
    response = client.get("/api/v3/pages/")
    assert response.status_code == 200
