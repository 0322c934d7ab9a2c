"""Results -> the table: medians, ratios to Hugo, whether the outputs agree, versions and machine."""

import json
import platform
import re
import subprocess
from dataclasses import asdict
from pathlib import Path

from benchmarks.export.compare import Agreement, compare
from benchmarks.export.environments import BENCH_DIR, packages, version
from benchmarks.export.rows import Corpus
from benchmarks.export.timing import Result

LANGUAGES = ["en", "fi", "es", "it", "pl", "ro"]
# The first of these that ran is what the others' pages are compared with.
REFERENCES = ("bakery", "distill", "serve", "hugo", "plain")

COLUMNS = ("wall s", "range", "runs", "CPU s", "pages/s", "peak MB", "queries", "x Hugo", "x its CPU", "pages agree")
HEADING = f"""\
| {"exporter":<30} | {" | ".join(COLUMNS)} |
| {"-" * 30} | {" | ".join("---" for _column in COLUMNS)} |"""


def print_report(corpus: Corpus, results: list[Result]) -> int:
    """Compare the outputs, print the table, keep the figures beside the corpus; return 1 where a row is not right."""
    reference, agreements = _agreements(results)
    total = corpus.pages * len(LANGUAGES)
    hugo = next((result for result in results if result.row.name == "hugo" and result.samples), None)
    print(f"\n{total} pages, {len(LANGUAGES)} locales, {_size(corpus, results)}\n{_machine()}\n{_versions()}\n")
    print(HEADING)
    for result in results:
        name = result.row.name
        finding = "reference" if name == reference else str(agreements.get(name, "not compared"))
        print(_line(result, total, hugo, finding))
    loads = [sample.load for result in results for sample in result.samples]
    if loads:
        print(f"\nLoad average at the starts: {min(loads):.1f} to {max(loads):.1f}.")
    _keep(corpus, results, agreements)
    right = all(not result.failed for result in results) and all(found.holds for found in agreements.values())
    return 0 if right else 1


def _agreements(results: list[Result]) -> tuple[str, dict[str, Agreement]]:
    """Return the name of the row whose pages are the reference ("" for none), and how the others compare with it."""
    done = {result.row.name: result for result in results if result.samples and result.row.compared}
    reference = next((name for name in REFERENCES if name in done), "")
    if not reference:
        return "", {}
    pages = done.pop(reference).output
    return reference, {name: compare(pages, result.output, LANGUAGES) for name, result in done.items()}


def _line(result: Result, total: int, hugo: Result | None, finding: str) -> str:
    title = f"| {result.row.title:<30} |"
    if not result.samples:
        return f"{title} failed: {result.failed} |"
    walls = [sample.wall for sample in result.samples]
    ratio = f"{result.wall / hugo.wall:.2f}" if hugo else "-"
    cpu_ratio = f"{result.cpu / hugo.cpu:.2f}" if hugo else "-"
    return (
        f"{title} {result.wall:6.2f} | {f'{min(walls):.2f}-{max(walls):.2f}':<11} | {len(walls):4} |"
        f" {result.cpu:5.1f} | {total / result.wall:7.0f} |"
        f" {result.median(lambda sample: sample.peak):7.0f} | {_queries(result):>7} |"
        f" {ratio:>6} | {cpu_ratio:>9} | {finding} |"
    )


def _queries(result: Result) -> str:
    """Return how many queries the runs made: one number, unless it was not the same each time."""
    found = sorted({sample.queries for sample in result.samples if sample.queries is not None})
    return " to ".join(map(str, dict.fromkeys([found[0], found[-1]]))) if found else "-"


def _size(corpus: Corpus, results: list[Result]) -> str:
    for result in results:
        if result.row.name in REFERENCES and result.samples:
            sizes = [path.stat().st_size for code in LANGUAGES for path in (result.output / code).rglob("index.html")]
            return f"{sum(sizes) / 1e6:.2f} MB of HTML, {sum(sizes) / len(sizes) / 1e3:.1f} KB a page"
    return "size unknown"


def _machine() -> str:
    described = Path("/proc/cpuinfo")
    names = re.findall(r"^model name\s*: (.*)$", described.read_text(), re.MULTILINE) if described.is_file() else []
    processor = f"{len(names)} x {names[0]}" if names else platform.machine()
    return f"{processor}; {platform.platform(terse=True)}; Python {platform.python_version()}, SQLite"


def _versions() -> str:
    found = {
        "Wagtail": version("wagtail"),
        "Django": version("django"),
        "wagtail-bakery": version("wagtail-bakery", packages("bakery")),
        "django-bakery": version("django-bakery", packages("bakery")),
        "django-distill": version("django-distill", packages("distill")),
        "Hugo": _hugo_version(),
    }
    return ", ".join(f"{name} {number}" for name, number in found.items() if number)


def _hugo_version() -> str:
    try:
        printed = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ""
    return next(iter(re.findall(r"v([0-9.]+\S*)", printed)), "")


def _keep(corpus: Corpus, results: list[Result], agreements: dict[str, Agreement]) -> None:
    """Write the figures to var/bench, for whoever wants more than the medians."""
    data = {
        result.row.name: {
            "samples": [asdict(sample) for sample in result.samples],
            "failed": result.failed,
            "agreement": str(agreements.get(result.row.name, "")),
            "extra_files": agreements[result.row.name].extra if result.row.name in agreements else None,
        }
        for result in results
    }
    path = BENCH_DIR / f"result-{corpus.pages}.json"
    path.write_text(json.dumps({"machine": _machine(), "versions": _versions(), "rows": data}, indent=1), "utf-8")
