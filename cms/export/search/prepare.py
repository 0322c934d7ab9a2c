"""The search of each language, prepared before the site is planned: its addresses name its content."""

from typing import Any

from cms.api.shapes.search import WORDS, words_by_path
from cms.export.render.assemble import Assembly
from cms.export.render.guard import no_queries
from cms.export.render.workers import in_parallel
from cms.export.search import search_scripts
from cms.learning.context.furniture import SEARCH_PATH
from cms.learning.snapshot import Key

NAME = "search_scripts"


def prepare_search(assembly: Assembly) -> None:
    """Make the scripts of the languages in which a page changed; of the others only the addresses are needed."""
    snapshot = assembly.snapshot
    before: dict[str, Any] = assembly.old.made_of.get(NAME, {})
    stale = []
    for language in snapshot.languages:
        code = language.code
        paths, looked_at = before.get(code, ([], None))
        if looked_at is not None and not assembly.everything and assembly.changed.isdisjoint(looked_at):
            snapshot.give(NAME, code, dict.fromkeys(paths), looked_at)
        elif snapshot.find(code, SEARCH_PATH):
            stale.append(code)

    def make(code: str) -> tuple[str, dict[str, str], dict[str, tuple[str, ...]], frozenset[Key]]:
        with snapshot.watch() as looked_at, no_queries(lambda: f"the search in {code}"):
            return code, search_scripts(snapshot, code), words_by_path(snapshot, code), frozenset(looked_at)

    for code, scripts, words, looked_at in in_parallel(stale, make, assembly.workers):
        snapshot.give(NAME, code, scripts, looked_at)
        # The API's search as a file is made of the same words.
        snapshot.give(WORDS, code, words, looked_at)
    assembly.made_of[NAME] = {
        code: (list(scripts), snapshot.made_of(NAME, code))
        for (name, code), scripts in snapshot.made.items()
        if name == NAME
    }
