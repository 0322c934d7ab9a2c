"""What a badge is, in the words of a language -> pictures for networks, drawn as the pictures of shared links are.

The emblem of the European Union stands at the foot with the words beside it, in its own colours; a free corner of the
same size is for a partner's logo.
"""

import io
import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

from cms.export.render.opengraph import BAND, BOLD, FAMILY_COLOURS, INK, MUTED, PAPER, REGULAR, Artist
from cms.learning.context.kit import MARGIN, PICTURES, logo_place

# Part of every key of the cache: raise it when the drawing changes.
DRAWING = 4
LEFT = 84
SHADES = 120
# The two colours of the emblem and what lies between them at the edges of its stars.
BLUE, YELLOW, STEPS = (0, 51, 153), (255, 204, 0), 32
RAMP = [
    round(low + (high - low) * step / (STEPS - 1))
    for step in range(STEPS)
    for low, high in zip(BLUE, YELLOW, strict=True)
]
# Of each format: the seal's size and place; where the words begin and how wide they run; the sizes of the title.
LAYOUTS = {
    "landscape": (300, (836, 72), 112, 700, range(76, 35, -4)),
    "square": (380, (72, 64), 540, 900, range(84, 35, -4)),
    "portrait": (680, (200, 150), 1000, 900, range(104, 39, -4)),
}


@dataclass(frozen=True)
class SocialCard:
    """What the pictures of the project or of a badge show. `family` is "" for the project; `seals` and
    `emblem` are PNGs, the latter b"" where there is none.
    """

    title: str
    kicker: str
    line: str
    address: str
    funding: str
    family: str
    seals: tuple[bytes, ...]
    emblem: bytes


def draw_social(artist: Artist, card: SocialCard, name: str) -> bytes:
    """Return the picture of a card in one of the formats, as PNG."""
    width, height, _emblem = PICTURES[name]
    image = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(image)
    colours = [FAMILY_COLOURS[card.family]] if card.family else list(FAMILY_COLOURS.values())
    for number, colour in enumerate(colours):
        part = height / len(colours)
        draw.rectangle((0, round(number * part), BAND - 1, round((number + 1) * part) - 1), fill=colour)
    size, place, _top, _wide, _sizes = LAYOUTS[name]
    across = math.ceil(math.sqrt(len(card.seals)))
    for number, seal in enumerate(card.seals):
        row, column = divmod(number, across)
        corner = (place[0] + column * size // across, place[1] + row * size // across)
        artist.set_seal(image, seal, round(size / across * (0.92 if across > 1 else 1)), corner)
    if artist.lettering.knows(f"{card.title}{card.kicker}{card.line}{card.funding}"):
        _write(artist, draw, card, name)
    return _with_emblem(image, card, name)


def _write(artist: Artist, draw: ImageDraw.ImageDraw, card: SocialCard, name: str) -> None:
    _seal, _place, top, wide, sizes = LAYOUTS[name]
    letters, colour = artist.lettering, FAMILY_COLOURS.get(card.family, INK)
    small = 30 if name == "landscape" else 36
    letters.write(draw, (LEFT, top), card.kicker, small, BOLD, colour)
    below = letters.even_lines(card.line, small, REGULAR, wide)
    room = logo_place(name)[1] - PICTURES[name][2] // 3 - top - 24 - round(small * 1.3) * (len(below) + 1)
    size, lines = artist.fit(card.title, wide, sizes)
    # Nothing may stand over the emblem or close to it.
    while round(size * 1.12) * len(lines) + size > room and size > sizes[-1]:
        size -= 4
        lines = letters.lines(card.title, size, BOLD, wide)
    down = top + 24 + size
    for line in lines:
        letters.write(draw, (LEFT, down), line, size, BOLD, INK)
        down += round(size * 1.12)
    for line in below:
        letters.write(draw, (LEFT, down), line, small, REGULAR, MUTED)
        down += round(small * 1.3)
    letters.write(draw, (LEFT, down + 12), card.address, small - 6, REGULAR, MUTED)
    _write_funding(artist, draw, card, name)


def _write_funding(artist: Artist, draw: ImageDraw.ImageDraw, card: SocialCard, name: str) -> None:
    """Write who pays beside the emblem, at a distance of a third of its height on both sides."""
    emblem = PICTURES[name][2]
    logo_left, top, _width, _height = logo_place(name)
    left = LEFT + emblem * 3 // 2 + emblem // 3
    size = 26 if name == "landscape" else 30
    lines = artist.lettering.lines(card.funding, size, REGULAR, logo_left - emblem // 3 - left)
    down = top + emblem // 2 - round((len(lines) - 1) * size * 0.62) + size // 3
    for line in lines:
        artist.lettering.write(draw, (left, down), line, size, REGULAR, INK)
        down += round(size * 1.24)


def _with_emblem(image: Image.Image, card: SocialCard, name: str) -> bytes:
    """Return the picture in few colours, with the emblem put on it in exactly its own."""
    few = image.quantize(SHADES, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    if card.emblem:
        tall = PICTURES[name][2]
        size = (tall * 3 // 2, tall)
        emblem = Image.open(io.BytesIO(card.emblem)).convert("RGB").resize(size, Image.Resampling.LANCZOS)
        ramp = Image.new("P", (1, 1))
        ramp.putpalette(RAMP)
        own = emblem.quantize(palette=ramp, dither=Image.Dither.NONE)
        shades = (few.getpalette() or [])[: SHADES * 3]
        few.putpalette([*shades, *[0] * (SHADES * 3 - len(shades)), *RAMP])
        few.paste(own.point(lambda shade: shade + SHADES), (LEFT, PICTURES[name][1] - MARGIN - tall))
    written = io.BytesIO()
    few.save(written, "PNG", compress_level=6)
    return written.getvalue()
