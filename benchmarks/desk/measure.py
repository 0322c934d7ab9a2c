"""How long the screens of the translation desk take, and how many queries. Run by `make bench`.

A database of its own in a temporary folder is filled with a made-up site, twice: 15 pages in 6 languages, then 500 in
24. Each screen is asked for by Django's own test client, three times after one that does not count; the medians are
shown: seconds, of these the processor's in brackets, and queries. The number of queries must be the same for both
sizes: if it is not, the command fails.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS = 3
MOST_QUERIES = 30
# The codes of 24 languages of Django, the source first.
CODES = tuple(re.findall(r"\w+", "en fi es it pl ro ar bg cs da de el et fr hr hu lt lv nl pt sk sl sv uk"))

Asked = Callable[[], Any]
Cost = tuple[float, float, int]
Table = dict[str, list[Cost]]


def main() -> int:
    """Build, measure, print; return 1 where a screen asks more of the database for a larger site."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=500, help="pages of the large site")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="perennial-bench-") as folder:
        _set_up(Path(folder))
        from benchmarks.desk.corpus import Size

        sizes = [Size(15, 6, 90), Size(options.pages, 24, 90)]
        table: Table = {}
        for size in sizes:
            _measure(size, table)
    print(f"\n{'screen':<46}" + "".join(f"{f'{size.pages} x {size.languages}':>26}" for size in sizes))
    for name, cells in table.items():
        words = "".join(f"{f'{wall:.3f} ({cpu:.3f}) s, {queries} q':>26}" for wall, cpu, queries in cells)
        print(f"{name:<46}{words}")
    return int(any(_is_worse([queries for _wall, _cpu, queries in cells]) for cells in table.values()))


def _is_worse(queries: list[int]) -> bool:
    return max(queries) > min(MOST_QUERIES, queries[0])


def _set_up(folder: Path) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    os.environ["PERENNIAL_VAR_DIR"] = str(folder)
    os.environ.pop("DATABASE_URL", None)  # never somebody's own database
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _measure(size: Any, table: Table) -> None:
    from django.contrib.auth.models import Group, User
    from django.test import Client
    from django.test.utils import override_settings

    from benchmarks.desk.corpus import build
    from cms.translation.roles import make_groups, translator_group_name

    codes = CODES[: size.languages]
    languages = [(code, code) for code in codes]
    with override_settings(LANGUAGES=languages, WAGTAIL_CONTENT_LANGUAGES=languages):
        begin = time.perf_counter()
        build(size, codes)
        make_groups()
        print(f"{size.pages} x {size.languages}: built in {time.perf_counter() - begin:.0f} s", flush=True)
        user, _ = User.objects.get_or_create(username="piotr")
        user.groups.add(Group.objects.get(name=translator_group_name("pl")))
        client = Client()
        client.force_login(user)
        for name, ask in _screens(client).items():
            table.setdefault(name, []).append(_cost(ask))


def _screens(client: Any) -> dict[str, Asked]:
    """Return the screens by name, each with what asks for it."""
    from wagtail.models import Page

    from cms.translation.desk.rows import text_id
    from cms.translation.texts import read_desk_page

    target = Page.objects.get(slug="page-0", locale__language_code="pl").specific
    overview, desk = "/admin/translation/", f"/admin/translation/{target.pk}/"
    text = read_desk_page(target).texts[1]
    numbers = iter(range(100))

    def save() -> Any:
        words = {"text": text_id(text.text), "before": now[-1], "target": f"tekst {next(numbers)}"}
        now.append(words["target"])
        return client.post(f"{desk}texts/", words, content_type="application/json")

    now = [text.target]
    return {
        "saving a text": save,  # first, so that the overview has somebody to name
        "editor, 91 texts": lambda: client.get(desk),
        "overview, all languages": lambda: client.get(overview),
        "overview, one language": lambda: client.get(overview, {"language": "pl"}),
        "overview, one state, all languages": lambda: client.get(overview, {"state": "outdated"}),
        "overview as CSV, one language": lambda: client.get(overview, {"language": "pl", "format": "csv"}),
    }


def _cost(ask: Asked) -> Cost:
    """Return the medians of the seconds, all and the processor's, and the number of queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    wall, cpu = [], []
    for _run in range(RUNS):
        begin, begin_cpu = time.perf_counter(), time.process_time()
        response = ask()
        wall.append(time.perf_counter() - begin)
        cpu.append(time.process_time() - begin_cpu)
        if response.status_code != 200:
            raise SystemExit(f"{response.status_code} instead of a screen: {response.content[:300]!r}")
    with CaptureQueriesContext(connection) as queries:
        ask()
    return statistics.median(wall), statistics.median(cpu), len(queries)


if __name__ == "__main__":
    raise SystemExit(main())
