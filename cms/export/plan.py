"""Picture -> list of outputs: everything the site will hold, known before anything is rendered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cms.learning.picture import Node, Picture

Kind = Literal["page", "page_json", "not_found", "chooser", "sitemap", "robots"]


@dataclass(frozen=True)
class Options:
    """What the caller decided.

    Attributes:
        base_url: address the site will be read at, without a slash at the end; canonical addresses name it.
        phase: "active", or "archived" once the funding has ended: no forms then.
        portable: links name index.html, so that the folder works from file://.
    """

    base_url: str
    phase: Literal["active", "archived"] = "active"
    portable: bool = False


@dataclass(frozen=True)
class Output:
    """One file to render: its address inside the site, and what it is made of."""

    path: str
    kind: Kind
    language: str = ""
    node: Node | None = None

    @property
    def page_node(self) -> Node:
        """The page of an output of kind page or page_json.

        Raises:
            ValueError: the output is of another kind.
        """
        if self.node is None:
            raise ValueError(f"{self.path} ({self.kind}) shows no page")
        return self.node


def plan(picture: Picture) -> list[Output]:
    """Return every rendered output of the site: each page in each language, fallbacks included."""
    return list(_outputs(picture))


def _outputs(picture: Picture) -> Iterator[Output]:
    yield Output("index.html", "chooser")
    yield Output("sitemap.xml", "sitemap")
    yield Output("robots.txt", "robots")
    yield Output("404.html", "not_found", picture.source_language)
    for language in picture.languages:
        yield Output(f"{language.code}/404.html", "not_found", language.code)
        for path in picture.paths():
            node = picture.find(language.code, path)
            folder = f"{language.code}/{path}/" if path else f"{language.code}/"
            yield Output(f"{folder}index.html", "page", language.code, node)
            yield Output(f"{folder}index.json", "page_json", language.code, node)
