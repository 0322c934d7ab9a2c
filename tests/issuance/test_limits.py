"""How often one sender may come: counted in the database, by keyed hashes, for every process alike."""

from datetime import timedelta
from typing import Any

import pytest
from applicants import ORIGIN, Post
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.issuance.limits import internet_address
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Application, MailMessage, RateCount

Fields = dict[str, str]


def statements(queries: CaptureQueriesContext) -> list[str]:
    """Return what was asked of the database, without the values and the names of savepoints."""
    return [" ".join(query["sql"].split()[:3]) for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]]


def test_too_many_from_one_address_are_told_to_wait_and_keep_what_they_wrote(
    post: Post, fields: Fields, settings: Any
) -> None:
    settings.HOURLY_LIMIT_WITHOUT_PROOF = 2
    answers = [post({**fields, "name": f"Name {number}"}, REMOTE_ADDR="192.0.2.1") for number in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    page = answers[2].content.decode()
    assert "Name 2" in page
    assert fields["situation-checks"] in page
    assert 'role="alert"' in page
    assert 0 < int(answers[2]["Retry-After"]) <= 3600
    assert Application.objects.count() == 2


def test_another_address_is_not_touched_by_that(client: Client, post: Post, fields: Fields, settings: Any) -> None:
    settings.HOURLY_LIMIT_WITHOUT_PROOF = 1
    post(fields)
    assert post({**fields, "name": "B"}).status_code == 429
    other: Any = client.post("/apply/", {**fields, "name": "C"}, headers={"Origin": ORIGIN}, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 303


def test_a_mistake_does_not_count(post: Post, fields: Fields, settings: Any) -> None:
    settings.HOURLY_LIMIT_WITHOUT_PROOF = 1
    for _time in range(3):
        assert post({**fields, "name": ""}).status_code == 422
    assert post(fields).status_code == 303


def test_the_next_hour_is_a_new_one(post: Post, fields: Fields, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOURLY_LIMIT_WITHOUT_PROOF = 1
    post(fields)
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert post({**fields, "name": "B"}).status_code == 303


def test_nothing_tells_that_a_mailbox_is_over_its_limit(post: Post, fields: Fields, settings: Any) -> None:
    settings.MAILBOX_LIMIT = 1
    first, second = post(fields), post({**fields, "name": "B"})
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert first.content == second.content
    assert Application.objects.count() == 1
    assert MailMessage.objects.count() == 1


def test_a_known_address_costs_the_same_statements_as_an_unknown_one(post: Post, fields: Fields, settings: Any) -> None:
    """What is done for a stranger, for somebody known, and for a mailbox over its limit takes the same time."""
    settings.MAILBOX_LIMIT = 2
    taken = []
    for name, email in [
        ("A", "a@mail.example"),
        ("B", "a@mail.example"),
        ("C", "a@mail.example"),
        ("D", "new@x.example"),
    ]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            post({**fields, "name": name, "email": email})
        taken.append(
            [query["sql"].split()[:3] for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]]
        )
    assert taken[0] == taken[1] == taken[2] == taken[3]
    assert Application.objects.count() == 3


def test_asking_for_links_costs_the_same_for_every_address(client: Client, confirmed: Application) -> None:
    taken = []
    for email in (confirmed.email, "nobody@mail.example"):
        with CaptureQueriesContext(connection) as queries:
            client.post("/apply/links/", {"email": email}, headers={"Origin": ORIGIN})
        taken.append(statements(queries))
    assert taken[0] == taken[1]


def test_the_counters_name_nobody_and_go_when_their_time_is_over(post: Post, fields: Fields) -> None:
    post(fields)
    assert RateCount.objects.count() == 3
    for row in RateCount.objects.all():
        assert 0 < row.key < 2**60
        assert row.expires <= timezone.now() + timedelta(days=1)
    RateCount.objects.update(expires=timezone.now() - timedelta(seconds=1))
    call_command("purge_expired", verbosity=0)
    assert not RateCount.objects.exists()


@pytest.mark.parametrize(
    ("behind", "remote", "forwarded", "address"),
    [
        (False, "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (True, "10.0.0.1", "198.51.100.9", "198.51.100.9"),
        (True, "10.0.0.1", "1.2.3.4, 198.51.100.9", "198.51.100.9"),
        (True, "10.0.0.1", "", "10.0.0.1"),
        (False, "", "", ""),
    ],
)
def test_the_sender_cannot_make_up_the_address(
    settings: Any, behind: bool, remote: str, forwarded: str, address: str
) -> None:
    settings.BEHIND_PROXY = behind
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert internet_address(RequestFactory(REMOTE_ADDR=remote).post("/apply/", headers=headers)) == address


def test_a_household_with_ipv6_is_one_sender() -> None:
    first, second, other = (
        internet_address(RequestFactory(REMOTE_ADDR=text).post("/apply/"))
        for text in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert first == second != other


def test_links_are_asked_for_within_limits(client: Client, confirmed: Application, settings: Any) -> None:
    settings.MAILBOX_LIMIT = 1
    ask = {"email": confirmed.email}
    first, second = (client.post("/apply/links/", ask, headers={"Origin": ORIGIN}) for _time in range(2))
    assert first.content == second.content
    deliver_mail()
    assert MailMessage.objects.filter(kind="links").count() == 1
    settings.HOURLY_LIMIT_WITHOUT_PROOF = 1
    assert client.post("/apply/links/", ask, headers={"Origin": ORIGIN}).status_code == 429
