"""Programs send JSON: the same rules and the same way as a form; and the description of both."""

import json
from typing import Any

import pytest
from applicants import ORIGIN, SITUATION, submit_all
from django.http import HttpResponse
from django.test import Client
from jsonschema import Draft202012Validator

from cms.issuance.mail import deliver_mail
from cms.issuance.models import Achievement, Application, MailMessage

Body = dict[str, Any]


@pytest.fixture
def body(badge: Achievement) -> Body:
    return {
        "badge": "active-listening",
        "language": "en",
        "name": "Maija Mäki",
        "email": "maija@mail.example",
        "route": "prior",
        "situations": {"attention": SITUATION, "checks": SITUATION},
        "evidence": ["https://example.org/plan"],
        "own_work": True,
        "privacy": True,
    }


def send(client: Client, body: Any, **headers: str) -> HttpResponse:
    answer: Any = client.post(
        "/apply/", json.dumps(body), content_type="application/json", headers={"Origin": ORIGIN} | headers
    )
    return answer


@pytest.fixture
def described(client: Client) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/apply/openapi.json").json()
    return document


def check(described: dict[str, Any], name: str, content: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    Draft202012Validator(schema).validate(content)


def test_an_application_comes_in_as_json(client: Client, body: Body, described: dict[str, Any]) -> None:
    check(described, "Application", body)
    answer = send(client, body)
    assert answer.status_code == 202
    check(described, "Received", json.loads(answer.content))
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    application = Application.objects.get()
    submit_all()
    assert [answer.situation for answer in application.answers.all()] == [SITUATION, SITUATION]
    assert [link.url for link in application.evidence.all()] == ["https://example.org/plan"]
    assert application.own_work
    assert not application.public_narrative


def test_the_same_content_as_form_and_as_json_is_one_application(
    client: Client, body: Body, fields: dict[str, str]
) -> None:
    send(client, body)
    client.post("/apply/", fields, headers={"Origin": ORIGIN})
    assert Application.objects.count() == 1


def test_errors_are_a_problem_by_field_in_the_language(client: Client, body: Body, described: dict[str, Any]) -> None:
    answer = send(client, {**body, "language": "fi", "name": "", "situations": {"attention": "No."}})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Content-Language"] == "fi"
    problem = json.loads(answer.content)
    check(described, "Problem", problem)
    assert set(problem["errors"]) == {"name", "situation-attention", "situation-checks"}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"badge": "nobody"}, 400),
        ({"language": "xx"}, 400),
        ({"name": 7}, 400),
        ({"name": None}, 400),
        ({"situations": ["x"]}, 400),
        ({"evidence": [{}]}, 400),
        ({"name": "half a character \ud800"}, 422),
        ({"email": "maija@mail.example\r\nBcc: all@mail.example"}, 422),
        ({"own_work": False}, 422),
        ({"own_work": "true"}, 422),
        ({"evidence": ["javascript:alert(1)"]}, 422),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    client: Client, body: Body, described: dict[str, Any], change: Body, status: int
) -> None:
    answer = send(client, {**body, **change})
    assert answer.status_code == status
    check(described, "Problem", json.loads(answer.content))
    assert not Application.objects.exists()


@pytest.mark.parametrize("text", ["{", "[]", "1", '"x"', "[" * 100_000, '{"a": ' * 5000])
def test_what_is_no_object_is_refused(client: Client, badge: Achievement, text: str) -> None:
    answer: Any = client.post("/apply/", text, content_type="application/json", headers={"Origin": ORIGIN})
    assert answer.status_code == 400


def test_json_from_a_foreign_page_is_refused(client: Client, body: Body) -> None:
    for origin in ("null", "https://foreign.example"):
        answer = send(client, body, Origin=origin)
        assert answer.status_code == 403
        assert "Access-Control-Allow-Origin" not in answer


def test_a_script_of_our_pages_may_ask_and_no_other(client: Client, db: None) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    good: Any = client.options("/apply/", headers=asked | {"Origin": ORIGIN})
    assert (good.status_code, good["Access-Control-Allow-Origin"]) == (204, ORIGIN)
    assert "Idempotency-Key" in good["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in good
    bad: Any = client.options("/apply/", headers=asked | {"Origin": "https://foreign.example"})
    assert bad.status_code == 405
    assert "Access-Control-Allow-Origin" not in bad


def test_the_same_key_is_one_application_however_often_it_is_sent(client: Client, body: Body) -> None:
    answers = [send(client, body, **{"Idempotency-Key": "retry-0001"}) for _time in range(3)]
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.content for answer in answers}) == 1
    assert Application.objects.count() == 1
    assert MailMessage.objects.count() == 1


def test_the_same_key_with_other_words_is_a_conflict_and_nothing_is_kept(client: Client, body: Body) -> None:
    send(client, body, **{"Idempotency-Key": "retry-0001"})
    answer = send(client, {**body, "name": "Somebody else"}, **{"Idempotency-Key": "retry-0001"})
    assert answer.status_code == 409
    assert Application.objects.count() == 1


def test_a_key_that_is_no_key_is_as_none(client: Client, body: Body) -> None:
    for name in ("A", "B"):
        assert send(client, {**body, "name": name}, **{"Idempotency-Key": "x y"}).status_code == 202
    assert Application.objects.count() == 2


def test_the_description_is_openapi_and_says_the_real_limits(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    statuses = set(described["paths"]["/apply/"]["post"]["responses"])
    assert statuses == {"202", "303", "400", "403", "409", "410", "413", "415", "422", "429"}
    assert described["components"]["schemas"]["Application"]["properties"]["evidence"]["maxItems"] == 3


def test_the_mail_is_the_same_as_for_a_form(client: Client, body: Body) -> None:
    send(client, body)
    assert deliver_mail().sent == 1
