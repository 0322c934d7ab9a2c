"""An edition -> one zip file that is a whole site: unpacked, it opens from a folder."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from django.template.loader import get_template

from cms.export.cache import Cache
from cms.export.editions import Edition, digest
from cms.export.plan import Options
from cms.export.render import Renderer
from cms.export.write import CHECKSUMS, checksums
from cms.learning.picture import Picture

# The earliest time a zip can name: the same content gives the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)
LEVEL = 6
READ_ME = "READ-ME.txt"
SMALL_ALREADY = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".woff2", ".mp3", ".m4a", ".ogg", ".opus"})


def copy_of(
    edition: Edition, renderer: Renderer, html: Mapping[str, str], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files of an edition as a site of its own, which works from a folder.

    Links to languages that it does not hold lead to the public address.
    """
    others = {language.code for language in renderer.picture.languages} - {*edition.languages}
    pages = {
        item.path: renderer.copied(item, html[item.path], others).encode() if item.path in html else files[item.path]
        for item in edition.outputs
    }
    return {**pages, **{path: files[path] for path in edition.shared}}


def zip_of(name: str, files: Mapping[str, bytes], read_me: str) -> bytes:
    """Return a zip file with one folder `name`: the files, a READ-ME, and checksums of all of them."""
    content = {**files, READ_ME: read_me.encode()}
    content[CHECKSUMS] = checksums(content)
    return Cache("zip-6").get(
        digest({f"{name}/{path}": data for path, data in content.items()}), lambda: _zip(name, content)
    )


def _zip(name: str, content: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        # The READ-ME first: some programs show the files in this order.
        for path in sorted(content, key=lambda path: (path != READ_ME, path)):
            info = zipfile.ZipInfo(f"{name}/{path}", NO_TIME)
            info.create_system = 3  # Unix, so that the permissions below are read as such.
            info.external_attr = 0o100644 << 16
            small = PurePosixPath(path).suffix in SMALL_ALREADY
            info.compress_type = zipfile.ZIP_STORED if small else zipfile.ZIP_DEFLATED
            archive.writestr(info, content[path])
    return written.getvalue()


def read_me(picture: Picture, options: Options, languages: Sequence[str]) -> str:
    """Return the READ-ME of an edition, in its languages one after the other."""
    homes = {code: picture.find(code, "") for code in languages}
    context = {
        "editions": [
            {"language": picture.language(code), "name": home.page.title if home else ""}
            for code, home in homes.items()
        ],
        "checksums": CHECKSUMS,
        "facts": picture.facts,
        "public_url": options.base_url,
    }
    return get_template("downloads/read-me.txt").render(context).strip() + "\n"
