"""The index and the words of a language -> classic scripts, which a page opened from a folder may load too."""

import hashlib
import json
from typing import Any

from cms.export.search.index import build_index
from cms.learning.context.furniture import SEARCH_PATH
from cms.learning.searchable.documents import documents
from cms.learning.snapshot import Snapshot


def search_folder(snapshot: Snapshot, language: str) -> str:
    """Return the address of the folder of a language's scripts inside the site, with a slash at the end.

    It changes with its content, so that a reader never gets an index with the words of another export. "" where
    the site has no search page.
    """
    scripts = search_scripts(snapshot, language)
    return next(iter(scripts)).rpartition("/")[0] + "/" if scripts else ""


def search_scripts(snapshot: Snapshot, language: str) -> dict[str, str]:
    """Return the scripts of a language by their addresses, none where the site has no search page. Made once.

    `index.js` is all that a search needs; `0.js`, `1.js` ... hold the words of one page each, for excerpts.
    """
    if snapshot.find(language, SEARCH_PATH) is None:
        return {}
    return snapshot.once("search_scripts", language, lambda: _scripts(snapshot, language))


def _scripts(snapshot: Snapshot, language: str) -> dict[str, str]:
    found = documents(snapshot, language)
    scripts = {"index.js": f"window.PERENNIAL_SEARCH={_json(build_index(found, language))};\n"}
    for number, document in enumerate(found):
        texts = _json([part.text for part in document.parts])
        scripts[f"{number}.js"] = f"(window.PERENNIAL_SEARCH_TEXTS??={{}})[{number}]={texts};\n"
    version = hashlib.sha256("".join(scripts.values()).encode()).hexdigest()[:8]
    return {f"search/{language}/{version}/{name}": script for name, script in scripts.items()}


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
