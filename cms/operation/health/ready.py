"""Run the checks that a process has in its settings."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

# A probe every second must not cost a signature and a file each.
KEPT_SECONDS = 5.0

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_last: tuple[float, "list[Answer]"] | None = None


class NotReadyError(Exception):
    """Something that this process needs is not there; the message says what, and what to do."""


class AttentionError(Exception):
    """Something that the operator should mend, though the process is ready without; the message says what to do."""


@dataclass(frozen=True)
class Answer:
    """What one check says. `fault` is empty where all is well; `notice` is for the operator, and no fault."""

    name: str
    fault: str = ""
    notice: str = ""


def ask() -> list[Answer]:
    """Run all checks of HEALTH_CHECKS and return their answers, at most five seconds old."""
    global _last
    with _lock:
        if _last is None or time.monotonic() - _last[0] > KEPT_SECONDS:
            _last = (time.monotonic(), ask_now())
        return _last[1]


def ask_now() -> list[Answer]:
    """Run all checks of HEALTH_CHECKS (name -> dotted path of a function that raises NotReadyError)."""
    return [_answer(name, import_string(path)) for name, path in settings.HEALTH_CHECKS.items()]


def _answer(name: str, check: Callable[[], None]) -> Answer:
    try:
        check()
    except AttentionError as error:
        return Answer(name, notice=str(error))
    except NotReadyError as error:
        fault = str(error)
    except Exception as error:  # whatever fails in a check, the process is not ready, and the probe gets an answer
        _log.exception("health check failed", extra={"check": name})
        fault = f"{type(error).__name__}: {error}"
    else:
        return Answer(name)
    return Answer(name, fault)
