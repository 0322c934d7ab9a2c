"""What the page shows that helps readers take the site along: the folders to download."""

from typing import Any

from cms.learning.snapshot import Snapshot


def download_address(language: str) -> str:
    """Return where the site lies as one file: in one language, or with "" in all of them."""
    return f"/downloads/perennial-{language}.zip" if language else "/downloads/perennial.zip"


def offline_extras(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return the downloads, that of the page's language first and that of all languages last.

    The exporter adds `megabytes` to each, once it has made them.
    """
    ordered = sorted(snapshot.languages, key=lambda other: other.code != language)
    downloads = [{"language": other, "address": download_address(other.code)} for other in ordered]
    return {"downloads": [*downloads, {"language": None, "address": download_address("")}]}
