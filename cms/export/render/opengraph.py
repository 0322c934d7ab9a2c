"""Snapshot -> the picture that links to the site show elsewhere (Open Graph): 1200 x 630, one a skill and language."""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from PIL import Image, ImageDraw, UnidentifiedImageError

from cms.cache import Cache
from cms.colours import LIGHT
from cms.export.files import manifest
from cms.export.plan import Output
from cms.learning.models.skill import FAMILIES
from cms.learning.snapshot import Snapshot

if TYPE_CHECKING:
    from cms.export.render.lettering import Lettering

WIDTH, HEIGHT = 1200, 630
PAPER, INK, MUTED = LIGHT["paper"], LIGHT["ink"], LIGHT["muted"]
FAMILY_COLOURS = {family: LIGHT[family] for family, _name in FAMILIES}
SHADES = 128
BAND = 28
# The line on which the number is sewn, as on the pages; the text stands to the right of it.
LINE, TEXT, TEXT_WIDTH = 112, 196, 570
SEAL, SEAL_AT = 360, (780, 112)
TITLE_SIZES, MOST_LINES, BOLD, REGULAR = range(88, 39, -4), 4, 650, 450
# Part of every key of the cache: raise it when the drawing changes.
DRAWING = 1


@dataclass(frozen=True)
class Card:
    """What one picture shows. `number` is 0 and `family` "" for the site as a whole."""

    title: str
    kicker: str
    site: str
    number: int
    family: str
    seal: str


def card_of(snapshot: Snapshot, output: Output) -> Card:
    """Return what the picture of an output of kind image shows."""
    page: Any = output.page_node.page
    home = snapshot.find(output.language, "")
    if page.document_type != "skill":
        return Card(page.title, page.tagline, "", 0, "", "favicon")
    with translation.override(output.language):
        kicker = str(dict(FAMILIES)[page.family])
    return Card(page.title, kicker, home.page.title if home else "", page.number, page.family, page.slug)


class Artist:
    """Draws cards with the site's own font and seals, and keeps what was drawn before."""

    def __init__(self) -> None:
        """Find the fonts among the built assets; they are read when something is drawn."""
        self.cache = Cache("opengraph")
        self.assets = Path(settings.ASSETS_DIR)
        self.fonts = [self.assets / name for plain, name in manifest().items() if plain.startswith("fonts/")]
        self.seals: dict[tuple[bytes, int], Image.Image] = {}
        self.key = hashlib.sha256(repr((DRAWING, LIGHT, [path.name for path in self.fonts])).encode())

    @cached_property
    def lettering(self) -> "Lettering":
        """What writes with these fonts; reading them takes longer than finding a card that was drawn before."""
        from cms.export.render.lettering import Lettering

        return Lettering(self.fonts)

    def draw(self, card: Card) -> bytes:
        """Return the card as PNG."""
        path = self.assets / "badges" / f"{card.seal}.png"
        seal = path.read_bytes() if path.is_file() else b""
        key = self.key.copy()
        key.update(repr(astuple(card)).encode() + seal)
        return self.cache.get(key.hexdigest(), lambda: self._draw(card, seal))

    def _draw(self, card: Card, seal: bytes) -> bytes:
        image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        _draw_margin(ImageDraw.Draw(image), card.family)
        self.set_seal(image, seal, SEAL, SEAL_AT)
        # Better no words than a row of boxes: a language in other letters adds its font to the build.
        if self.lettering.knows(f"{card.title}{card.kicker}{card.site}"):
            self._write(image, card)
        written = io.BytesIO()
        # Few colours: the file is a quarter of the size, and no eye sees it.
        few = image.quantize(SHADES, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(written, "PNG", compress_level=6)
        return written.getvalue()

    def set_seal(self, image: Image.Image, content: bytes, size: int, place: tuple[int, int]) -> None:
        """Put a seal, a PNG, on a picture; nothing where its bytes are none."""
        if (content, size) not in self.seals:
            try:
                seal = Image.open(io.BytesIO(content)).convert("RGBA")
            except UnidentifiedImageError:
                # A skill whose seal is not drawn yet has a card all the same.
                return
            self.seals[content, size] = seal.resize((size, size), Image.Resampling.LANCZOS)
        image.paste(self.seals[content, size], place, self.seals[content, size])

    def _write(self, image: Image.Image, card: Card) -> None:
        draw = ImageDraw.Draw(image)
        size, lines = self.fit(card.title, TEXT_WIDTH, TITLE_SIZES)
        top = round(300 - (len(lines) - 1) * size * 0.56)
        for place, line in enumerate(lines):
            self.lettering.write(draw, (TEXT, top + place * size * 1.12), line, size, BOLD, INK)
        if card.family:
            colour = FAMILY_COLOURS[card.family]
            self._sew(image, card.number, (LINE, top - round(size * 0.36)), colour)
            self.lettering.write(draw, (TEXT, top - size - 16), card.kicker, 32, BOLD, colour)
            self.lettering.write(draw, (TEXT, 562), card.site, 32, REGULAR, MUTED)
            return
        below = top + (len(lines) - 1) * size * 1.12 + 64
        for place, line in enumerate(self.lettering.even_lines(card.kicker, 34, REGULAR, TEXT_WIDTH)):
            self.lettering.write(draw, (TEXT, below + place * 44), line, 34, REGULAR, MUTED)

    def _sew(self, image: Image.Image, number: int, place: tuple[int, int], colour: str) -> None:
        """Sew the number onto the line, in a round of paper."""
        for radius, filling in ((38, PAPER), (32, colour)):
            # Drawn larger and made small again: the pencil of Pillow knows no soft edges.
            mask = Image.new("L", (radius * 8, radius * 8))
            ImageDraw.Draw(mask).ellipse((0, 0, radius * 8 - 1, radius * 8 - 1), fill=255)
            mask = mask.resize((radius * 2, radius * 2), Image.Resampling.LANCZOS)
            image.paste(filling, (place[0] - radius, place[1] - radius), mask)
        half = self.lettering.width(str(number), 34, BOLD) / 2
        self.lettering.write(ImageDraw.Draw(image), (place[0] - half, place[1] + 12), str(number), 34, BOLD, PAPER)

    def fit(self, title: str, width: int, sizes: Iterable[int]) -> tuple[int, list[str]]:
        """Return the largest of the sizes at which the title fits, and its lines; else the last one."""
        for size in sizes:
            lines = self.lettering.lines(title, size, BOLD, width)
            widest = max((self.lettering.width(line, size, BOLD) for line in lines), default=0)
            if len(lines) <= MOST_LINES and widest <= width:
                break
        return size, lines


def _draw_margin(draw: ImageDraw.ImageDraw, family: str) -> None:
    """Draw the band in the colour of the family, or of all four, and the line of the workbook."""
    colours = [FAMILY_COLOURS[family]] if family else list(FAMILY_COLOURS.values())
    part = HEIGHT / len(colours)
    for number, colour in enumerate(colours):
        draw.rectangle((0, round(number * part), BAND - 1, round((number + 1) * part) - 1), fill=colour)
    draw.rectangle((LINE - 1, 0, LINE + 1, HEIGHT), fill=FAMILY_COLOURS.get(family, INK))
