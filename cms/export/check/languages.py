"""Pages that are one another's translations: each must name the others, itself and its own language."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_noop as _

from cms.export.check.addresses import Addresses
from cms.export.check.findings import Fault, fault
from cms.export.check.page import PageFacts

DEFAULT = "x-default"


def check_languages(
    looked_at: Mapping[str, PageFacts], pages: Mapping[str, PageFacts], addresses: Addresses
) -> Iterator[tuple[str, Fault]]:
    """Yield pairs of a path and what is wrong with its links to other languages, or with its own name.

    `looked_at` are those of all `pages` whose faults are wanted.

    Google ignores a pair of hreflang links that is not confirmed from both ends. A page shown in place of a missing
    translation names the translations there are, and none of them names it.
    """
    for path, page in looked_at.items():
        named = dict(page.alternates)
        if len(named) < len(page.alternates):
            yield path, fault(_("names two pages for one language (hreflang)"))
        for language, address in page.alternates:
            target = addresses.file_of(path, address)
            if target is None or target not in pages or target == path or language == DEFAULT:
                continue  # a broken link is told as such
            other = pages[target]
            if other.language != language:
                yield (
                    path,
                    fault(
                        _("names %(address)s as %(language)s (hreflang), but its language is %(other)s"),
                        address=address,
                        language=language,
                        other=other.language,
                    ),
                )
            if _without_default(other) != _without_default(page):
                yield (
                    path,
                    fault(
                        _("names %(address)s as a translation (hreflang), which does not name the same ones"),
                        address=address,
                    ),
                )
        yield from _check_canonical(path, page, pages, addresses)


def _without_default(page: PageFacts) -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair in page.alternates if pair[0] != DEFAULT)


def _check_canonical(
    path: str, page: PageFacts, pages: Mapping[str, PageFacts], addresses: Addresses
) -> Iterator[tuple[str, Fault]]:
    if not page.canonical:
        return
    if not page.canonical.startswith(("http://", "https://")):
        yield path, fault(_("its canonical address %(address)s is not a whole address"), address=page.canonical)
        return
    target = addresses.file_of(path, page.canonical)
    if target and target in pages and target != path and pages[target].canonical != page.canonical:
        yield (
            path,
            fault(
                _("names %(address)s as its canonical address, which has another one itself"), address=page.canonical
            ),
        )
