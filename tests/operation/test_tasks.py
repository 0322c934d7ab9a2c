"""The work of the hour and the queue of tasks."""

from datetime import timedelta

import pytest
from django.core import management
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from cms.operation import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(tasks, "call_command", lambda name, **options: names.append(name))
    return names


@pytest.fixture
def queue(settings: Settings) -> None:
    settings.TASK_QUEUE = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_the_hour_is_begun_by_one_worker(called: list[str]) -> None:
    assert tasks.begin_the_hour() is True
    assert called == list(tasks.COMMANDS)
    assert tasks.begin_the_hour() is False
    assert called == list(tasks.COMMANDS)


def test_all_commands_of_the_hour_exist() -> None:
    assert set(tasks.COMMANDS) <= set(management.get_commands())


def test_with_a_queue_tasks_wait_for_a_worker(queue: None, called: list[str], transactional_db: None) -> None:
    tasks.begin_the_hour()
    assert called == []
    assert tasks.is_waiting()
    tasks.run_waiting()
    assert sorted(called) == sorted(tasks.COMMANDS)
    assert not tasks.is_waiting()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {TaskResultStatus.SUCCESSFUL}


def test_a_task_whose_worker_died_is_run_again_but_not_for_ever(queue: None) -> None:
    tasks.run_command.enqueue("award_sets")
    long_ago = timezone.now() - tasks.LEASE - timedelta(minutes=1)
    died = {"status": TaskResultStatus.RUNNING, "started_at": long_ago}
    DBTaskResult.objects.update(**died, worker_ids=["a"])
    assert tasks.is_waiting()
    DBTaskResult.objects.update(**died, worker_ids=["a", "b", "c"])
    assert not tasks.is_waiting()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    # One that is still at work is left alone.
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=["a"])
    assert not tasks.is_waiting()
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


def test_what_was_done_long_ago_is_deleted(queue: None) -> None:
    tasks.run_command.enqueue("award_sets")
    tasks.run_command.enqueue("purge_expired")
    old = DBTaskResult.objects.order_by("pk").first()
    assert old is not None
    DBTaskResult.objects.filter(pk=old.pk).update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now() - tasks.KEPT - timedelta(minutes=1)
    )
    tasks.tidy_queue.call()
    assert DBTaskResult.objects.count() == 1
