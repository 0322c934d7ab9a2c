"""The communication kit in an export: texts to copy as files, and the pictures and prints that were made before.

Pictures and prints take minutes, so `make_kit` makes them beside the export (cms.archive.kit) and lists them by the
address that their codes lead to. An export takes what is listed for its own address, be it of yesterday's words.
"""

import json
from pathlib import Path

from cms.cache import Cache
from cms.export.known.fingerprint import digest_of
from cms.export.plan import Options
from cms.learning.context.furniture import site_values
from cms.learning.context.kit import KIT_PATH, MADE, MADE_KEY, PROJECT, SLIDE, TEXTS_PATH, kit_names, kit_path
from cms.learning.context.values import page_values
from cms.learning.picture import Key, Picture

CACHE = "kit"
BRIEF, POST = {"short", "poster"}, "post-"


def index_file() -> Path:
    """Return where the list of what is made lies: by address of the site, then by path, the key in the cache."""
    return Cache(CACHE).folder / "index.json"


def read_index() -> dict[str, dict[str, str]]:
    """Return what is made; nothing where nothing was."""
    try:
        index: dict[str, dict[str, str]] = json.loads(index_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return index


def kit_paths(picture: Picture) -> list[tuple[str, str, str]]:
    """Return language, subject and format of every picture and print that a site has."""
    if not picture.has(picture.source_language, KIT_PATH):
        return []
    badges = [path.removeprefix("badges/") for path in picture.paths() if path.startswith("badges/")]
    return [
        (language.code, subject, name)
        for language in picture.languages
        for subject in (PROJECT, *badges)
        if subject == PROJECT or picture.has(language.code, f"badges/{subject}")
        for name in kit_names(subject)
    ]


def kit_files(picture: Picture, base_url: str) -> dict[str, Path]:
    """Return where the pictures and prints lie that are made for this address, by their path in the site."""
    made = read_index().get(base_url, {})
    cache = Cache(CACHE)
    wanted = (kit_path(*names) for names in kit_paths(picture)) if made else ()
    found = {path: cache.path(made[path]) for path in wanted if path in made}
    return {path: place for path, place in found.items() if place.is_file()}


def take_kit(picture: Picture, options: Options) -> dict[Key, bytes]:
    """Give the picture the sizes of what is made; return what changes with them, as if it were a page."""
    files = kit_files(picture, options.base_url)
    sizes = {path: place.stat().st_size for path, place in files.items()}
    picture.give(MADE, "", sizes, {MADE_KEY})
    return {MADE_KEY: digest_of(sizes)} if sizes else {}


def kit_text(picture: Picture, language: str, name: str, ending: str, base_url: str) -> str:
    """Return a text to copy: as Markdown with links, or as plain text with the addresses after their words."""
    # Most exports write no text anew, and reading Markdown takes a while to load.
    from cms.content.markdown import to_markdown

    node = picture.find(language, TEXTS_PATH)
    sections = page_values(picture, node, language)["sections"] if node else []
    chosen = [item for item in sections if item["key"] == name or (name == "slides" and item["key"].startswith(SLIDE))]
    parts: list[str] = []
    for section in chosen:
        body = to_markdown(section["body"], lambda given: _absolute(given.get("href", ""), base_url))
        if ending == "txt":
            body = plain(section["body"], base_url)
        heading = f"## {section['heading']}" if ending == "md" else section["heading"]
        parts += [heading, body] if name == "slides" else [body]
    site = site_values(picture, language)
    address = _absolute(site["home"], base_url)
    parts += [f"<{address}>" if ending == "md" else address, site["funding"]]
    # Where there is room for it, who is responsible for the words stands with them.
    parts += [] if name in BRIEF or name.startswith(POST) else [site["disclaimer"]]
    return "\n\n".join(part for part in parts if part) + "\n"


def plain(body: str, base_url: str) -> str:
    """Return rich text as plain text: a dash or number before items of lists, addresses in brackets after words."""
    return "\n\n".join("\n".join(_marked(kind, lines)) for kind, lines in blocks(body, base_url))


def blocks(body: str, base_url: str = "") -> list[tuple[str, list[str]]]:
    """Return the paragraphs and lists of rich text: its tag ("p", "ul" or "ol") and its lines without markup.

    With `base_url` the addresses of links stand after their words.
    """
    from lxml import html

    found = []
    for element in html.fragments_fromstring(body or "<p></p>"):
        if isinstance(element, str):
            continue
        for link in element.iter("a") if base_url else ():
            address = _absolute(link.get("href", ""), base_url)
            link.tail = f" ({address}){link.tail or ''}" if address else link.tail
        items = element.findall("li") if element.tag in {"ul", "ol"} else [element]
        found.append((str(element.tag), [" ".join(item.text_content().split()) for item in items]))
    return found


def _marked(kind: str, lines: list[str]) -> list[str]:
    if kind == "ol":
        return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    return [f"– {line}" for line in lines] if kind == "ul" else lines


def _absolute(address: str, base_url: str) -> str:
    return f"{base_url}{address}" if address.startswith("/") else address
