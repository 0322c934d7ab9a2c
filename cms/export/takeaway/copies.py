"""Pages as readers take them along: kept in CACHE_DIR while pages are rendered, placed when a download is made."""

import json
from collections.abc import Collection
from typing import Any

from cms.cache import Cache
from cms.export.plan import Output
from cms.export.render.relative import make_relative
from cms.export.render.renderer import Renderer


def keep_copy(renderer: Renderer, item: Output, fingerprint: bytes, html: str, folder_aware: bool) -> None:
    """Keep a page for downloads; one that looks different in a folder is rendered once more for it."""
    if folder_aware:
        html, _asked = renderer.fill(item, renderer.context(item, portable=True))
    Cache("pages").get(fingerprint.hex(), lambda: json.dumps(html, ensure_ascii=False).encode())


def copied(renderer: Renderer, item: Output, fingerprint: bytes, elsewhere: Collection[str]) -> bytes:
    """Return a page as it is in a copy that readers take along, without the languages `elsewhere`."""

    def render() -> bytes:
        html, _asked = renderer.fill(item, renderer.context(item, portable=True))
        return json.dumps(html, ensure_ascii=False).encode()

    html: Any = json.loads(Cache("pages").get(fingerprint.hex(), render))
    return make_relative(html, item.path, True, renderer.options.base_url, elsewhere).encode()
