"""Folders that must not lie inside each other: what is served, what is secret, what is source."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any


def contradictions(settings: Any) -> Iterator[str]:
    """Yield which folder lies where it must not, and which variable moves it."""
    secret = {
        "PERENNIAL_KEYS_DIR": settings.KEYS_DIR,
        "PERENNIAL_EVIDENCE_DIR": settings.EVIDENCE_STORAGE["OPTIONS"]["location"],
        "PERENNIAL_VAR_DIR": settings.VAR_DIR,
        "DATABASE_URL": _database(settings),
    }
    served = {
        "PERENNIAL_EXPORT_DIR": settings.EXPORT_DIR,
        "PERENNIAL_MEDIA_DIR": settings.MEDIA_ROOT,
        "PERENNIAL_ASSETS_DIR": settings.ASSETS_DIR,
        "STATIC_ROOT": settings.STATIC_ROOT,
        **_targets(settings),
    }
    for name, place in secret.items():
        for other, folder in served.items():
            if place and _is_within(place, folder):
                yield f"{name}: {place} lies in {folder} ({other}), which is served to everybody; move it out."
    content = settings.CONTENT_DIR
    for name in ("PERENNIAL_EXPORT_DIR", *_targets(settings)):
        place = served[name]
        if _is_within(place, content) or _is_within(content, place):
            yield f"{name}: {place} and {content} (PERENNIAL_CONTENT_DIR) lie in each other."
        if _is_within(settings.MEDIA_ROOT, place):
            yield f"PERENNIAL_MEDIA_DIR: {settings.MEDIA_ROOT} lies in {place} ({name}); an export would replace it."


def _targets(settings: Any) -> dict[str, Path]:
    """Return the folders that the site is sent to after an export."""
    folders = [target for target in settings.DEPLOY_TARGETS if "://" not in target and not target.endswith(".zip")]
    return {f"PERENNIAL_DEPLOY_TARGETS={folder}": Path(folder) for folder in folders}


def _database(settings: Any) -> Path | None:
    config = settings.DATABASES["default"]
    is_file = config["ENGINE"].endswith("sqlite3") and ":memory:" not in str(config["NAME"])
    return Path(config["NAME"]) if is_file else None


def _is_within(place: Any, folder: Any) -> bool:
    return bool(folder) and Path(place).resolve().is_relative_to(Path(folder).resolve())
