"""The peers' Python environments, made under var/bench from pinned, hash-checked requirements, and bytecode."""

import hashlib
import importlib.metadata
import subprocess
import sys
import sysconfig
import venv
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH_DIR = ROOT / "var" / "bench"
REQUIREMENTS = Path(__file__).resolve().parent / "requirements"
BASE_PACKAGES = Path(sysconfig.get_paths()["purelib"])


@cache
def peer_python(name: str) -> Path:
    """Return the interpreter of a peer's environment, which is made where it is missing or its pins changed.

    It sees the packages of the environment that runs the benchmark (the same Django and Wagtail for all), and before
    them its own: the peer with what only the peer needs.

    Raises:
        subprocess.CalledProcessError: pip could not install the requirements.
    """
    folder = BENCH_DIR / "venv" / name
    python = folder / "bin" / "python"
    pins = REQUIREMENTS / f"{name}.txt"
    stamp = folder / "pins"
    wanted = hashlib.sha256(pins.read_bytes() + str(BASE_PACKAGES).encode()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        (packages(name) / "perennial.pth").write_text(f"{BASE_PACKAGES}\n")
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*install, "-r", str(pins)], check=True)
        stamp.write_text(wanted)
    compile_all([packages(name)])
    return python


def packages(name: str) -> Path:
    """Return the folder of the packages that only a peer's environment has."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return BENCH_DIR / "venv" / name / "lib" / version / "site-packages"


def compile_all(folders: list[Path]) -> None:
    """Write the missing bytecode: without it every start would compile two thousand modules anew."""
    names = [str(folder) for folder in folders]
    # Packages bring test files that are not valid Python; they are never imported.
    subprocess.run([sys.executable, "-m", "compileall", "-qq", *names], check=False)


def version(distribution: str, folder: Path = BASE_PACKAGES) -> str:
    """Return the version of a package that is installed in `folder`, "" where it is not."""
    found = importlib.metadata.distributions(name=distribution, path=[str(folder)])
    return next((entry.version for entry in found), "")
