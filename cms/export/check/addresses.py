"""An address on a page -> the file of the site that it leads to, or what is wrong with it."""

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_noop as _

from cms.export.check.findings import Fault, fault
from cms.export.check.page import PageFacts

# What may follow the site's own address; anything else is another host whose name begins alike.
_AFTER_HOST = ("", "/", "?", "#")


# A path and perhaps a fragment, as our own pages write nearly all of their links: nothing to decode, no dots but "../".
_PLAIN = re.compile(r"((?:\.\./)*)((?:[\w-]+/)*)((?:[\w-]+(?:\.[\w-]+)+)?)(?:#([\w-]+))?", re.ASCII)


@dataclass
class Addresses:
    """All that an address can lead to; the same address in the same folder is looked up once."""

    files: Collection[str]
    pages: Mapping[str, PageFacts]
    base_url: str
    _known: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _faults: dict[str, Fault | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note where on its host the site lies."""
        self.prefix = f"{urlsplit(self.base_url).path.rstrip('/')}/"

    def asks_elsewhere(self, address: str) -> bool:
        """Tell whether a browser that fetches the address would ask a host by name; a page must ask its own."""
        return address.startswith("//") or (":" in address and urlsplit(address).scheme not in {"", "data", "blob"})

    def fault(self, path: str, address: str) -> Fault | None:
        """Return what is wrong with an address that `path` has; None where nothing is or it leaves the site."""
        if address.startswith("/") or ":" in address:
            # Wherever it stands, it leads to the same place.
            if address not in self._faults:
                self._faults[address] = self._fault(path, address)
            return self._faults[address]
        return None if self._is_plainly_right(path, address) else self._fault(path, address)

    def _fault(self, path: str, address: str) -> Fault | None:
        is_whole = address.startswith("//") or (":" in address and bool(urlsplit(address).scheme))
        if is_whole and not self._is_own(address):
            return None
        found = self.file_of(path, address)
        if found is None:
            return fault(_("broken link %(address)s"), address=address)
        fragment = unquote(address.partition("#")[2])
        if fragment and found in self.pages and fragment not in self.pages[found].anchors:
            return fault(_("broken anchor %(address)s"), address=address)
        return None

    def _is_plainly_right(self, path: str, address: str) -> bool:
        """Tell whether a link between our own pages is right; False where that takes a closer look."""
        found = _PLAIN.fullmatch(address)
        if not found:
            return False
        up, down, name, fragment = found.groups()
        folder = path
        for _step in range(len(up) // 3 + 1):
            if not folder:
                return False
            folder = folder.rpartition("/")[0]
        target = f"{folder}/{down}{name or 'index.html'}" if folder else f"{down}{name or 'index.html'}"
        if not (up or down or name):
            target = path
        if target not in self.files:
            return False
        return not fragment or target not in self.pages or fragment in self.pages[target].anchors

    def file_of(self, path: str, address: str) -> str | None:
        """Return the file of the site that an address leads to; None where there is none."""
        place = address.partition("#")[0].partition("?")[0]
        if self._is_own(place):
            place = f"{self.prefix}{place[len(self.base_url) :].lstrip('/')}"
        if not place:
            return path
        # From the root of the host an address is the same everywhere.
        key = ("" if place.startswith("/") else posixpath.dirname(path), place)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _is_own(self, address: str) -> bool:
        base = self.base_url
        return bool(base) and address.startswith(base) and address[len(base) : len(base) + 1] in _AFTER_HOST

    def _find(self, folder: str, place: str) -> str | None:
        """Return the file at a place seen from a folder; the site may lie in a folder of its host."""
        if place.startswith("/"):
            if not f"{place}/".startswith(self.prefix):
                return None
            place = place[len(self.prefix) :]
        target = posixpath.normpath(posixpath.join(folder, unquote(place)))
        if target.startswith(".."):
            return None
        index = posixpath.normpath(f"{target}/index.html")
        if place.endswith("/") or target == ".":
            return index if index in self.files else None
        return next((file for file in (target, index) if file in self.files), None)
