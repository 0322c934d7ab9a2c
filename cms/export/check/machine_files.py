"""Files that are no pages -> what they name that is not there: styles, drawings, sitemap and feeds, frozen JSON."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from cms.export.check.addresses import Addresses
from cms.export.check.findings import Fault, fault
from cms.export.check.page import STYLE_ADDRESS

# In XML: elements that hold an address, and links.
_XML_ADDRESS = re.compile(r'(?:<loc>|\bhref=")([^<"]+)')
_SVG_ADDRESS = re.compile(r'<(?:image|use|feImage|script)\b[^>]*?\bhref="([^"]+)"')
# The names under which our JSON gives addresses of the site.
_JSON_ADDRESS = re.compile(r'"(?:@id|address|audio|captions|download|href|src|url)": ?"(/[^"]*)"')


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """What the check must know of a file that is no page: addresses that a browser asks for, and that are named."""

    fetched: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def interned(self) -> "MachineFacts":
        """Return the same with equal words as one object."""
        return MachineFacts(tuple(map(sys.intern, self.fetched)), tuple(map(sys.intern, self.named)))


def read_machine_file(path: str, content: bytes) -> MachineFacts | None:
    """Return the facts of a file that is no page, None for one that names nothing."""
    if path.endswith(".css"):
        return MachineFacts(fetched=_each(STYLE_ADDRESS.findall(content.decode())))
    if path.endswith(".svg"):
        text = content.decode()
        return MachineFacts(fetched=_each([*_SVG_ADDRESS.findall(text), *STYLE_ADDRESS.findall(text)]))
    if path.endswith(".xml"):
        found = _XML_ADDRESS.findall(content.decode())
        return MachineFacts(named=_each(address.replace("&amp;", "&") for address in found))
    if path.endswith("index.json"):
        # A service of the API is named by its page, and stands inside it or beside it.
        found = _JSON_ADDRESS.findall(content.decode())
        return MachineFacts(named=_each(address.partition("@")[0] for address in found))
    return None


def _each(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(addresses)))


def check_machine_file(path: str, facts: MachineFacts, addresses: Addresses) -> Iterator[Fault]:
    """Yield what is wrong with a file that is no page."""
    for address in facts.fetched:
        if addresses.asks_elsewhere(address):
            yield fault(_("asks another host for %(address)s"), address=address)
        elif not address.startswith(("#", "data:")) and (broken := addresses.fault(path, address)):
            yield broken
    for address in facts.named:
        # In our JSON, addresses begin at the root of the site, wherever that lies on its host.
        found = f"{addresses.prefix}{address[1:]}" if address.startswith("/") else address
        if broken := addresses.fault(path, found):
            yield broken
