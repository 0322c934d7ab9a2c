"""What a reader takes along: the files of the site in one language, or in all of them."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from cms.export.files import SHOWN, with_their_own
from cms.export.known.release import File
from cms.export.plan import TAKEN_ALONG, Output
from cms.export.write.staging import checksums
from cms.learning.context.kit import KIT_PATH

# Style sheet -> addresses of the assets it shows.
Styles = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Edition:
    """Part of the site that stands on its own: its outputs, and the other files they need.

    Attributes:
        languages: codes of the languages it holds.
        outputs: pages and search files, made once for each place they may be read at.
        shared: addresses of assets, pictures and the badges' record, the same everywhere.
    """

    languages: tuple[str, ...]
    outputs: tuple[Output, ...]
    shared: tuple[str, ...]


def edition(
    languages: Iterable[str],
    outputs: Iterable[Output],
    shown: Mapping[str, Iterable[str]],
    copied: Collection[str],
    styles: Styles,
) -> Edition:
    """Return the edition in some languages.

    `shown` says which assets and pictures each page shows, `copied` is what is copied as it is, and `styles` says what
    the style sheets among it show in turn.
    """
    codes, outputs = tuple(languages), tuple(outputs)
    taken = tuple(item for item in outputs if item.kind in TAKEN_ALONG and item.language in {"", *codes})
    needed = {address for item in taken for address in shown.get(item.path, ())}
    # What is neither an asset nor a picture is the badges' record: small, and whole only as a whole.
    # The pictures and prints of the communication kit are as large as all the rest: they stay on the web.
    kit = tuple(f"{code}/{KIT_PATH}/" for code in {item.language for item in outputs} if code)
    record = {path for path in copied if not path.startswith((*SHOWN, *kit))}
    # What a page shows and the site lacks is for the check to tell.
    there = with_their_own(needed, copied, styles) & set(copied)
    return Edition(codes, taken, tuple(sorted(there | record)))


def digest(files: Mapping[str, File]) -> str:
    """Return a name for exactly these files: it changes with every byte and every address."""
    return hashlib.sha256(checksums(files)).hexdigest()
