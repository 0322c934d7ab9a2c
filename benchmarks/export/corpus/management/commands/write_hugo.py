"""manage.py write_hugo DIR: the corpus as a Hugo site.

Hugo gets what the database holds: blocks as data, rich text as HTML, addresses of renditions, ids of headings. So it
parses no Markdown and makes no pictures, as we do not either.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import formats, translation
from django.utils.text import slugify

from benchmarks.export.corpus.pictures import RENDITION
from cms.learning.context import page_values
from cms.learning.snapshot import Node, Snapshot, take_snapshot

LAYOUTS = Path(__file__).resolve().parents[3] / "peers" / "hugo" / "layouts"
WORDS = {
    "skip": "Skip to the text",
    "menu": "Main menu",
    "language": "Language",
    "here": "You are here",
    "reviewed": "Last reviewed",
}


class Command(BaseCommand):
    """Write content, translations, configuration and templates of the Hugo site."""

    help = "Write the corpus as a Hugo site."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the argument."""
        parser.add_argument("output", type=Path, help="folder of the Hugo site; emptied first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write everything."""
        site: Path = options["output"]
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(LAYOUTS, site / "layouts")
        snapshot = take_snapshot()
        _write_json(site / "config.json", _config(snapshot))
        for language in snapshot.languages:
            with translation.override(language.code):
                words = [{"id": key, "translation": translation.gettext(text)} for key, text in WORDS.items()]
            _write_json(site / "i18n" / f"{language.code}.json", words)
        folders = {path.rpartition("/")[0] for _language, path in snapshot.nodes} | {""}
        for number, ((code, path), node) in enumerate(snapshot.nodes.items(), start=1):
            with translation.override(code):
                matter = _front_matter(snapshot, node) | {"weight": number}
            name = f"{path}/_index.md".lstrip("/") if path in folders else f"{path}.md"
            _write_json(site / "content" / code / name, matter)


def _config(snapshot: Snapshot) -> dict[str, Any]:
    languages = {
        language.code: {
            "languageName": language.name,
            "contentDir": f"content/{language.code}",
            "weight": weight,
            "title": snapshot.nodes[(language.code, "")].page.title,
        }
        for weight, language in enumerate(snapshot.languages, start=1)
    }
    return {
        "baseURL": f"{settings.PUBLIC_URL}/",
        "defaultContentLanguage": snapshot.source_language,
        "defaultContentLanguageInSubdir": True,
        "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"],
        "disablePathToLower": True,
        # Otherwise home pages, and only they, would name the version of Hugo.
        "disableHugoGeneratorInject": True,
        "languages": languages,
    }


def _front_matter(snapshot: Snapshot, node: Node) -> dict[str, Any]:
    values = page_values(snapshot, node, node.language)
    published = values["published"]
    return {
        "title": values["title"],
        "intro": values["intro"],
        "reviewed": published.isoformat(),
        "reviewed_in_words": formats.date_format(published, "DATE_FORMAT"),
        "blocks": [_block(block) for block in values["body"]],
    }


def _block(block: dict[str, Any]) -> dict[str, Any]:
    kind = block["type"]
    if kind == "image":
        rendition = block["image"].get_rendition(RENDITION)
        return {
            "type": kind,
            "src": rendition.url,
            "width": rendition.width,
            "height": rendition.height,
            "alt": block["alt"],
            "title": block["image"].title,
        }
    if kind == "tips":
        return {"type": kind, "items": [item["value"] for item in block["value"]]}
    if kind == "heading":
        return {"type": kind, "value": block["value"], "id": slugify(block["value"])}
    return {"type": kind, "value": block["value"]}


def _write_json(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False) + "\n", "utf-8")
