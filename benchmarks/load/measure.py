"""Mixed load for some minutes on one installation: latencies by kind, errors, and whether memory stays flat.

`make load`, or `python -m benchmarks.load.measure --help`. Returns 1 after any error, and where a process grows.
"""

import argparse
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load.memory import Samples, Watch
from benchmarks.load.people import Editor, Line, OddAnswerError, Person, Times, applicant, front_end, reader
from tests.endpoint import ROOT, free_port

START_SECONDS = 120
# The demo's (README.md).
LOGIN = ("admin", "perennial-demo")
API = ("/++api++/en/skills/empathy/", "/++api++/en/skills/?b_size=20", "/++api++/en/@search?SearchableText=empathy")


@dataclass(frozen=True)
class Installation:
    """One installation: its folder, its server's port, and nginx's (0: there is none)."""

    folder: Path
    port: int
    proxy: int
    process: int


def main() -> int:
    """Prepare, load, print."""
    options = _arguments()
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="perennial-load-")))
        running = stack.enter_context(_running(folder))
        watch = Watch(running.process)
        watch.start()
        kinds = _load(running, options)
        samples = watch.stop()
    return _report(kinds, samples, options.seconds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=300, help="how long (default: %(default)d)")
    parser.add_argument("--readers", type=int, default=4, help="readers at a time, half of them through nginx")
    parser.add_argument("--folder", type=Path, help="an installation that is kept, so that the next run begins sooner")
    return parser.parse_args()


@contextmanager
def _running(folder: Path) -> Iterator[Installation]:
    """Prepare the installation of the demo, and serve it as a deployer does, with the worker; nginx in front."""
    port, proxy = free_port(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    environment = kept | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
        "PERENNIAL_VAR_DIR": str(folder / "var"),
        "PERENNIAL_EXPORT_DIR": str(folder / "dist"),
        "PERENNIAL_ASSETS_DIR": str(ROOT / "var/assets"),
        "PERENNIAL_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PERENNIAL_ALLOWED_ORIGINS": f"http://127.0.0.1:{port},http://127.0.0.1:{proxy}",
        "BEHIND_PROXY": "1",
    }
    if not (folder / "dist/SHA256SUMS").is_file():
        print("Preparing: content, accounts, site ...", flush=True)
        prepare = [sys.executable, "manage.py", "start_demo", "--no-serve"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(prepare, cwd=ROOT, env=environment, check=True, **quiet)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    with (folder / "server.log").open("wb") as log, ExitStack() as stack:
        serve = [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{port}"]
        server = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log)
        stack.callback(_end, server)
        _wait(port, server, folder / "server.log")
        has_proxy = stack.enter_context(_nginx(folder, proxy, port))
        yield Installation(folder, port, proxy if has_proxy else 0, server.pid)


@contextmanager
def _nginx(folder: Path, port: int, server: int) -> Iterator[bool]:
    """Run nginx with the configuration of deploy/, without TLS; False where there is none."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        print("There is no nginx here: all readers ask our server itself.", flush=True)
        yield False
        return
    text = (ROOT / "deploy/nginx.conf").read_text()
    text = text[text.index("server {", text.index("server {") + 1) :]
    text = re.sub(r"    (listen|ssl_|server_name).*\n", "", text).replace("8000", str(server))
    text = text.replace("server {\n", f"server {{\n    listen 127.0.0.1:{port};\n", 1).replace("$host;", "$http_host;")
    paths = "".join(
        f"{kind}_temp_path {folder}/nginx; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    head = f"pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off; events {{}}\n"
    config.write_text(f"{head}http {{ access_log off; {paths}\n{text}}}\n")
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        _wait(port, process, folder / "nginx.log")
        yield True
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait()


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        with suppress(OSError, OddAnswerError):
            Line(port).ask("GET", "/en/", (200,))
            return
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"a server does not start: {log.read_text()}")
        time.sleep(0.1)


def _load(running: Installation, options: argparse.Namespace) -> list[Times]:
    """Let everybody come, and return how it was for them."""
    stop = threading.Event()
    pages = _addresses(running.folder / "dist")
    front = running.proxy or running.port
    editor = Editor(running.port, LOGIN, _page(running))
    names = ("reader, our server", "reader, nginx", "applicant", "editor saves", "front end")
    direct, proxied, applying, saving, asking = kinds = [Times(name) for name in names]
    half = options.readers // 2
    people = [Person(direct, 0.05, reader(running.port, pages), stop) for _number in range(options.readers - half)]
    people += [Person(proxied, 0.05, reader(front, pages), stop) for _number in range(half)]
    people.append(
        Person(applying, 0.5, applicant(front, f"load{int(time.time())}", _situations(running.folder / "dist")), stop)
    )
    people.append(Person(saving, 1.0, editor.save, stop))
    people.append(Person(asking, 0.2, front_end(front, list(API)), stop))
    print(f"{len(people)} people for {options.seconds} seconds ...", flush=True)
    for person in people:
        person.start()
    stop.wait(options.seconds)
    stop.set()
    for person in people:
        person.join()
    return kinds


def _addresses(site: Path) -> list[str]:
    """Return the addresses of the site's pages, and of what they show."""
    paths = [line.split("  ", 1)[1].removeprefix("./") for line in (site / "SHA256SUMS").read_text().splitlines()]
    pages = [f"/{path.removesuffix('index.html')}" for path in paths if path.endswith("/index.html")]
    return pages + [f"/{path}" for path in paths if path.startswith("assets/") and path.endswith((".css", ".js"))]


def _situations(site: Path) -> list[str]:
    """Return the names of the fields that an applicant fills in."""
    page = (site / "en/badges/empathy/index.html").read_text("utf-8")
    return sorted(set(re.findall(r'name="(situation-[^"]+)"', page)))


def _page(running: Installation) -> int:
    """Return the number of the page that the editor writes."""
    query = (
        "SELECT page.id FROM wagtailcore_page page JOIN wagtailcore_locale locale ON locale.id = page.locale_id "
        "WHERE page.slug = 'about' AND locale.language_code = 'en'"
    )
    with closing(sqlite3.connect(running.folder / "var/perennial.sqlite3")) as database:
        return int(database.execute(query).fetchone()[0])


def _report(kinds: list[Times], samples: list[Samples], seconds: int) -> int:
    print("\n| who | requests | a second | p50 ms | p99 ms | errors |\n|---|---:|---:|---:|---:|---:|")
    for kind in kinds:
        count = len(kind.seconds)
        print(
            f"| {kind.kind} | {count} | {count / seconds:.1f} | {kind.within(0.5):.0f} | {kind.within(0.99):.0f} "
            f"| {len(kind.errors)} |"
        )
    print(
        "\n| process | MB, first quarter | third | last | slope of the second half, MB a minute | |"
        "\n|---|---:|---:|---:|---:|---|"
    )
    for process in samples:
        first, third, last = (sum(part) / max(1, len(part)) for part in map(process.part, (0, 2, 3)))
        verdict = "grows" if process.leaks else "flat"
        print(f"| {process.role} | {first:.0f} | {third:.0f} | {last:.0f} | {process.slope:+.2f} | {verdict} |")
    failed = False
    for kind in kinds:
        if kind.errors or not kind.seconds:
            failed = True
            print(f"{kind.kind}: {len(kind.errors)} errors, first: {kind.errors[:3]}", file=sys.stderr)
    return int(failed or any(process.leaks for process in samples))


if __name__ == "__main__":
    sys.exit(main())
