"""What an output shows -> a digest that changes with it.

Two of them decide what an export makes anew. `Inputs.site` covers what concerns every page: code, templates,
translations of the interface, settings, assets, pictures, menus, addresses. As long as it stays, only outputs are
looked at that show a page whose row changed. Of these the digest of everything given to the template decides.
"""

import hashlib
import json
from dataclasses import astuple, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.utils.functional import Promise
from wagtail.images.models import AbstractImage

from cms.assets import built_names
from cms.export.known.code import code_at_start, settings_in_words
from cms.export.plan import Options
from cms.learning.snapshot import Snapshot

# Settings that no output depends on, or that no output may depend on.
_NOT_SHOWN = frozenset(
    {"SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASES", "CACHES", "EXPORT_WORKERS", "INSTALLED_APPS"}
)
_SIZE = 16


def digest_of(value: Any) -> bytes:
    """Return the digest of plain values, pictures among them.

    Raises:
        TypeError: something in it is no plain value, so nobody could tell when it changes.
    """
    text = json.dumps(value, default=_described, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=_SIZE).digest()


def _described(value: Any) -> Any:
    """Return what JSON knows for a value that it does not know."""
    if isinstance(value, AbstractImage):
        return _image(value)
    if isinstance(value, Model):
        return _row(value)
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, name) for name in value.__dataclass_fields__]
    if isinstance(value, Promise | date | UUID | Decimal | Path | range):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is no plain value: give templates text, numbers, lists and dictionaries")


def _row(instance: Model) -> list[str]:
    return [str(getattr(instance, column.attname)) for column in instance._meta.concrete_fields]


def _image(image: Any) -> list[Any]:
    """Return a picture with its renditions, which were read together with it."""
    return [_row(image), *(_row(rendition) for rendition in image.renditions.all())]


def code_and_settings(options: Options) -> bytes:
    """Return the digest of what turns pages into files: code, templates, catalogues, settings, the caller's options."""
    assets = [repr(built_names())]
    # Drawn into the pictures for shared links; their names are no fingerprints.
    for seal in sorted((Path(settings.ASSETS_DIR) / "badges").glob("*.png")):
        assets.append(f"{seal.name} {hashlib.blake2b(seal.read_bytes(), digest_size=_SIZE).hexdigest()}")
    return digest_of([code_at_start().hex(), settings_in_words(), astuple(options), assets])


def whole_site(snapshot: Snapshot, code: bytes) -> bytes:
    """Return the digest of what may concern every output; the words of pages are not in it, their places are."""
    places = [(language, path, node.page_id) for (language, path), node in snapshot.nodes.items()]
    return digest_of(
        [
            *(code.hex(), snapshot.languages, snapshot.source_language, places),
            *(
                sorted(snapshot.paths_by_page_id.items()),
                sorted(snapshot.keys.items()),
                snapshot.facts,
                snapshot.menus,
                snapshot.links,
                snapshot.endorsements,
            ),
            *([_image(image) for image in snapshot.images.values()], _recordings(snapshot)),
        ]
    )


def _recordings(snapshot: Snapshot) -> list[Any]:
    return [
        (language, slug, _row(recording.audio), _row(recording.captions) if recording.captions else None)
        for (language, slug), recording in sorted(snapshot.recordings.items())
    ]
