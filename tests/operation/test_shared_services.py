"""What several machines share: a Redis that may be away, the lock of the exporter."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import dj_database_url
import pytest
from django.core.cache import cache
from django.db.utils import ConnectionHandler
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cms.export.write import lock
from cms.issuance import limits
from cms.issuance.rows import find
from cms.operation.cache import SparedRedis
from tests.postgres import Cluster
from tests.redis_server import running_redis


@pytest.fixture(scope="module")
def redis() -> Iterator[str]:
    with running_redis() as url:
        yield url


@pytest.fixture
def shared_cache(settings: Settings, redis: str) -> None:
    settings.REDIS_URL = redis
    settings.CACHES = {"default": {"BACKEND": "cms.operation.cache.SparedRedis", "LOCATION": redis}}


@pytest.mark.django_db
def test_who_was_refused_on_one_machine_is_refused_on_all_without_the_database(
    shared_cache: None, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.HOURLY_LIMIT = 2
    mine = limits.sender_limits("192.0.2.7", proved=True)
    for is_taken in (True, True, False):
        counting = limits.Counting(mine)
        counting.check_refused()
        try:
            counting.is_within(find(counting.statement))
        except limits.TooManyError as error:
            until = error.until
            assert not is_taken
    with django_assert_num_queries(0), pytest.raises(limits.TooManyError) as refused:
        limits.Counting(mine).check_refused()
    assert refused.value.until == until > timezone.now()
    # Nobody else is, and a mailbox over its limit is kept secret.
    limits.Counting(limits.sender_limits("192.0.2.8", proved=True)).check_refused()
    settings.MAILBOX_LIMIT = 0
    secret = limits.Counting([limits.mailbox_limit("kaisa@mail.example")])
    assert secret.is_within(find(secret.statement)) is False
    secret.check_refused()


def test_a_redis_that_is_away_is_a_cache_that_is_empty(caplog: pytest.LogCaptureFixture) -> None:
    away = SparedRedis("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})
    with caplog.at_level(logging.WARNING):
        away.set("page", "words")
        assert away.get("page", "nothing") == "nothing"
        assert away.get_many(["page"]) == {}
        assert away.add("page", "words") is False
        assert away.delete("page") is False
    assert [record.getMessage() for record in caplog.records] == [
        "redis is away, nothing is remembered meanwhile: ConnectionError"
    ]


def test_a_redis_that_comes_back_is_used_again(redis: str) -> None:
    ours = SparedRedis(redis, {})
    ours.away_until = float("inf")
    ours.set("page", "words")
    ours.away_until = 0.0
    assert ours.get("page") is None
    ours.set("page", "words")
    assert ours.get("page") == "words"
    assert ours.has_key("page")


def test_times_go_through_it_whole(shared_cache: None) -> None:
    moment = timezone.now() + timedelta(hours=1)
    cache.set("until", moment, 60)
    assert cache.get("until") == moment


@pytest.mark.django_db
def test_one_machine_exports_at_a_time(postgres: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    config = dict(dj_database_url.parse(postgres.new_database()))
    monkeypatch.setattr(lock, "connections", ConnectionHandler({"default": config}))
    with lock.only_one_anywhere() as first:
        assert first
        with lock.only_one_anywhere() as second:
            assert not second
    with lock.only_one_anywhere() as afterwards:
        assert afterwards


@pytest.mark.django_db
def test_with_sqlite_there_is_one_machine() -> None:
    with lock.only_one_anywhere() as first, lock.only_one_anywhere() as second:
        assert first
        assert second
