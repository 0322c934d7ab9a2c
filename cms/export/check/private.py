"""Files of the site -> names and addresses of people that must not stand there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext_noop as _

from cms.export.check.findings import Fault, fault

READ = frozenset({".html", ".json", ".xml", ".txt", ".js", ".svg", ".css", ".csv"})
# Made with the software, not by editors: authors' addresses in licences are theirs to show.
BUILT = "assets/"
# RFC 2606: nobody has an address there, so texts use them as examples.
RESERVED = re.compile(r"(?:^|[.@])(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)$")
_DOMAIN = re.compile(rb"@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,}")
_TAG = re.compile(rb"<[^>]*>")
_MAILBOX = re.compile(rb"[\w.+%'-]{1,64}$")
# Everything but letters and digits becomes a space; what is beyond ASCII is part of a word.
_WORDS = bytes(
    byte + 32 if 65 <= byte <= 90 else byte if byte >= 128 or chr(byte).isalnum() else 32 for byte in range(256)
)

# First word -> the names that begin with it, as they are compared and as they are written.
_Names = dict[bytes, list[tuple[bytes, str]]]


@dataclass(frozen=True)
class People:
    """Whose names and addresses must not be published, and which of them may.

    Attributes:
        private: names and e-mail addresses of applicants and of the CMS's accounts. A name of one word is not
            looked for: it is anybody's, and many are words of a language.
        public: names and e-mail addresses that the project publishes itself.
    """

    private: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()


class PrivateTexts:
    """Finds what must not stand in a file; made once for all files."""

    def __init__(self, people: People) -> None:
        """Prepare the names and addresses as they are compared."""
        public = {_plain(text) for text in people.public}
        private = {plain: text for text in people.private if (plain := _plain(text)) and plain not in public}
        self.names: _Names = {}
        for plain, text in sorted(private.items()):
            if "@" not in text and b" " in plain:
                self.names.setdefault(plain.split()[0], []).append((plain, text))
        self.addresses = {text.lower() for text in people.private if "@" in text}
        self.allowed = {text.lower() for text in people.public}

    def faults(self, path: str, content: bytes) -> Iterator[Fault]:
        """Yield what a file shows of a person that it must not.

        Every e-mail address is told that is not public, whoever it belongs to.
        """
        if PurePosixPath(path).suffix not in READ:
            return
        for address in _addresses_in(content):
            if address in self.addresses and address not in self.allowed:
                yield fault(
                    _("shows %(address)s, the address of an applicant or of somebody who works in the CMS"),
                    address=address,
                )
            elif address not in self.allowed and not path.startswith(BUILT) and not RESERVED.search(address):
                yield fault(
                    _("shows the e-mail address %(address)s, which is not listed under public_people"), address=address
                )
        for name in _names_in(content, self.names):
            yield fault(_("shows “%(name)s”, the name of an applicant or of somebody who works in the CMS"), name=name)


def _addresses_in(content: bytes) -> set[str]:
    found = set()
    for match in _DOMAIN.finditer(content):
        if mailbox := _MAILBOX.search(content, max(match.start() - 64, 0), match.start()):
            found.add((mailbox[0] + match[0]).decode(errors="replace").lower())
    return found


def _names_in(content: bytes, names: _Names) -> Iterator[str]:
    if not names:
        return
    # Of the characters that Django escapes, names have this one only.
    content = content.replace(b"&#x27;", b" ")
    known = set(content.translate(_WORDS).split())
    begun = [pair for first in names.keys() & known for pair in names[first] if known.issuperset(pair[0].split())]
    if begun:
        # With the markup for what stands in attributes, without it for a name that is partly in bold.
        texts = [b" %b " % _words(text) for text in (content, _TAG.sub(b" ", content))]
        yield from (name for plain, name in begun if any(b" %b " % plain in text for text in texts))


def _words(text: bytes) -> bytes:
    return b" ".join(text.translate(_WORDS).split())


def _plain(text: str) -> bytes:
    return _words(text.encode())
