"""The judges that come from npm: python -m tests.judges.packages puts them where the tests look for them."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.judges.judging import ROOT, node

# Where run-time data lies, the tests' settings included.
MODULES = Path(os.environ.get("PERENNIAL_VAR_DIR") or ROOT / "var").resolve() / "node-tests"


def install(manifests: Path, modules: Path) -> None:
    """Put the packages of a package-lock.json into the folder, unless they are there. None runs a script of its own.

    Raises:
        subprocess.CalledProcessError: npm could not.
    """
    stamp = (manifests / "package-lock.json").read_text("utf-8")
    modules.parent.mkdir(parents=True, exist_ok=True)
    with modules.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = modules / ".stamp"
        if kept.exists() and kept.read_text("utf-8") == stamp:
            return
        print(f"Installing the packages of {manifests.relative_to(ROOT)}.")
        with tempfile.TemporaryDirectory(dir=modules.parent) as temporary:
            fresh = Path(temporary) / "modules"
            fresh.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copyfile(manifests / name, fresh / name)
            words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run([*npm(), *words], cwd=fresh, check=True)
            (fresh / ".stamp").write_text(stamp, "utf-8")
            shutil.rmtree(modules, ignore_errors=True)
            fresh.rename(modules)


def npm() -> list[str]:
    """Return the command that runs npm: its script where it lies beside Node, since not every command of it works."""
    program = Path(node()).resolve()
    for place in (program.parent.parent / "lib", program.parent):
        script = place / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if script.exists():
            return [str(program), str(script)]
    return ["npm"]


if __name__ == "__main__":
    install(Path(__file__).parent, MODULES)
