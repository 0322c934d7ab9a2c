"""Work on all cores: every result arrives, a failure is raised as it was, and no worker is left behind."""

import os
import signal
from pathlib import Path

import pytest

from cms.export.render.workers import WorkerError, in_parallel


def double(number: int) -> int:
    return number * 2


def children() -> set[str]:
    """Return the processes that this one has begun."""
    return {child for path in Path("/proc/self/task").glob("*/children") for child in path.read_text().split()}


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_task_is_done_once(workers: int) -> None:
    assert sorted(in_parallel(range(100), double, workers)) == [number * 2 for number in range(100)]


def test_large_results_arrive_whole() -> None:
    results = list(in_parallel([1, 2, 3], lambda number: bytes([number]) * 3_000_000, 2))
    assert sorted(result[0] for result in results) == [1, 2, 3]
    assert {len(result) for result in results} == {3_000_000}


@pytest.mark.parametrize("workers", [1, 3])
def test_a_failure_is_raised_as_it_was(workers: int) -> None:
    def fail(number: int) -> int:
        if number == 7:
            raise KeyError("seven")
        return number

    with pytest.raises(KeyError, match="seven"):
        list(in_parallel(range(20), fail, workers))


def test_a_worker_that_is_killed_is_told() -> None:
    def end(number: int) -> int:
        if number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(WorkerError, match="was killed by signal 9"):
        list(in_parallel(range(20), end, 2))


def test_no_worker_is_left_where_nobody_wants_the_rest() -> None:
    before = children()
    results = in_parallel(range(1000), double, 2)
    next(results)
    assert children() != before
    results.close()  # type: ignore[attr-defined]
    assert children() == before
