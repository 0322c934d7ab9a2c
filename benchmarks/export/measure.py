"""Time the exporters on one corpus in one run, check that they agree, and print the table.

`python -m benchmarks.export.measure --help`; `make bench` runs it with 100 pages a language.
"""

import argparse
import shutil
import sys

from benchmarks.export.environments import BASE_PACKAGES, BENCH_DIR, ROOT, compile_all
from benchmarks.export.peers.rows import peer_rows
from benchmarks.export.perennial import perennial_rows
from benchmarks.export.prepare import copy_corpus, prepare_corpus
from benchmarks.export.report import print_report
from benchmarks.export.rows import Corpus, Row
from benchmarks.export.timing import Result, RunError, run_quietly, run_timed

MANY_PAGES = 100


def main() -> int:
    """Prepare, measure in rounds, compare, print; return 1 where a row failed or disagrees."""
    options = _arguments()
    rows = _chosen(options)
    compile_all([BASE_PACKAGES, ROOT / "cms", ROOT / "benchmarks"])
    corpus = prepare_corpus(options.pages)
    results = [Result(row, _own_corpus(row, corpus), BENCH_DIR / "out" / row.name) for row in rows]
    for run in range(options.runs):
        for result in results:
            if not result.failed and (run < options.slow_runs or not result.row.slow):
                _measure(result, run)
    return print_report(corpus, results)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=100, help="pages in each of the languages (100, 1000)")
    parser.add_argument("--runs", type=int, default=5, help="rounds; the table shows medians")
    parser.add_argument("--slow-runs", type=int, default=3, help="rounds in which the slow ones run as well")
    parser.add_argument("--only", nargs="+", metavar="ROW", help="run these rows only")
    parser.add_argument("--skip", nargs="+", metavar="ROW", default=[], help="leave these rows out")
    return parser.parse_args()


def _chosen(options: argparse.Namespace) -> list[Row]:
    """Return the rows to run; Hugo's are left out where it is not installed."""
    rows = [*perennial_rows(), *peer_rows()]
    names = {row.name for row in rows}
    if unknown := {*(options.only or []), *options.skip} - names:
        sys.exit(f"no such row: {', '.join(sorted(unknown))}. There are: {', '.join(row.name for row in rows)}.")
    if options.only:
        rows = [row for row in rows if row.name in options.only]
    elif options.pages > MANY_PAGES:
        rows = [row for row in rows if not row.slow]
    if not shutil.which("hugo"):
        print("Hugo is not installed (Debian: apt-get install hugo): its rows are left out.", file=sys.stderr)
        rows = [row for row in rows if not row.name.startswith("hugo")]
    return [row for row in rows if row.name not in options.skip]


def _own_corpus(row: Row, corpus: Corpus) -> Corpus:
    return copy_corpus(corpus, row.name) if row.own_copy else corpus


def _measure(result: Result, run: int) -> None:
    """Run a row once; a failure is kept for the report and ends the row."""
    row, corpus, output = result.row, result.corpus, result.output
    try:
        if run == 0 or not row.keeps_output:
            shutil.rmtree(output, ignore_errors=True)
        if run == 0 and row.keeps_output:
            run_quietly(row.command(corpus, output), row, corpus)
        for command in row.before(corpus, output, run):
            run_quietly(command, Row(row.name, row.title, row.command), corpus)
        sample = run_timed(row.command(corpus, output), row, corpus)
    except RunError as error:
        result.failed = str(error)
        print(f"{row.title}: failed. {error}", file=sys.stderr)
        return
    result.samples.append(sample)
    print(f"{row.title}: {sample.wall:.2f} s, load {sample.load:.1f}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
