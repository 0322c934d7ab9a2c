"""Which pages of an exported site stand for all: found in the site, so that a new type of page is judged too."""

import json
from pathlib import Path

INDEX = "index.html"


def page_types(site: Path, language: str) -> list[str]:
    """Return the addresses of the pages of a language that stand for all of them; "" asks for those of no language.

    Everything that lies directly beneath the language is taken, its 404 page included; of what lies deeper, the
    largest page of each type in each section.
    """
    top = site / language
    pages = sorted(page for page in top.glob("*.html"))
    if language:
        pages += sorted(top.glob(f"*/{INDEX}"))
        largest: dict[tuple[str, ...], Path] = {}
        for page in sorted(top.glob(f"*/*/**/{INDEX}")):
            kind = (*page.relative_to(top).parts[:-2], type_of(page))
            largest[kind] = max(largest.get(kind, page), page, key=lambda one: one.stat().st_size)
        pages += largest.values()
    return [address(site, page) for page in pages]


def largest_modules(site: Path, languages: list[str]) -> dict[str, str]:
    """Return the address of the module page with the most HTML in each language."""
    found = {}
    for language in languages:
        modules = [page for page in (site / language).rglob(INDEX) if type_of(page) == "skill"]
        found[language] = address(site, max(modules, key=lambda page: page.stat().st_size))
    return found


def type_of(page: Path) -> str:
    """Return the type of the page, as the frozen API beside it says."""
    return str(json.loads(page.with_suffix(".json").read_text("utf-8"))["@type"])


def address(site: Path, page: Path) -> str:
    """Return where the page is read, from the root of the site."""
    return f"/{page.relative_to(site)}".removesuffix(INDEX)
