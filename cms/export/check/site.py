"""The check as a whole: links, languages, other hosts, personal data; every file of the site against all others."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from cms.export.check.addresses import Addresses
from cms.export.check.findings import Fault, Finding, fault
from cms.export.check.languages import check_languages
from cms.export.check.machine_files import MachineFacts, check_machine_file, read_machine_file
from cms.export.check.page import PageFacts, read_page
from cms.export.check.private import People, PrivateTexts

NOBODY = People()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the check must know of a file, so that one that stays the same is not read again.

    `private` is what it shows of people that it must not.
    """

    page: PageFacts | None = None
    machine: MachineFacts | None = None
    private: tuple[Fault, ...] = ()

    def interned(self) -> "FileFacts":
        """Return the same with equal words as one object."""
        return FileFacts(self.page and self.page.interned(), self.machine and self.machine.interned(), self.private)


def read_file(path: str, content: bytes, private: PrivateTexts) -> FileFacts:
    """Return the facts of a file."""
    faults = tuple(private.faults(path, content))
    if path.endswith(".html"):
        return FileFacts(read_page(content), None, faults)
    return FileFacts(None, read_machine_file(path, content), faults)


def check_site(files: Mapping[str, bytes], people: People = NOBODY, base_url: str = "") -> list[Finding]:
    """Return every fault of the site, sorted; an empty list is a site that may go out.

    Args:
        files: what the site holds, by address, compressed variants left out or not.
        people: whose names and addresses must not stand anywhere.
        base_url: the address that the site is made for: links may begin with its path, and what a page names below
            it must be there.
    """
    private = PrivateTexts(people)
    return check_facts({path: read_file(path, content, private) for path, content in files.items()}, base_url)


def check_facts(
    files: Mapping[str, FileFacts],
    base_url: str = "",
    shown: Mapping[str, int] | None = None,
    fresh: Collection[str] | None = None,
) -> list[Finding]:
    """Return every fault of a site whose files were read before.

    Args:
        files: what was read of each file.
        base_url: as for `check_site`.
        shown: the number of the page in the CMS that a file shows, for the findings.
        fresh: look for faults of these files only; None for all.
    """
    pages = {path: facts.page for path, facts in files.items() if facts.page}
    addresses = Addresses(files.keys(), pages, base_url.rstrip("/"))
    looked_at = pages if fresh is None else {path: pages[path] for path in fresh if path in pages}
    found = {*_check_pages(looked_at, addresses), *check_languages(looked_at, pages, addresses)}
    for path in files if fresh is None else fresh:
        facts = files[path]
        found.update((path, shown) for shown in facts.private)
        if facts.machine:
            found.update((path, broken) for broken in check_machine_file(path, facts.machine, addresses))
    numbers = shown or {}
    return sorted(Finding(path, message, numbers.get(path)) for path, message in found)


def serves_others_as_before(before: FileFacts | None, now: FileFacts) -> bool:
    """Tell whether what other files need of a file is still there, so that they need not be checked again."""
    if before is None or before.page is None or now.page is None:
        return before is not None and before.page is now.page
    old, new = before.page, now.page
    same = (old.language, old.alternates, old.canonical) == (new.language, new.alternates, new.canonical)
    return same and set(old.anchors) <= set(new.anchors)


def _check_pages(pages: Mapping[str, PageFacts], addresses: Addresses) -> Iterator[tuple[str, Fault]]:
    for path, page in pages.items():
        for wrong in page.faults:
            yield path, wrong
        for address in page.fetched:
            if addresses.asks_elsewhere(address):
                yield path, fault(_("asks another host for %(address)s"), address=address)
            elif broken := addresses.fault(path, address):
                yield path, broken
        for address in page.followed:
            if broken := addresses.fault(path, address):
                yield path, broken
        for address in page.named:
            if addresses.fault(path, address):
                yield path, fault(_("its metadata name %(address)s, which is not there"), address=address)
