"""What judges and tests of packages share: the day they are made on, their own verifier, a server that is quiet."""

import subprocess
import sys
from datetime import date
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

DAY = date(2027, 3, 1)


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the verifier that lies in the package, with nothing of the project at hand."""
    command = [sys.executable, "-I", str(folder / "data" / "verify.py"), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder.parent)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""
