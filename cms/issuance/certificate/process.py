"""A typesetting program in a process of its own: what it needs of memory for a moment, a server would keep for good."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from cms.settings.environment import BASE_DIR


class TypesettingError(Exception):
    """The program has refused; the message is the last line that it said."""


def run_typesetter(module: str, given: Mapping[str, Any], seconds: int) -> bytes:
    """Run the module with what is given, as JSON on its standard input, and return the PDF that it writes.

    Raises:
        TypesettingError: it cannot be typeset.
        TimeoutError: it was not ready after so many seconds.
    """
    command = [sys.executable, "-m", module]
    try:
        run = subprocess.run(
            command, input=json.dumps(given).encode(), capture_output=True, timeout=seconds, cwd=BASE_DIR
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    if run.returncode:
        raise TypesettingError(run.stderr.decode(errors="replace").strip().rpartition("\n")[2])
    return run.stdout
