"""What readers take along, made of the finished files: downloads, lists for the browser, the service worker."""

from collections.abc import Mapping
from typing import Any

from cms.export.files import shown_by_style, worker_file
from cms.export.plan import TAKEN_ALONG, Output
from cms.export.render.assemble import Assembly, Tick
from cms.export.render.make import Made
from cms.export.takeaway.downloads import Downloads
from cms.export.takeaway.editions import Edition, edition
from cms.export.takeaway.offline import kept_files, kept_list, kept_sizes, worker
from cms.learning.context.offline import offline_extras

NAME, COPIES = "downloads", "pages about downloads"


def add_takeaway(assembly: Assembly, tick: Tick) -> None:
    """Add all of it, as far as what it is made of has changed."""
    copied = sorted(assembly.known.keys() - {item.path for item in assembly.outputs})
    styles = {
        path: shown_by_style(path, assembly.staging.read(path).decode()) for path in copied if path.endswith(".css")
    }
    shown = {path: known.shown for path, known in assembly.known.items()}
    codes = [language.code for language in assembly.snapshot.languages]
    editions = {code: edition([code], assembly.outputs, shown, copied, styles) for code in codes}
    whole = edition(codes, assembly.outputs, shown, copied, styles)
    _add_downloads(assembly, {**editions, "": whole}, tick)
    kept = {code: kept_files(editions[code], assembly.staging.files, assembly.of("unkept")) for code in codes}
    lists = {item.path: kept_list(item.language, kept[item.language]) for item in assembly.of("kept_list")}
    everything = [address for files in kept.values() for address in files]
    for path, content in {
        **lists,
        "offline/sizes.json": kept_sizes(kept),
        "sw.js": worker(worker_file(), everything),
    }.items():
        assembly.take(assembly.maker.made(path, content))


def _add_downloads(assembly: Assembly, editions: Mapping[str, Edition], tick: Tick) -> None:
    """Make the downloads, then the pages that say how large they are.

    The downloads hold another form of these pages, which does not say it.
    """
    copies = _copies(assembly)
    downloads = Downloads(assembly.renderer, assembly.code, assembly.staging.files, assembly.staging.read)
    before: Any = assembly.old.made_of.get(NAME, {})
    made_of = {}
    stale = []
    for item in assembly.of("download"):
        made_of[item.path] = downloads.made_of(_name(item), editions[item.language], copies)
        if before.get(item.path) == made_of[item.path] and item.path in assembly.old.files:
            assembly.keep(item.path)
        else:
            stale.append(item)

    def make(item: Output) -> Made:
        return assembly.maker.made(item.path, downloads.make(_name(item), editions[item.language], copies))

    for _made in assembly.parallel(stale, make, tick):
        pass
    assembly.made_of[NAME] = made_of
    for item in _pages_about_downloads(assembly):
        entries = offline_extras(assembly.snapshot, item.language)["downloads"]
        sizes = [assembly.staging.files[entry["address"].lstrip("/")].size for entry in entries]
        sized = [{**entry, "megabytes": size / 2**20} for entry, size in zip(entries, sizes, strict=True)]
        if stale or assembly.is_stale(item.path):
            assembly.take(assembly.maker.make(item, downloads=sized))


def _pages_about_downloads(assembly: Assembly) -> list[Output]:
    return [item for item in assembly.outputs if item.tool == "offline"]


def _copies(assembly: Assembly) -> dict[str, bytes]:
    """Return the fingerprints under which the pages for downloads are kept."""
    pages = [item for item in assembly.outputs if item.kind in TAKEN_ALONG and item.path.endswith(".html")]
    copies = {item.path: assembly.known[item.path].fingerprint for item in pages}
    before: Any = assembly.old.made_of.get(COPIES, {})
    # What is known of these pages is their form with the sizes.
    about = {
        item.path: assembly.maker.fingerprint(item, assembly.renderer.context(item))
        if assembly.is_stale(item.path)
        else before[item.path]
        for item in _pages_about_downloads(assembly)
    }
    assembly.made_of[COPIES] = about
    return {**copies, **about}


def _name(item: Output) -> str:
    return item.path.removeprefix("downloads/").removesuffix(".zip")
