"""Snapshot -> every file of the site: first what is copied and rendered, then what is made of it.

What the last release already has is kept as it is; the rest is made on all cores.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from cms.export.check import Finding, People, PrivateTexts, check_facts, serves_others_as_before
from cms.export.files import MissingFileError, media_paths
from cms.export.impact import take_figures
from cms.export.kit.made import take_kit
from cms.export.known.fingerprint import code_and_settings, digest_of, whole_site
from cms.export.known.release import Known, Release, release_file
from cms.export.plan import RENDERED, Kind, Options, Output, plan
from cms.export.render.feed import feed, kept_dates, publication_dates
from cms.export.render.make import Made, Maker, spare
from cms.export.render.renderer import Renderer
from cms.export.render.renditions import make_none, make_renditions
from cms.export.render.workers import in_parallel, worker_count
from cms.export.write.staging import Staging, Written
from cms.learning.searchable.kept import SHELF, Shelf
from cms.learning.snapshot import Snapshot

Tick = Callable[[str], None]
Item = TypeVar("Item")
FEW = 24
MADE_IN_WORKERS: frozenset[Kind] = RENDERED | {"image", "feed"}


class UnplannedError(Exception):
    """The files that were made are not those that were planned; the message names the difference."""


@dataclass(frozen=True)
class Copy:
    """A file that is copied as it is: its address in the site, and where it lies."""

    path: str
    source: Path


class Assembly:
    """The files of one export while they are made.

    `known` is what the next export needs to know of each file but its variants; `made_of` the same of files that are
    made of other files or of the database.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        options: Options,
        staging: Staging,
        release: Release,
        people: People,
        record: Path | None = None,
    ) -> None:
        """Find out what changed since the release; `record` is an earlier export that the badges' record is taken from.

        Then the dates of the feeds are taken from it too, so what is known of an export with a record says nothing of
        one without.
        """
        self.snapshot = snapshot
        self.options = options
        self.staging = staging
        self.renderer = Renderer(snapshot, options)
        self.record = record
        self.code = code_and_settings(options) + bytes([record is not None])
        # Other code may give other bytes for whatever there is.
        self.old = release if release.made_of.get("code") == self.code else Release()
        self.site = whole_site(snapshot, self.code)
        kept_apart = take_figures(snapshot, options, record) | take_kit(snapshot, options)
        self.pages = {key: node.digest for key, node in snapshot.nodes.items()} | kept_apart
        snapshot.give(SHELF, "", Shelf(release_file(staging.output), self.site), ())
        self.changed = self.old.changed_pages(self.pages)
        self.everything = self.site != self.old.site
        self.private = PrivateTexts(people)
        self.made_of: dict[str, Any] = {"code": self.code, "people": digest_of([people.private, people.public])}
        make_none(snapshot.images.values())
        self.known: dict[str, Known] = {}
        self.sources: dict[str, tuple[int, int]] = {}
        self.workers = worker_count()
        self.outputs: list[Output] = []
        self.maker = Maker(self.renderer, self.old, staging, self.code, self.private)

    def plan(self) -> None:
        """List all outputs; what their addresses depend on is there by now."""
        self.outputs = plan(self.snapshot, self.options.portable)
        self.maker.has_copies = bool(self.of("download"))

    def of(self, *kinds: Kind) -> list[Output]:
        """Return the outputs of some kinds."""
        return [item for item in self.outputs if item.kind in kinds]

    def is_stale(self, path: str) -> bool:
        """Tell whether an output may have to be made anew: something it shows may have changed."""
        known = self.old.outputs.get(path)
        if self.everything or known is None or path not in self.old.files:
            return True
        return not self.changed.isdisjoint(known.looked_at)

    def render(self, tick: Tick) -> None:
        """Make what is rendered, as far as it may have changed."""
        kinds = MADE_IN_WORKERS - {"feed"} if self.record else MADE_IN_WORKERS
        items = self.of(*kinds)
        stale = [item for item in items if self.is_stale(item.path)]
        for path in {item.path for item in items} - {item.path for item in stale}:
            self.keep(path)
        # For a few pages, processes of their own would have to read more templates than they save time.
        workers = self.workers if len(stale) > FEW else 1
        without = [made.path for made in self.parallel(stale, self.maker.make, tick, workers) if made.lacks_pictures]
        if without:
            lacking = [item for item in stale if item.path in without]
            make_renditions(self.renderer, lacking, self.workers)
            self.site = whole_site(self.snapshot, self.code)
            for _made in self.parallel(lacking, self.maker.make, tick):
                pass
        if self.record:
            self._add_feeds(self.record)

    def _add_feeds(self, record: Path) -> None:
        for item in self.of("feed"):
            fresh = publication_dates(self.snapshot, item.language)
            dates = kept_dates(self.snapshot, item.language, fresh, record, self.staging.read)
            self.take(self.maker.made(item.path, feed(self.snapshot, self.options, item.language, dates)))

    def copy(self, sources: Mapping[str, Path], tick: Tick) -> None:
        """Copy files into the site; those that are on the disk as they were are not read.

        Raises:
            MissingFileError: a file is gone.
        """
        fresh = []
        for path, source in sources.items():
            try:
                status = source.stat()
            except FileNotFoundError as error:
                raise MissingFileError(f"{source} is missing, and a page shows it.") from error
            self.sources[path] = (status.st_size, status.st_mtime_ns)
            if self.old.sources.get(path) == self.sources[path] and path in self.old.outputs:
                self.keep(path)
            else:
                fresh.append(Copy(path, source))
        for _made in self.parallel(fresh, lambda item: self.maker.made(item.path, item.source.read_bytes()), tick):
            pass

    def media(self) -> dict[str, Path]:
        """Return where the pictures and recordings lie that the pages show, by their address in the site."""
        return media_paths(set().union(*(known.shown for known in self.known.values())))

    def parallel(
        self, items: Sequence[Item], work: Callable[[Item], Made], tick: Tick, workers: int = 0
    ) -> Iterable[Made]:
        """Yield what is made of items on all cores, and take it; whoever makes a file writes it as well."""
        if items:
            self.staging.begin()
        for made in in_parallel(items, work, workers or self.workers):
            tick(made.path)
            if not made.lacks_pictures:
                self.take(made)
            yield made

    def take(self, made: Made) -> None:
        """Take what was made, or what the release has of it."""
        if made.files is None:
            self.keep(made.path, made.known)
            return
        self.known[sys.intern(made.path)] = spare(made.known)
        for path, placed in made.files.items():
            self.staging.take(sys.intern(path), placed)

    def keep(self, path: str, known: Known | None = None) -> None:
        """Keep a file of the last release with its variants."""
        self.known[path] = known or self.old.outputs[path]
        for name in (path, f"{path}.gz", f"{path}.br"):
            if file := self.old.files.get(name):
                self.staging.keep(name, file)

    def check(self) -> list[Finding]:
        """Return every fault of the site; files are not looked at again where nothing about them can have changed.

        Raises:
            UnplannedError: a planned file was not made.
        """
        if missing := {item.path for item in self.outputs} - self.known.keys():
            raise UnplannedError(f"planned, but not made: {', '.join(sorted(missing))}")
        others = self._check_private()
        fresh = {path for path in self.staging.fresh if path in self.known}
        facts = {path: known.facts for path, known in self.known.items()}
        before = {path: known.facts for path, known in self.old.outputs.items()}
        is_enough = before.keys() == facts.keys() and all(
            serves_others_as_before(before[path], facts[path]) for path in fresh
        )
        shown = {item.path: item.node.page_id for item in self.outputs if item.node}
        return check_facts(facts, self.options.base_url, shown, fresh | others if is_enough else None)

    def _check_private(self) -> set[str]:
        """Look for people in files that have not changed, where there are other people; return these files."""
        if self.old.made_of.get("people") in (None, self.made_of["people"]):
            return set()
        kept = self.known.keys() - self.staging.fresh
        for path in kept:
            faults = tuple(self.private.faults(path, self.staging.read(path)))
            facts = replace(self.known[path].facts, private=faults)
            self.known[path] = replace(self.known[path], facts=facts)
        return kept

    def has_news(self, written: Written) -> bool:
        """Tell whether there is anything to know that the last release did not."""
        return bool(
            written.written or written.removed or self.everything or self.changed or self.made_of != self.old.made_of
        )

    def release(self) -> Release:
        """Return what there is to know of the finished site."""
        staging = self.staging
        return Release(self.site, self.pages, self.known, staging.files, staging.standing, self.sources, self.made_of)
