"""Text on pictures: drawn with several fonts, because a web font comes in parts by alphabet."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageDraw, ImageFont

SPACE = " "
STEP = 10


class Lettering:
    """Writes each letter in the first font that has it; the fonts vary by weight."""

    def __init__(self, fonts: Sequence[Path]) -> None:
        """Read which letters the fonts have."""
        self.fonts = list(fonts)
        self.letters = [frozenset(TTFont(path, lazy=True).getBestCmap()) for path in self.fonts]
        self._font = cache(self._load)

    def knows(self, text: str) -> bool:
        """Tell whether the fonts have every letter of the text."""
        return all(any(ord(letter) in letters for letters in self.letters) for letter in text)

    def width(self, text: str, size: int, weight: int) -> float:
        """Return the width of a line in pixels."""
        return sum(font.getlength(run) for font, run in self._runs(text, size, weight))

    def write(
        self, draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, weight: int, colour: str
    ) -> None:
        """Write a line; `place` is where its left end stands on the base line."""
        across, down = place
        for font, run in self._runs(text, size, weight):
            draw.text((across, down), run, font=font, fill=colour, anchor="ls")
            across += font.getlength(run)

    def lines(self, text: str, size: int, weight: int, width: float) -> list[str]:
        """Break the text into lines of at most `width` pixels; a word that is longer has a line of its own."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]}{SPACE}{word}" if lines else word
            if lines and self.width(longer, size, weight) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def even_lines(self, text: str, size: int, weight: int, width: int) -> list[str]:
        """Break the text as `lines` does, into as many lines, as even as can be: no word is left alone."""
        lines = self.lines(text, size, weight, width)
        while len(narrower := self.lines(text, size, weight, width - STEP)) == len(lines) > 1:
            lines, width = narrower, width - STEP
        return lines

    def _runs(self, text: str, size: int, weight: int) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        for place, letters in groupby(text, key=self._place):
            yield self._font(place, size, weight), "".join(letters)

    def _place(self, letter: str) -> int:
        return next((place for place, letters in enumerate(self.letters) if ord(letter) in letters), 0)

    def _load(self, place: int, size: int, weight: int) -> ImageFont.FreeTypeFont:
        font = ImageFont.truetype(self.fonts[place], size)
        font.set_variation_by_axes([weight])
        return font
