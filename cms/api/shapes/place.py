"""Where a request stands: a page in the language asked for, or the root of the site; and who looks at it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid5

from cms.learning.snapshot import Node, Snapshot, address_of

STATES = ("private", "pending", "published")


@dataclass(frozen=True)
class Viewer:
    """Who looks: nobody in particular, or a user with the scopes of a token.

    `pending` are the ids of pages in a review. `progress` returns what came before and what may come next of a page:
    lists under the names `history` and `transitions`; nobody in particular sees neither. The reader of frozen files
    sees no times: they belong to one database, and a site that is made of the same content has the same bytes.
    """

    user: Any = None
    scopes: frozenset[str] = frozenset()
    pending: frozenset[int] = frozenset()
    progress: Callable[["Place"], dict[str, Any]] | None = None
    sees_times: bool = True

    def may(self, scope: str) -> bool:
        """Tell whether the user's token has a scope."""
        return self.user is not None and scope in self.scopes


ANONYMOUS = Viewer()
READER_OF_FILES = Viewer(sees_times=False)


@dataclass(frozen=True)
class Place:
    """A page as it was asked for. `node` is None at the root of the site, above all languages."""

    snapshot: Snapshot
    language: str
    node: Node | None
    viewer: Viewer = field(default=ANONYMOUS, repr=False)

    @property
    def path(self) -> str:
        """The path of the page after its language, "" for the home page and the root."""
        return self.node.path if self.node else ""

    @property
    def address(self) -> str:
        """The address of the page in the language asked for, with a slash at both ends."""
        return address_of(self.language, self.node.path) if self.node else "/"

    @property
    def home(self) -> str:
        """The address that answers for the whole language, or for the site."""
        return address_of(self.language, "") if self.node else "/"

    def at(self, node: Node, language: str = "") -> "Place":
        """Return the place of another page, in the same language unless another is given."""
        return replace(self, language=language or self.language, node=node)

    def service(self, name: str) -> str:
        """Return the address of a service of this page."""
        return f"{self.address}@{name}"


def uid(node: Node) -> str:
    """Return the id of a page in its language, 32 hex digits; no change of address alters it."""
    return uuid5(UUID(str(node.value("translation_key"))), node.language).hex


def description(node: Node) -> str:
    """Return the page in a sentence: its summary, or what a module promises."""
    return str(node.value("summary") or node.value("promise"))


def review_state(place: Place, node: Node) -> str:
    """Return "published" for what readers see; else "pending" in a review, "private" before one."""
    if node.page_id in place.viewer.pending:
        return "pending"
    return "published" if node.value("live") else "private"


def summary(place: Place, node: Node) -> dict[str, Any]:
    """Return a page as lists show it. `is_fallback` tells that its words are not in the language of its address."""
    return {
        "@id": address_of(place.language, node.path),
        "@type": node.page_type.document_type,
        "title": node.title,
        "description": description(node),
        "review_state": review_state(place, node),
        "language": node.language,
        "is_fallback": node.language != place.language,
    }


def children(place: Place, path: str) -> list[Node]:
    """Return the pages one level below a path, fallbacks included."""
    found = (place.snapshot.find(place.language, below) for below in paths_below(place).get(path, []))
    return [node for node in found if node]


def paths_below(place: Place) -> dict[str, list[str]]:
    """Return the paths of the pages by the path of the page above, in the order of the site. Made once."""

    def make() -> dict[str, list[str]]:
        below: dict[str, list[str]] = {}
        for path in all_paths(place):
            if path:
                below.setdefault(path.rpartition("/")[0], []).append(path)
        return below

    return place.snapshot.once("api.paths", "", make)


def all_paths(place: Place) -> list[str]:
    """Return the paths of the site, those that only another language than the source has at the end.

    Whether a language has a page at one of them, be it as a fallback, only `find` tells.
    """
    return place.snapshot.paths()
