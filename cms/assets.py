"""What the asset build made, by its plain names: `manifest.json` in the folder of the built assets."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings


def manifest_file() -> Path:
    """Return where the build lists what it made."""
    return Path(settings.ASSETS_DIR) / "manifest.json"


def built_names() -> dict[str, str]:
    """Return the names of the built assets: plain name -> name with its fingerprint; none where nothing was built."""
    path = manifest_file()
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return {}
    return _read(path, changed)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> dict[str, str]:
    """Return the list; a newer file has another time of change and so is read again."""
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names
