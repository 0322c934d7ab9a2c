"""What a translator should know of a text who sees only a file: where it stands, where to look at it, its terms."""

from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from cms.learning.snapshot import address_of
from cms.projects import current
from cms.translation.desk.formatting import terms_in
from cms.translation.desk.places import Place


def addresses_of(language: str, path: str) -> tuple[str, str]:
    """Return where the public reads a page: in a language, and in the language it was written in."""
    own, source = (address_of(code, path) for code in (language, settings.LANGUAGE_CODE))
    return f"{current().public_url}{own}", f"{current().public_url}{source}"


def hints_for(
    source: str, place: Place, addresses: Sequence[str], maximum: int, terms: Mapping[str, str]
) -> Iterator[str]:
    """Yield the hints for one text, a line each."""
    yield str(place)
    for address in addresses:
        yield f"{address}#{place.anchor}" if place.anchor else address
    if maximum:
        yield _("At most %(number)d characters.") % {"number": maximum}
    if found := terms_in(source, terms):
        yield _("Glossary: %(terms)s") % {"terms": "; ".join(f"{term} = {words}" for term, words in found)}
