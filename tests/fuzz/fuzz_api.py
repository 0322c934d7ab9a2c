"""The headless API: requests after and against its description, any address and query, bodies that are broken."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.contrib.auth import get_user_model
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st

from cms.api.models import ALL_SCOPES
from tests.api.made_up import CHECKS, PATHS, requests
from tests.api.people import API, Person
from tests.fuzz.harness import Fuzzer
from tests.fuzz.making import TEXTS, broken_bytes, broken_tree

WORDS = (
    "fullobjects",
    "expand",
    "metadata_fields",
    "b_size",
    "b_start",
    "SearchableText",
    "portal_type",
    "sort_on",
    "sort_order",
    "fields",
    "path.depth",
    "include_items",
    "language",
    "lang",
    "review_state",
    "limit",
    "offset",
    "q",
)
SERVICES = (
    "@search",
    "@navigation",
    "@breadcrumbs",
    "@actions",
    "@history",
    "@translations",
    "@workflow",
    "@types",
    "@vocabularies/levels",
    "@badges",
    "@statistics",
    "@openapi",
    "@site",
    "@querystring-search",
    "@login",
    "@tokens",
    "@users",
)


@pytest.fixture
def boss(sample: Path) -> Person:
    user = get_user_model().objects.create_superuser("boss", "boss@example.org", "a word of theirs")
    return Person(user, ALL_SCOPES)


def test_described_requests(fuzzer: Fuzzer, boss: Person) -> None:
    schema = schemathesis.openapi.from_wsgi(f"{API}/@openapi", get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    cases = st.sampled_from(operations).flatmap(requests)

    def call(given: Any) -> None:
        case, is_known = given
        case.headers = {"Authorization": f"Bearer {boss.text}"} if is_known else {}
        with transaction.atomic():
            response = case.call()
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    fuzzer.run("API, as described", 2000, st.tuples(cases, st.integers(0, 5)), call)


def test_any_address(fuzzer: Fuzzer, boss: Person) -> None:
    parts = st.lists(st.one_of(TEXTS, st.sampled_from([*PATHS, *SERVICES])), min_size=1, max_size=4)
    queries = st.lists(
        st.tuples(st.one_of(st.sampled_from(WORDS), TEXTS), st.one_of(TEXTS, st.integers().map(str))), max_size=4
    )
    accept = st.sampled_from(["application/json", "text/html", "", "*/*;q=x"])

    def get(given: Any) -> None:
        words, query, kind, is_known = given
        path = f"{API}/" + "/".join(quote(word, safe="@/") for word in words)
        headers = {"Accept": kind, **({"Authorization": f"Bearer {boss.text}"} if is_known else {})}
        response = Client().get(f"{path}?{urlencode(query)}", headers=headers)
        assert response.status_code < 500, response.status_code

    fuzzer.run("API, addresses", 1500, st.tuples(parts, queries, accept, st.booleans()), get)


def test_broken_bodies(fuzzer: Fuzzer, boss: Person) -> None:
    page = boss.get("/en/about")
    bodies = [
        page,
        {"title": "Tea", "@type": "info", "blocks": page.get("blocks", {})},
        {"texts": [{"id": 1, "text": "x"}]},
    ]
    places = (
        "/en/about",
        "/en",
        "/ar/about",
        "/en/skills/listening",
        "/ar/about/@translation",
        "/en/about/@workflow/publish",
        "/@login",
    )
    broken = st.one_of(
        broken_tree(bodies).map(lambda tree: json.dumps(tree).encode()),
        broken_bytes([json.dumps(body).encode() for body in bodies]),
    )
    strategy = st.tuples(st.sampled_from(["POST", "PATCH", "PUT", "DELETE"]), st.sampled_from(places), broken)

    def write(given: tuple[str, str, bytes]) -> None:
        method, place, body = given
        with transaction.atomic():
            response = boss.client.generic(
                method,
                f"{API}{place}",
                body,
                content_type="application/json",
                headers={"Authorization": f"Bearer {boss.text}", "If-Match": "*"},
            )
            transaction.set_rollback(True)
        assert response.status_code < 500, response.status_code

    fuzzer.run("API, bodies", 1200, strategy, write)
