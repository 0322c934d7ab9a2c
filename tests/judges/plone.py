"""A Plone 6.2 to ask: python -m tests.judges.plone installs it below var/plone, from requirements/plone.txt.

An instance is a folder with a site of Plone's headless kind (Volto) in several languages. It reads and writes exports
by the commands of plone.exportimport, and answers by plone.restapi.
"""

import fcntl
import hashlib
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.server import ROOT, free_port
from tests.judges.packages import MODULES

PINS = ROOT / "requirements" / "plone.txt"
HOME = MODULES.parent / "plone"
SITE = "Plone"
API = f"/{SITE}/++api++"
START_SECONDS = 180

# A cache of objects as large as Plone's own installer makes it: with Zope's 400 every answer would read the disk.
CONFIGURATION = """
%define INSTANCE {folder}
instancehome $INSTANCE
<zodb_db main>
  cache-size 30000
  <filestorage>
    path $INSTANCE/var/Data.fs
    blob-dir $INSTANCE/var/blobs
    read-only {read_only}
  </filestorage>
  mount-point /
</zodb_db>
"""
SERVER = """
[app:main]
use = egg:Zope#main
zope_conf = {folder}/etc/{configuration}

[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
threads = 4
"""


class PloneError(Exception):
    """Plone could not be installed, or a command of it failed; the message is what it said."""


def install() -> Path:
    """Return the folder of Plone's commands, which are installed where they are missing or their pins changed.

    Raises:
        PloneError: pip could not install the requirements.
    """
    wanted = hashlib.sha256(PINS.read_bytes() + sys.version.encode()).hexdigest()
    stamp, commands = HOME / "pins", HOME / "venv" / "bin"
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text() != wanted:
            print(f"Installing Plone into {HOME}.", file=sys.stderr)
            venv.create(commands.parent, with_pip=True, clear=True)
            options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(PINS)]
            _run([str(commands / "python"), "-m", "pip", "install", *options])
            stamp.write_text(wanted)
    return commands


class Instance:
    """One instance with one site, in a folder of its own; nothing of it stands elsewhere."""

    def __init__(self, commands: Path, folder: Path, languages: Sequence[str]) -> None:
        """Make it, with an empty site whose default language is the first.

        Raises:
            PloneError: it cannot be made.
        """
        self.commands = commands
        self.folder = folder
        _run([str(commands / "mkwsgiinstance"), "-d", str(folder), "-u", "admin:admin"])
        for name, read_only in (("zope.conf", "false"), ("read-only.conf", "true")):
            (folder / "etc" / name).write_text(CONFIGURATION.format(folder=folder, read_only=read_only))
        script = Path(__file__).with_name("plone_site.py")
        self._command("zconsole", "run", self.configuration, str(script), SITE, *languages)

    @property
    def configuration(self) -> str:
        """The file that Plone's commands read."""
        return str(self.folder / "etc" / "zope.conf")

    def take_in(self, export: Path) -> str:
        """Import what plone.exportimport wrote; return what it reported.

        Raises:
            PloneError: it was refused, wholly or in part.
        """
        return self._command("plone-importer", self.configuration, SITE, str(export))

    def give_out(self, folder: Path) -> str:
        """Export the site by plone.exportimport; return what it reported."""
        folder.mkdir(parents=True, exist_ok=True)
        return self._command("plone-exporter", self.configuration, SITE, str(folder))

    @contextmanager
    def plain(self) -> Iterator[int]:
        """Serve as a plain instance does: one process with four threads. Yield the port."""
        with self._served("zope.conf", str(self.commands / "runwsgi")) as port:
            yield port

    @contextmanager
    def workers(self, number: int) -> Iterator[int]:
        """Serve reads by so many processes of gunicorn, which open the database without its lock. Yield the port."""
        words = ["--workers", str(number), "--log-level", "error", "--paste"]
        with self._served("read-only.conf", str(self.commands / "gunicorn"), *words) as port:
            yield port

    @contextmanager
    def _served(self, configuration: str, *words: str) -> Iterator[int]:
        port = free_port()
        server = self.folder / "etc" / f"{port}.ini"
        server.write_text(SERVER.format(folder=self.folder, configuration=configuration, port=port))
        bind = ["--bind", f"127.0.0.1:{port}"] if "--paste" in words else []
        with (self.folder / "var" / "log" / "server.log").open("a") as log:
            process = subprocess.Popen([*words, str(server), *bind], stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}{API}/@site")
            yield port
        finally:
            process.terminate()
            process.wait()

    def _command(self, name: str, *words: str) -> str:
        return _run([str(self.commands / name), *words])


def _run(command: list[str]) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise PloneError(f"{Path(command[0]).name}: {done.stdout[-3000:]}")
    return done.stdout


def _wait(address: str) -> None:
    request = urllib.request.Request(address, headers={"Accept": "application/json"})
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(request, timeout=START_SECONDS).close()
            return
        except OSError as error:
            if time.monotonic() > end:
                raise PloneError(f"{address} does not answer: {error}") from error
            time.sleep(0.2)


if __name__ == "__main__":
    try:
        install()
    except PloneError as error:
        sys.exit(str(error))
