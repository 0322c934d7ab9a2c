"""The check as a whole: links, languages, other hosts, personal data; every file of the site against all others."""

from collections.abc import Iterator, Mapping

from cms.export.check.addresses import Addresses
from cms.export.check.findings import Finding
from cms.export.check.languages import check_languages
from cms.export.check.machine_files import check_machine_file
from cms.export.check.page import PageFacts, read_page
from cms.export.check.private import People, check_private

NOBODY = People()


def check_site(
    files: Mapping[str, bytes],
    people: People = NOBODY,
    base_url: str = "",
    shown: Mapping[str, int] | None = None,
    known: Mapping[str, PageFacts] | None = None,
) -> list[Finding]:
    """Return every fault of the site, sorted; an empty list is a site that may go out.

    Args:
        files: what the site holds, by address, compressed variants left out or not.
        people: whose names and addresses must not stand anywhere.
        base_url: the address that the site is made for: links may begin with its path, and what a page names below
            it must be there.
        shown: the number of the page in the CMS that a file shows, for the findings.
        known: facts of pages that were read before, by address; the others are read now.
    """
    known = known or {}
    pages = {path: known.get(path) or read_page(content) for path, content in files.items() if path.endswith(".html")}
    addresses = Addresses(files.keys(), pages, base_url.rstrip("/"))
    found = {*_check_pages(pages, addresses), *check_languages(pages, addresses), *check_private(files, people)}
    for path, content in files.items():
        found.update((path, fault) for fault in check_machine_file(path, content, addresses))
    numbers = shown or {}
    return sorted(Finding(path, message, numbers.get(path)) for path, message in found)


def _check_pages(pages: Mapping[str, PageFacts], addresses: Addresses) -> Iterator[tuple[str, str]]:
    for path, page in pages.items():
        for fault in page.faults:
            yield path, fault
        for address in page.fetched:
            if addresses.asks_elsewhere(address):
                yield path, f"asks another host for {address}"
            elif fault := addresses.fault(path, address):
                yield path, fault
        for address in page.followed:
            if fault := addresses.fault(path, address):
                yield path, fault
        for address in page.named:
            if fault := addresses.fault(path, address):
                yield path, f"{fault} in its metadata"
