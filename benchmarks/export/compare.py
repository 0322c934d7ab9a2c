"""Two exported sites -> do they agree? A faster exporter counts only if it wrote the same pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

SITE = "https://corpus.example/"
ADDRESSES = frozenset({"href", "src"})
Part = tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """What a comparison found.

    Attributes:
        pages: pages of the reference.
        missing: pages of the reference that are not there.
        rewritten: pages that differ in bytes but show the same: see `parts`.
        different: pages that show something else.
        extra: files that the reference does not have (search index, JSON, downloads: no fault).
    """

    pages: int
    missing: list[str]
    rewritten: list[str]
    different: list[str]
    extra: int

    @property
    def holds(self) -> bool:
        """Whether the same pages are there and show the same."""
        return not self.missing and not self.different

    def __str__(self) -> str:
        """Return the finding in a few words."""
        if self.missing:
            return f"NO: {len(self.missing)} of {self.pages} pages missing, first {self.missing[0]}"
        if self.different:
            return f"NO: {len(self.different)} of {self.pages} pages differ, first {self.different[0]}"
        return "same when parsed" if self.rewritten else "byte-identical"


def compare(reference: Path, site: Path, languages: list[str]) -> Agreement:
    """Compare the pages of two sites: the index.html files in the languages' folders."""
    expected, found = _pages(reference, languages), _pages(site, languages)
    shared = sorted(expected.keys() & found.keys())
    unequal = [page for page in shared if expected[page].read_bytes() != found[page].read_bytes()]
    different = [page for page in unequal if _shown(expected[page], page) != _shown(found[page], page)]
    everything = sum(path.is_file() for path in site.rglob("*"))
    return Agreement(
        pages=len(expected),
        missing=sorted(expected.keys() - found.keys()),
        rewritten=[page for page in unequal if page not in different],
        different=different,
        extra=everything - len(shared),
    )


def _pages(site: Path, languages: list[str]) -> dict[str, Path]:
    found = (path for code in languages for path in (site / code).rglob("index.html"))
    return {str(path.relative_to(site)): path for path in found}


def _shown(path: Path, page: str) -> list[Part]:
    return list(parts(path.read_text("utf-8"), page))


def parts(html: str, page: str) -> Iterator[Part]:
    """Return what an HTML page is made of, without what may differ between exporters.

    That is: the order of attributes, how characters are escaped, white space between tags, and whether an address
    is relative, begins at the root, or names index.html.
    """
    reader = _Reader(urljoin(SITE, page))
    reader.feed(html)
    reader.close()
    reader.flush()
    return iter(reader.parts)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.parts: list[Part] = []
        self.text: list[str] = []

    def flush(self) -> None:
        words = " ".join("".join(self.text).split())
        self.text.clear()
        if words:
            self.parts.append(("text", words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flush()
        values = [(name, self._value(name, value or "")) for name, value in attrs]
        self.parts.append(("tag", tag, *(f"{name}={value}" for name, value in sorted(values))))

    def handle_endtag(self, tag: str) -> None:
        self.flush()
        self.parts.append(("end", tag))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(("declaration", decl.lower()))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def _value(self, name: str, value: str) -> str:
        if name not in ADDRESSES:
            return value
        address, mark, anchor = urljoin(self.address, value).partition("#")
        return address.removesuffix("index.html") + mark + anchor
