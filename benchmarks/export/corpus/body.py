"""Prose -> the blocks of one page, as StreamField stores them."""

from collections.abc import Iterator, Sequence
from html import escape
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.export.corpus.prose import Prose

WORDS = 800  # of running text a page
INTRO_WORDS = 30
Block = dict[str, Any]


class Writer:
    """Writes the text of one page; the same generator gives the same page."""

    def __init__(self, prose: Prose, random: Random, earlier: Sequence[int]) -> None:
        """Keep the prose and the pages (primary keys) that the page may link to."""
        self.prose = prose
        self.random = random
        self.earlier = earlier
        self.written = 0

    def title(self) -> str:
        """Return a title of four words."""
        return self._start(4)

    def intro(self) -> str:
        """Return up to 30 words."""
        return self._start(INTRO_WORDS)

    def body(self, image: int) -> list[Block]:
        """Return the stored blocks: the image, then headings, paragraphs, quotes and tips until 800 words are used."""
        self.written = 0
        alt = {"image": image, "decorative": False, "alt_text": self._start(5)}
        return [self._block("image", alt), *self._text()]

    def _text(self) -> Iterator[Block]:
        item = 0
        while self.written < WORDS:
            if item % 4 == 0:
                yield self._block("heading", self._start(5))
            if item % 7 == 5:
                yield self._block("quote", self._paragraph())
            elif item % 9 == 8:
                tips = [self._paragraph(), *(self._start(5) for _tip in range(3))]
                yield self._block("tips", [{"type": "item", "value": tip, "id": self._id()} for tip in tips])
            else:
                yield self._block("paragraph", self._rich(linked=item % 3 == 0))
            item += 1

    def _rich(self, linked: bool) -> str:
        texts = [escape(self._paragraph(), quote=False) for _text in range(2)]
        if linked and self.earlier:
            last, page = texts[1].rsplit(" ", 1), self.random.choice(self.earlier)
            texts[1] = f'{last[0]} <a id="{page}" linktype="page">{last[1]}</a>'
        return "".join(f"<p>{text}</p>" for text in texts)

    def _paragraph(self) -> str:
        text = self.random.choice(self.prose.paragraphs)
        self.written += text.count(" ") + 1
        return text

    def _start(self, words: int) -> str:
        """Return the first words of a paragraph."""
        text = self.random.choice(self.prose.paragraphs)
        return " ".join(text.split()[:words]).rstrip(",.;:!?–")

    def _block(self, kind: str, value: Any) -> Block:
        return {"type": kind, "value": value, "id": self._id()}

    def _id(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))
