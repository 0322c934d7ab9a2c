"""Lighthouse on a phone: scores of one page of each type, over http as the product serves it, Brotli included.

    .venv/bin/python benchmarks/lighthouse.py [--site DIR] [--language fi]

Without --site, content/ is loaded and exported for it. Needs chromium and the built assets (`make assets`). Scores are
of 100. What a slow phone on a slow line is computed to need, in milliseconds: FCP and LCP (first and largest paint) and
TBT (blocked by scripts); CLS is how far the page jumps while it loads, in thousandths. Not a part of `make test`: its
packages are many, and its scores of performance vary with what else the machine does.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Name of a column -> audit, and by what its number is multiplied.
NUMBERS = {
    "FCP": ("first-contentful-paint", 1),
    "LCP": ("largest-contentful-paint", 1),
    "TBT": ("total-blocking-time", 1),
    "CLS": ("cumulative-layout-shift", 1000),
}
CHROMIUM = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'"
)


def main() -> None:
    """Measure and print."""
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    parser = argparse.ArgumentParser(description="Lighthouse scores of one page of each type.")
    parser.add_argument("--site", type=Path, help="an exported site (default: one made of content/)")
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    from tests.judges.packages import MODULES, install

    modules = MODULES.with_name("node-benchmarks")
    install(ROOT / "benchmarks", modules)
    print(f"{'page':<44}" + "".join(f"{name:>16}" for name in CATEGORIES) + "".join(f"{name:>7}" for name in NUMBERS))
    with served_site(options.site) as (site, url):
        faults = []
        for address in one_of_each_type(site, options.language):
            report = measure(url + address, modules)
            scores = "".join(f"{round(100 * report['categories'][name]['score']):>16}" for name in CATEGORIES)
            numbers = "".join(
                f"{round(factor * report['audits'][audit]['numericValue']):>7}" for audit, factor in NUMBERS.values()
            )
            print(f"{address:<44}{scores}{numbers}", flush=True)
            faults += [f"{address}: {fault}" for fault in failed_audits(report)]
    print("\n".join(["", *faults] if faults else []))


@contextmanager
def served_site(folder: Path | None) -> Iterator[tuple[Path, str]]:
    """Serve the folder, or else a site made of content/; yield the folder and its address."""
    from tests.journeys.server import Demo, free_port
    from tests.judges.serving import over_http

    with tempfile.TemporaryDirectory(prefix="perennial-bench-") as temporary:
        # The site names its own address, which Lighthouse compares with the one that it has asked.
        demo = Demo(Path(temporary), free_port())
        if not folder:
            demo.prepare()
        with over_http(folder or demo.site, demo.port) as url:
            yield folder or demo.site, url


def one_of_each_type(site: Path, language: str) -> list[str]:
    """Return addresses: the chooser and the first page of each type, the tools one by one, since they differ."""
    from tests.judges.page_types import page_types, type_of

    found = {"chooser": "/"}
    for address in page_types(site, language):
        if address.endswith("/"):
            kind = type_of(site / address.strip("/") / "index.html")
            found.setdefault(address if kind == "tool" else kind, address)
    return list(found.values())


def measure(url: str, modules: Path) -> dict[str, Any]:
    """Return Lighthouse's report of a page.

    Raises:
        subprocess.CalledProcessError: it could not judge the page.
    """
    from tests.judges.judging import node

    program = modules / "node_modules" / "lighthouse" / "cli" / "index.js"
    command = [node(), str(program), url, "--quiet", "--output=json", "--no-enable-error-reporting"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROMIUM}"]
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
    run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def failed_audits(report: dict[str, Any]) -> list[str]:
    """Return the audits that cost points, outside performance, where the score says it."""
    names = {
        audit["id"]
        for category in CATEGORIES[1:]
        for audit in report["categories"][category]["auditRefs"]
        if audit["weight"]
    }
    failed = [report["audits"][name] for name in sorted(names)]
    return [f"{audit['id']}: {audit['title']}" for audit in failed if audit["score"] is not None and audit["score"] < 1]


if __name__ == "__main__":
    main()
