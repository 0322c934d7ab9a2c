"""The site -> pictures and prints of its communication kit: what is not made yet is made, and all of it listed.

The files lie in the cache under a digest of all that they are made of, so the same words give the same bytes and what
has not changed is not made again. An export takes what is listed (cms.export.kit.made).
"""

import hashlib
import json
import os
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.utils import translation

from cms.archive.kit.social import DRAWING, SocialCard, draw_social
from cms.archive.kit.words import Logo, print_words
from cms.cache import Cache, keep
from cms.colours import LIGHT
from cms.export.kit.made import CACHE, index_file, kit_paths, read_index
from cms.export.render.opengraph import Artist
from cms.issuance.credentials.baking import artwork, font_paths
from cms.learning.context.cards import badge_cards
from cms.learning.context.furniture import site_values
from cms.learning.context.kit import PROJECT, SLIDES, kit_path
from cms.learning.funding import emblem_drawing
from cms.learning.models.skill import FAMILIES
from cms.learning.snapshot import Snapshot
from cms.typesetting import Job, TypesettingError, typeset

FOLDER = Path(__file__).parent
SECONDS = 120
Tick = Callable[[str], None]


class KitError(Exception):
    """A file of the kit cannot be made; the message names it and says why. What was made before stays."""


@dataclass(frozen=True)
class Item:
    """One file: its path in the site, the key of all that it is made of, and how it is made."""

    path: str
    key: str
    make: Callable[[], bytes]


class KitMaker:
    """Makes the kit of one site."""

    def __init__(self, snapshot: Snapshot, base_url: str, logo: Logo | None = None) -> None:
        """Keep what the files are made of. With a logo only prints are made: pictures take one in the browser.

        Raises:
            ArtworkMissingError: the fonts are not built.
        """
        self.snapshot = snapshot
        self.base_url = base_url
        self.logo = logo
        self.fonts = font_paths()
        self.artist = Artist()
        self.common = [path.name for path in self.fonts] + [version("typst"), version("pillow"), LIGHT]

    def items(self, languages: Sequence[str] = ()) -> Iterator[Item]:
        """Yield every file of the kit, in some languages or in all.

        Raises:
            ArtworkMissingError: a seal or the emblem is not built.
        """
        for language, subject, name in kit_paths(self.snapshot):
            if languages and language not in languages:
                continue
            if not name.endswith(".png"):
                yield self._print(language, subject, name)
            elif not self.logo:
                yield self._picture(language, subject, name.removesuffix(".png"))

    def _picture(self, language: str, subject: str, name: str) -> Item:
        card = self._card(language, subject)
        key = _digest([DRAWING, name, *self.common, *map(_plain, astuple(card))])
        return Item(kit_path(language, subject, f"{name}.png"), key, lambda: draw_social(self.artist, card, name))

    def _card(self, language: str, subject: str) -> SocialCard:
        site = site_values(self.snapshot, language)
        emblem = emblem_drawing(self.snapshot.facts, "png")
        address = self.base_url.partition("://")[2]
        cards = badge_cards(self.snapshot, language)
        title, kicker, line, family = site["name"], "", site["tagline"], ""
        slugs = [card["slug"] for card in cards if not card["skills_needed"]]
        if subject != PROJECT:
            badge = next(card for card in cards if card["slug"] == subject)
            with translation.override(language):
                kicker = str(dict(FAMILIES).get(badge["family"], ""))
            title, line, family, slugs = badge["title"], site["name"], badge["family"], [subject]
        seals = tuple(artwork(slug, "png") for slug in slugs)
        # What joins or parts words is for typesetters: it has no shape to draw.
        return SocialCard(
            _drawn(title), _drawn(kicker), _drawn(line), address, _drawn(site["funding"]), family, seals, emblem
        )

    def _print(self, language: str, subject: str, name: str) -> Item:
        words = {
            **print_words(self.snapshot, language, subject, name, self.base_url),
            **{"logo": self.logo.name if self.logo else "", "logo_alt": self.logo.owner if self.logo else ""},
        }
        text = json.dumps(words, ensure_ascii=False, sort_keys=True)
        page = (FOLDER / ("slides.typ" if name == SLIDES else "poster.typ")).read_bytes()
        path = kit_path(language, subject, name)
        key = _digest([page.decode(), text, self._moment(), *self.common, _plain(self.logo and self.logo.content)])
        return Item(path, key, lambda: self._typeset(path, page, words))

    def _moment(self) -> int:
        """Return the date that the files carry: the end of the project. The same words give the same bytes."""
        period = self.snapshot.facts.get("funding", {}).get("period", "").rpartition("/")[2]
        day = date.fromisoformat(period) if period else date(2020, 1, 1)
        return int(datetime.combine(day, time(), UTC).timestamp())

    def _typeset(self, path: str, page: bytes, words: Mapping[str, Any]) -> bytes:
        with tempfile.TemporaryDirectory(prefix="kit-") as folder:
            root = Path(folder)
            (root / "page.typ").write_bytes(page)
            if self.logo:
                (root / self.logo.name).write_bytes(self.logo.content)
            try:
                return typeset(Job(root / "page.typ", self.fonts, self._moment(), words), SECONDS)
            except (TimeoutError, TypesettingError) as error:
                raise KitError(f"{path} cannot be typeset: {error or f'not ready after {SECONDS} seconds'}") from error


def update_kit(snapshot: Snapshot, base_url: str, tick: Tick = lambda text: None) -> tuple[int, int]:
    """Make what is missing of the kit of a site and list it; return how many files were made, and how many there are.

    Raises:
        KitError: a file cannot be made.
        ArtworkMissingError: the assets are not built.
    """
    if not kit_paths(snapshot):
        return 0, 0
    cache = Cache(CACHE)
    items = list(KitMaker(snapshot, base_url).items())
    missing = sum(not cache.path(item.key).is_file() for item in items)
    for item, _content in made(items):
        tick(item.path)
    index = read_index()
    listed = {item.path: item.key for item in items}
    if index.get(base_url) != listed:
        keep(index_file(), json.dumps({**index, base_url: listed}, sort_keys=True, indent=0).encode())
    return missing, len(items)


def made(items: Sequence[Item]) -> Iterator[tuple[Item, bytes]]:
    """Yield each file with its bytes, from the cache or made now; prints several at a time."""
    cache = Cache(CACHE)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from zip(items, pool.map(lambda item: cache.get(item.key, item.make), items), strict=True)


def _drawn(text: str) -> str:
    shown = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return shown.translate({0xA0: " ", 0x2011: "-"})


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value


def _digest(parts: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
