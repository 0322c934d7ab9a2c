"""Snapshot -> list of outputs: everything the site will hold, known before anything is rendered.

Only what is copied as it is (assets, pictures, the badges' record) is not listed here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.conf import settings
from django.utils import timezone

from cms.api.frozen import service_files
from cms.export.search import search_scripts
from cms.learning.context.impact import IMPACT, TABLES, impact_nodes
from cms.learning.context.kit import ENDINGS, KIT_PATH, TEXTS_PATH, text_names
from cms.learning.context.metadata import image_address
from cms.learning.context.offline import download_address
from cms.learning.context.tools import tool_of
from cms.learning.dates import dates_of
from cms.learning.look import sheet_path
from cms.learning.models import ProjectSettings
from cms.learning.snapshot import Node, Snapshot
from cms.projects import current
from cms.settings import environment

Kind = Literal[
    # Rendered from templates.
    "page",
    "page_json",
    "not_found",
    "chooser",
    "unkept",
    # Written from the snapshot.
    "sitemap",
    "robots",
    "feed",
    "security",
    "look",
    "image",
    "search",
    "service_json",
    "figures",
    "embed",
    "kit_text",
    # Made from the files above.
    "worker",
    "kept_list",
    "kept_sizes",
    "download",
]
RENDERED: frozenset[Kind] = frozenset(
    {
        *("page", "page_json", "service_json", "not_found", "chooser", "unkept"),
        *("sitemap", "robots", "security", "look", "search", "figures", "embed", "kit_text"),
    }
)
# What a reader takes along: these pages, what they show, the figures behind them, and texts to copy. The rest is for
# machines, or needs a server.
TAKEN_ALONG: frozenset[Kind] = frozenset({"page", "chooser", "search", "figures", "embed", "kit_text"})


@dataclass(frozen=True)
class Options:
    """What the caller decided.

    Attributes:
        base_url: address the site will be read at, without a slash at the end; canonical addresses name it.
        phase: "active", or "archived" once the funding has ended: no forms then.
        portable: links name index.html, so that the folder works from file://.
        archived_on: the day every page of an archived site names, if any.
        compressed: text files have .gz and .br variants beside them.
        applications_close: from this day on the endpoint takes nothing, if there is such a day.
        applications_closed: that day has come, so pages have no forms.
    """

    base_url: str
    phase: Literal["active", "archived"] = "active"
    portable: bool = False
    archived_on: date | None = None
    compressed: bool = True
    applications_close: date | None = None
    applications_closed: bool = False


def decide(
    base_url: str | None, phase: Literal["active", "archived"] | None, portable: bool, compressed: bool = True
) -> Options:
    """Return the options of an export: what the caller says, else what the project itself says of its address and end.

    The address of this installation (PERENNIAL_PUBLIC_URL) counts more than the one in project.yaml, which is for
    those who make the site from the content files alone.
    """
    project = current()
    facts = ProjectSettings.objects.filter(key=project.key).values_list("facts", flat=True).first() or {}
    own = project.public_url if project.key else environment.text("PERENNIAL_PUBLIC_URL") or facts.get("address")
    address = base_url or own or settings.PUBLIC_URL
    ended = facts.get("archived_on")
    phase = phase or ("archived" if ended else "active")
    day = date.fromisoformat(ended) if ended and phase == "archived" else None
    closing = dates_of(facts).applications_close
    closed = closing is not None and closing <= timezone.localdate()
    return Options(address.rstrip("/"), phase, portable, day, compressed, closing, closed)


@dataclass(frozen=True)
class Output:
    """One file to make: its address inside the site, and what it is made of.

    `language` is "" where the file serves all languages.
    """

    path: str
    kind: Kind
    language: str = ""
    node: Node | None = None

    @property
    def tool(self) -> str:
        """The tool that the page is around, "" for every other output."""
        return tool_of(self.node) if self.node and self.kind == "page" else ""

    @property
    def page_node(self) -> Node:
        """The page of an output that shows one.

        Raises:
            ValueError: the output shows none.
        """
        if self.node is None:
            raise ValueError(f"{self.path} ({self.kind}) shows no page")
        return self.node


def plan(snapshot: Snapshot, portable: bool = False) -> list[Output]:
    """Return every output of the site: each page in each language, fallbacks included.

    A site without the page that helps readers take it along has nothing for them to take, and a portable site is
    itself what they have taken.
    """
    outputs = [*_whole_site(snapshot), *_languages(snapshot), *_images(snapshot)]
    outputs += [*_figures(snapshot), *_kit(snapshot)]
    is_taken_along = any(item.tool == "offline" for item in outputs) and not portable
    return [*outputs, *_to_take_along(snapshot)] if is_taken_along else outputs


def _whole_site(snapshot: Snapshot) -> Iterator[Output]:
    yield Output("index.html", "chooser")
    yield Output("sitemap.xml", "sitemap")
    yield Output("robots.txt", "robots")
    yield Output("404.html", "not_found", snapshot.source_language)
    yield Output("index.json", "page_json")
    yield from (Output(path, "service_json") for path in service_files())
    if sheet := sheet_path(snapshot.facts):
        yield Output(sheet, "look")
    if snapshot.facts.get("contact") and snapshot.facts.get("available_until"):
        yield Output(".well-known/security.txt", "security")


def _languages(snapshot: Snapshot) -> Iterator[Output]:
    for language in snapshot.languages:
        yield Output(f"{language.code}/404.html", "not_found", language.code)
        yield Output(f"{language.code}/feed.xml", "feed", language.code)
        yield from (Output(path, "service_json", language.code) for path in service_files(language.code))
        for path in snapshot.paths():
            if not (node := snapshot.find(language.code, path)):
                continue
            folder = f"{language.code}/{path}/" if path else f"{language.code}/"
            yield Output(f"{folder}index.html", "page", language.code, node)
            yield Output(f"{folder}index.json", "page_json", language.code, node)
        for script in search_scripts(snapshot, language.code):
            yield Output(script, "search", language.code)


def _images(snapshot: Snapshot) -> Iterator[Output]:
    """Pictures for links that are shared elsewhere: one a home page, one a skill, in each language they are in."""
    for (language, path), node in snapshot.nodes.items():
        if not path or node.page_type.document_type == "skill":
            yield Output(image_address(language, path).lstrip("/"), "image", language, node)


def _figures(snapshot: Snapshot) -> Iterator[Output]:
    """Files with the figures of pages of impact: tables in each language, and all of them for programs."""
    for path in sorted({path for _language, path in impact_nodes(snapshot)}):
        for language in snapshot.languages:
            if node := snapshot.find(language.code, path):
                for name in TABLES:
                    yield Output(f"{language.code}/{path}/{name}.csv", "figures", language.code, node)
        yield Output(IMPACT, "figures", "", snapshot.find(snapshot.source_language, path))


def _kit(snapshot: Snapshot) -> Iterator[Output]:
    """What is rendered of the communication kit beside its pages: the list for other sites, and texts as files."""
    for language in snapshot.languages:
        if node := snapshot.find(language.code, KIT_PATH):
            yield Output(f"{language.code}/{KIT_PATH}/embed.html", "embed", language.code, node)
        if node := snapshot.find(language.code, TEXTS_PATH):
            for name in text_names(snapshot, language.code):
                for ending in ENDINGS:
                    path = f"{language.code}/{KIT_PATH}/texts/{name}.{ending}"
                    yield Output(path, "kit_text", language.code, node)


def _to_take_along(snapshot: Snapshot) -> Iterator[Output]:
    yield Output("sw.js", "worker")
    yield Output("offline/sizes.json", "kept_sizes")
    yield Output(download_address("").lstrip("/"), "download")
    for language in snapshot.languages:
        yield Output(f"offline/{language.code}.html", "unkept", language.code)
        yield Output(f"offline/{language.code}.json", "kept_list", language.code)
        yield Output(download_address(language.code).lstrip("/"), "download", language.code)
