"""Files that are no pages -> what they name that is not there: styles, drawings, sitemap and feeds, frozen JSON."""

import re
from collections.abc import Iterator

from cms.export.check.addresses import Addresses
from cms.export.check.page import STYLE_ADDRESS

# In XML: elements that hold an address, and links.
_XML_ADDRESS = re.compile(r'(?:<loc>|\bhref=")([^<"]+)')
_SVG_ADDRESS = re.compile(r'<(?:image|use|feImage|script)\b[^>]*?\bhref="([^"]+)"')
# The names under which our JSON gives addresses of the site.
_JSON_ADDRESS = re.compile(r'"(?:@id|address|audio|captions|href|src|url)": ?"(/[^"]*)"')


def check_machine_file(path: str, content: bytes, addresses: Addresses) -> Iterator[str]:
    """Yield what is wrong with a file that is no page."""
    if path.endswith(".css"):
        yield from _check_fetched(path, STYLE_ADDRESS.findall(content.decode()), addresses)
    elif path.endswith(".svg"):
        text = content.decode()
        yield from _check_fetched(path, [*_SVG_ADDRESS.findall(text), *STYLE_ADDRESS.findall(text)], addresses)
    elif path.endswith(".xml"):
        yield from _check_named(path, _XML_ADDRESS.findall(content.decode()), addresses)
    elif path.endswith("index.json"):
        for address in set(_JSON_ADDRESS.findall(content.decode())):
            if fault := addresses.fault(path, f"{addresses.prefix}{address[1:]}"):
                yield fault


def _check_fetched(path: str, found: list[str], addresses: Addresses) -> Iterator[str]:
    for address in set(found):
        if addresses.asks_elsewhere(address):
            yield f"asks another host for {address}"
        elif not address.startswith(("#", "data:")) and (fault := addresses.fault(path, address)):
            yield fault


def _check_named(path: str, found: list[str], addresses: Addresses) -> Iterator[str]:
    for address in set(found):
        if fault := addresses.fault(path, address.replace("&amp;", "&")):
            yield fault
