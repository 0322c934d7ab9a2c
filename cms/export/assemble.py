"""Picture -> every file of the site, in memory: first what is rendered, then what is made of it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from cms.export.downloads import copy_of, read_me, zip_of
from cms.export.editions import Edition, edition
from cms.export.feed import feed, kept_dates, publication_dates
from cms.export.files import asset_files, kept_record_files, media_files, record_files, shown_files, worker_file
from cms.export.offline import kept_files, kept_list, kept_sizes, worker
from cms.export.opengraph import Artist, card_of
from cms.export.plan import RENDERED, Kind, Options, Output, plan
from cms.export.render import Renderer
from cms.learning.context.offline import offline_extras
from cms.learning.picture import Picture

Tick = Callable[[str], None]


class UnplannedError(Exception):
    """The files that were made are not those that were planned; the message names the difference."""


class Assembly:
    """The files of one export while they are made.

    `html` holds each page with addresses from the root of the site, so that copies for other places are made from it
    without rendering again; `shown` the assets and pictures each page shows; `files` what the site holds so far.
    """

    def __init__(self, picture: Picture, options: Options, tick: Tick) -> None:
        """Plan the site."""
        self.picture = picture
        self.options = options
        self.tick = tick
        self.outputs = plan(picture, options.portable)
        self.renderer = Renderer(picture, options)
        self.html: dict[str, str] = {}
        self.shown: dict[str, set[str]] = {}
        self.files: dict[str, bytes] = {}

    def make(self, record: Path | None) -> dict[str, bytes]:
        """Return the files of the site by their addresses; `record` is an earlier export or None.

        Raises:
            MissingFileError: assets are not built or a picture is gone.
            UnplannedError: a planned file was not made.
        """
        for item in self._of(*RENDERED):
            self._render(item)
        rendered = dict(self.files)
        copied = {
            **asset_files(),
            **(kept_record_files(record) if record else record_files()),
            **media_files(set().union(*self.shown.values())),
        }
        self.files = {**copied, **rendered}
        self._add_feeds(record)
        self._add_images()
        if self._of("worker"):
            self._add_what_is_taken_along(copied)
        if missing := {item.path for item in self.outputs} - self.files.keys():
            raise UnplannedError(f"planned, but not made: {', '.join(sorted(missing))}")
        return self.files

    def _of(self, *kinds: Kind) -> list[Output]:
        return [item for item in self.outputs if item.kind in kinds]

    def _render(self, item: Output) -> None:
        self.tick(item.path)
        if item.path.endswith(".html"):
            self.html[item.path] = self.renderer.html(item)
            self.shown[item.path] = shown_files(self.html[item.path])
            self.files[item.path] = self.renderer.placed(item, self.html[item.path]).encode()
        else:
            self.files[item.path] = self.renderer.render(item)

    def _add_feeds(self, record: Path | None) -> None:
        dates = publication_dates(self.picture)
        if record:
            dates = kept_dates(self.picture, dates, record, self.files)
        for item in self._of("feed"):
            self.files[item.path] = feed(self.picture, self.options, item.language, dates)

    def _add_images(self) -> None:
        artist = Artist()
        for item in self._of("image"):
            self.tick(item.path)
            self.files[item.path] = artist.draw(card_of(self.picture, item))

    def _add_what_is_taken_along(self, copied: Mapping[str, bytes]) -> None:
        codes = [language.code for language in self.picture.languages]
        editions = {code: edition([code], self.outputs, self.shown, copied) for code in codes}
        whole = edition(codes, self.outputs, self.shown, copied)
        self._add_downloads({**editions, "": whole})
        kept = {code: kept_files(editions[code], self.files, self._of("unkept")) for code in codes}
        for item in self._of("kept_list"):
            self.files[item.path] = kept_list(item.language, kept[item.language])
        self.files["offline/sizes.json"] = kept_sizes(kept)
        everything = [address for files in kept.values() for address in files]
        self.files["sw.js"] = worker(worker_file(), everything)

    def _add_downloads(self, editions: Mapping[str, Edition]) -> None:
        sizes = {}
        for item in self._of("download"):
            self.tick(item.path)
            chosen = editions[item.language]
            copy = copy_of(chosen, self.renderer, self.html, self.files)
            text = read_me(self.picture, self.options, chosen.languages)
            name = item.path.removeprefix("downloads/").removesuffix(".zip")
            self.files[item.path] = zip_of(name, copy, text)
            sizes[f"/{item.path}"] = len(self.files[item.path])
        # The page says how large the downloads are, and they hold another form of it, which does not.
        for item in self.outputs:
            if item.tool == "offline":
                entries = offline_extras(self.picture, item.language)["downloads"]
                sized = [{**entry, "megabytes": sizes[entry["address"]] / 2**20} for entry in entries]
                html = self.renderer.html(item, downloads=sized)
                self.files[item.path] = self.renderer.placed(item, html).encode()
