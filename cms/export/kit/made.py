"""Pictures and prints of the communication kit in an export: what was made before.

Pictures and prints take minutes, so `make_kit` makes them beside the export (cms.archive.kit) and lists them by the
address that their codes lead to. An export takes what is listed for its own address, be it of yesterday's words.
"""

import json
from pathlib import Path

from cms.cache import Cache
from cms.export.known.fingerprint import digest_of
from cms.export.plan import Options
from cms.learning.context.kit import KIT_PATH, MADE, MADE_KEY, PROJECT, kit_names, kit_path
from cms.learning.snapshot import Key, Snapshot

CACHE = "kit"


def index_file() -> Path:
    """Return where the list of what is made lies: by address of the site, then by path, the key in the cache."""
    return Cache(CACHE).folder / "index.json"


def read_index() -> dict[str, dict[str, str]]:
    """Return what is made; nothing where nothing was."""
    try:
        index: dict[str, dict[str, str]] = json.loads(index_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return index


def kit_paths(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Return language, subject and format of every picture and print that a site has."""
    if not snapshot.has(snapshot.source_language, KIT_PATH):
        return []
    badges = [path.removeprefix("badges/") for path in snapshot.paths() if path.startswith("badges/")]
    return [
        (language.code, subject, name)
        for language in snapshot.languages
        for subject in (PROJECT, *badges)
        if subject == PROJECT or snapshot.has(language.code, f"badges/{subject}")
        for name in kit_names(subject)
    ]


def kit_files(snapshot: Snapshot, base_url: str) -> dict[str, Path]:
    """Return where the pictures and prints lie that are made for this address, by their path in the site."""
    made = read_index().get(base_url, {})
    cache = Cache(CACHE)
    wanted = (kit_path(*names) for names in kit_paths(snapshot)) if made else ()
    found = {path: cache.path(made[path]) for path in wanted if path in made}
    return {path: place for path, place in found.items() if place.is_file()}


def take_kit(snapshot: Snapshot, options: Options) -> dict[Key, bytes]:
    """Give the snapshot the sizes of what is made; return what changes with them, as if it were a page."""
    files = kit_files(snapshot, options.base_url)
    sizes = {path: place.stat().st_size for path, place in files.items()}
    snapshot.give(MADE, "", sizes, {MADE_KEY})
    return {MADE_KEY: digest_of(sizes)} if sizes else {}
