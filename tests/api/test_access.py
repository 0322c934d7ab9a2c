"""Who may see and do what: nobody in particular, owners of tokens, people who logged in."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import APIToken, Page

from cms.api.http import limits
from cms.api.http.identity import make_jwt
from tests.api.people import API, Person

WRITES = [
    ("POST", "/en/skills", {"@type": "skill", "title": "x"}),
    ("PATCH", "/en/about", {"title": "x"}),
    ("DELETE", "/en/about", None),
    ("POST", "/en/skills/@move", {"source": "/en/about"}),
    ("POST", "/en/skills/@copy", {"source": "/en/about"}),
    ("POST", "/en/about/@workflow/retract", {}),
    ("POST", "/en/about/@translations", {"language": "ar"}),
    ("PATCH", "/ar/about/@texts", {"texts": []}),
    ("PATCH", "/en/about/@history", {"version": 1}),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_writes_need_a_token_with_the_scope_and_the_permission(
    person: Any, editor: Person, translator: Person, client: Client, method: str, path: str, body: Any
) -> None:
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "live", "url_path", "latest_revision_id"))
    anonymous = client.generic(method, f"{API}{path}", "{}", content_type="application/json")
    assert anonymous.status_code == 401
    assert anonymous["WWW-Authenticate"].startswith("Bearer")
    reader = Person(editor.user, frozenset({"read"}))
    refused = reader.send(method, path, body)
    assert refused.status_code == 403
    assert "scope" in refused.json()["detail"]
    if not path.startswith("/ar"):
        assert translator.send(method, path, body).status_code in {403, 404, 409, 422}
    after = list(Page.objects.order_by("pk").values_list("pk", "title", "live", "url_path", "latest_revision_id"))
    assert before == after


def test_drafts_and_history_are_for_those_who_may_edit(editor: Person, translator: Person, client: Client) -> None:
    Page.objects.get(slug="about", locale__language_code="en").specific.unpublish()
    assert client.get(f"{API}/en/about").status_code == 404
    assert translator.send("GET", "/en/about").status_code == 404
    page = editor.get("/en/about")
    assert page["review_state"] == "private"
    assert "/en/about/" in {item["@id"] for item in editor.get("/en/@search?review_state=private")["items"]}
    assert client.get(f"{API}/en/skills/@history").status_code == 401
    assert translator.send("GET", "/en/skills/@history").status_code == 403
    assert client.get(f"{API}/en/skills/@workflow").json()["history"] == []


def test_no_user_name_leaks_to_the_public(editor: Person, client: Client) -> None:
    editor.ok("PATCH", "/en/about", {"title": "One"})
    editor.ok("POST", "/en/about/@workflow/publish", {"comment": "secret words"})
    for path in ("/en/about?expand=workflow,actions,types", "/en/@search?metadata_fields=_all&b_size=100"):
        text = client.get(f"{API}{path}").content.decode()
        assert "edith" not in text
        assert "secret words" not in text


def test_a_cookie_of_the_admin_counts_nothing(editor: Person, client: Client) -> None:
    client.force_login(editor.user)
    assert client.patch(f"{API}/en/about", {"title": "x"}, content_type="application/json").status_code == 401
    assert client.get(f"{API}/en/about/@history").status_code == 401


def test_tokens_end_are_revoked_and_say_when_they_were_used(person: Any, client: Client) -> None:
    anna = person("anna")
    assert anna.send("GET", "/en/").status_code == 200
    row = APIToken.objects.get(pk=anna.token.pk)
    assert row.last_used_at is not None
    assert anna.text not in str(row.__dict__)
    assert person("anna", expires_at=timezone.now() - timedelta(seconds=1)).send("GET", "/en/").status_code == 401
    row.revoke()
    assert anna.send("GET", "/en/").status_code == 401
    for header in ("Bearer nonsense", "Bearer", "Basic YTpi", "Bearer a.b.c", "Bearer ä"):
        assert client.get(f"{API}/en/", headers={"Authorization": header.encode().decode("latin-1")}).status_code == 401


def test_limits_of_tokens_hold_at_wagtail_s_own_api(editor: Person, client: Client) -> None:
    about = Page.objects.get(slug="about", locale__language_code="en")
    for scopes, status in ((frozenset({"read"}), 403), (frozenset({"read", "write"}), 403)):
        sent = {"Authorization": f"Bearer {Person(editor.user, scopes).text}"}
        assert client.get(f"/api/v3/pages/{about.pk}/", headers=sent).status_code == 200
        assert client.delete(f"/api/v3/pages/{about.pk}/", headers=sent).status_code == status
    ended = Person(editor.user, frozenset({"read"}), timezone.now() - timedelta(days=1))
    assert client.get("/api/v3/pages/", headers={"Authorization": f"Bearer {ended.text}"}).status_code == 401


def test_people_log_in_with_their_password(editor: Person, client: Client) -> None:
    editor.user.set_password("correct horse")
    editor.user.save()

    def log_in(password: str, name: str = "edith") -> Any:
        return client.post(f"{API}/@login", {"login": name, "password": password}, content_type="application/json")

    assert log_in("wrong").json() == {**log_in("correct horse", "nobody").json()}
    assert log_in("wrong").status_code == 401
    token = log_in("correct horse").json()["token"]
    sent = {"Authorization": f"Bearer {token}"}
    assert client.get(f"{API}/en/about/@history", headers=sent).status_code == 200
    assert client.post(f"{API}/@login-renew", headers=sent).json()["token"]
    editor.user.set_password("another")
    editor.user.save()
    assert client.get(f"{API}/en/about/@history", headers=sent).status_code == 401
    outsider = get_user_model().objects.create_user("visitor", password="correct horse")
    assert log_in("correct horse", "visitor").status_code == 401
    outsider.is_active = False
    outsider.save()
    sent = {"Authorization": f"Bearer {make_jwt(outsider)}"}
    assert client.get(f"{API}/en/", headers=sent).status_code == 401


def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock stand, so that no minute ends in the middle of counting."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_too_many_logins_are_told_to_wait_wherever_they_claim_to_come_from(
    sample: Any, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_minute(monkeypatch)
    settings.API_LOGINS_PER_MINUTE = 4
    body = {"login": "x", "password": "y"}
    answers = []
    for number in range(6):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        sent: Any = {"content_type": "application/json", "headers": headers, "REMOTE_ADDR": "198.51.100.7"}
        answers.append(client.post(f"{API}/@login", body, **sent))
    assert [answer.status_code for answer in answers] == [401] * 4 + [429] * 2
    assert 0 < int(answers[-1]["Retry-After"]) <= 61


def test_reads_are_counted_over_processes_without_a_write_for_each(
    db: None, rf: RequestFactory, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_minute(monkeypatch)
    settings.API_REQUESTS_PER_MINUTE = 600
    processes = [limits.PerMinute("requests", "API_REQUESTS_PER_MINUTE") for _ in range(2)]
    request = rf.get("/")
    with CaptureQueriesContext(connection) as queries:
        taken = sum(process.allow_request(request) for _ in range(400) for process in processes)
    assert 600 <= taken <= 600 + len(processes) * 10
    assert len(queries) <= 62


def test_a_body_over_the_limit_is_refused(editor: Person, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = editor.send("PATCH", "/en/about", {"title": "x" * 2000})
    assert response.status_code == 413
    assert response["Content-Type"] == "application/problem+json"


def test_reads_of_a_user_take_as_many_queries_for_many_pages_as_for_few(editor: Person) -> None:
    def count(path: str) -> int:
        editor.send("GET", path)
        with CaptureQueriesContext(connection) as queries:
            assert editor.send("GET", path).status_code == 200
        return len(queries)

    assert count("/en/@search?b_size=100&fullobjects=1") == count("/en/@search?b_size=1")


def test_a_token_is_made_on_the_command_line(editor: Person, client: Client) -> None:
    out = StringIO()
    call_command("make_token", "edith", scope=["read", "write"], days=1, stdout=out)
    sent = {"Authorization": f"Bearer {out.getvalue().strip()}"}
    assert client.get(f"{API}/en/about/@history", headers=sent).status_code == 200
    with pytest.raises(CommandError, match="no active user"):
        call_command("make_token", "nobody")


def test_a_token_is_made_in_the_admin_and_shown_once(editor: Person, client: Client) -> None:
    editor.user.is_superuser = True
    editor.user.save()
    client.force_login(editor.user)
    body = {"name": "Front end", "user": editor.user.pk, "scopes": ["read"], "expires_at": ""}
    response = client.post("/admin/tokens/new/", body)
    token = APIToken.objects.get(name="Front end")
    assert token.grant.scopes == ["read"]
    assert token.prefix in response.content.decode()
    listing = client.get("/admin/tokens/").content.decode()
    assert "Front end" in listing
    past = client.post("/admin/tokens/new/", {**body, "expires_at": "2001-01-01 00:00"})
    assert "still to come" in past.content.decode()
