"""An edition -> one zip file that is a whole site: unpacked, it opens from a folder."""

from collections.abc import Callable, Mapping, Sequence

from django.template.loader import get_template

from cms.cache import Cache
from cms.export.known.fingerprint import digest_of
from cms.export.known.release import File
from cms.export.plan import Options
from cms.export.render.renderer import Renderer
from cms.export.takeaway.copies import copied
from cms.export.takeaway.editions import Edition
from cms.export.write.checksums import CHECKSUMS
from cms.export.write.staging import checksums, file_of
from cms.export.write.zips import zip_files
from cms.learning.snapshot import Snapshot

READ_ME = "READ-ME.txt"

Read = Callable[[str], bytes]


class Downloads:
    """Makes the downloads of one export out of what it has made before."""

    def __init__(self, renderer: Renderer, code: bytes, files: Mapping[str, File], read: Read) -> None:
        """Keep the files of the site so far, and how they are read."""
        self.renderer = renderer
        self.code = code.hex()
        self.files = files
        self.read = read

    def made_of(self, name: str, edition: Edition, copies: Mapping[str, bytes]) -> bytes:
        """Return the digest of all that a download is made of; `copies` are the fingerprints of its pages."""
        pages = [(item.path, copies[item.path].hex()) for item in edition.outputs if item.path in copies]
        others = [item.path for item in edition.outputs if item.path not in copies]
        files = [(path, self.files[path].sha256) for path in [*others, *edition.shared]]
        return digest_of(
            [self.code, name, edition.languages, self._elsewhere(edition), self._read_me(edition), pages, files]
        )

    def make(self, name: str, edition: Edition, copies: Mapping[str, bytes]) -> bytes:
        """Return an edition as a zip file with one folder `name`: a site of its own, which works from a folder.

        Links to languages that it does not hold lead to the public address. A READ-ME and checksums are added.
        """
        key = self.made_of(name, edition, copies).hex()
        return Cache("zip-6").get(key, lambda: self._make(name, edition, copies))

    def _make(self, name: str, edition: Edition, copies: Mapping[str, bytes]) -> bytes:
        elsewhere = self._elsewhere(edition)
        content = {
            item.path: copied(self.renderer, item, copies[item.path], elsewhere)
            if item.path in copies
            else self.read(item.path)
            for item in edition.outputs
        }
        content |= {path: self.read(path) for path in edition.shared}
        content[READ_ME] = self._read_me(edition).encode()
        content[CHECKSUMS] = checksums({path: file_of(data) for path, data in content.items()})
        # The READ-ME first: some programs show the files in this order.
        return zip_files({f"{name}/{path}": data for path, data in content.items()}, first=[f"{name}/{READ_ME}"])

    def _read_me(self, edition: Edition) -> str:
        return read_me(self.renderer.snapshot, self.renderer.options, edition.languages)

    def _elsewhere(self, edition: Edition) -> list[str]:
        languages = [language.code for language in self.renderer.snapshot.languages]
        return [code for code in languages if code not in edition.languages]


def read_me(snapshot: Snapshot, options: Options, languages: Sequence[str]) -> str:
    """Return the READ-ME of an edition, in its languages one after the other."""
    homes = {code: snapshot.find(code, "") for code in languages}
    context = {
        "editions": [
            {"language": snapshot.language(code), "name": home.page.title if home else ""}
            for code, home in homes.items()
        ],
        "checksums": CHECKSUMS,
        "facts": snapshot.facts,
        "public_url": options.base_url,
    }
    return get_template("downloads/read-me.txt").render(context).strip() + "\n"
