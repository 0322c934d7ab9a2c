"""The exported site as something to send: its files, each known by the checksum it must have."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cms.export.write.checksums import CHECKSUMS, read_sums


class DeployError(Exception):
    """The site could not be sent; the message names the target and says why. What readers had they still have."""


@dataclass(frozen=True)
class Sent:
    """What became of the files at a target."""

    target: str
    sent: int
    kept: int
    removed: int

    def __str__(self) -> str:
        """Return it in words, for a log."""
        return f"{self.target}: {self.sent} files sent, {self.kept} there already, {self.removed} removed"


@dataclass(frozen=True)
class Site:
    """An exported site on disk; `sums` are the SHA-256 of its files by address."""

    root: Path
    sums: dict[str, str]

    def read(self, path: str) -> bytes:
        """Return a file.

        Raises:
            DeployError: it is not what the export wrote.
        """
        try:
            content = (self.root / path).read_bytes()
        except OSError as error:
            raise DeployError(f"{self.root / path}: {error.strerror}. Export the site again.") from error
        if path != CHECKSUMS and hashlib.sha256(content).hexdigest() != self.sums[path]:
            raise DeployError(f"{self.root / path} was changed after the export. Export the site again.")
        return content


def open_site(root: Path) -> Site:
    """Return the exported site at `root`.

    Raises:
        DeployError: there is none.
    """
    try:
        return Site(root, read_sums((root / CHECKSUMS).read_text("utf-8")))
    except OSError as error:
        raise DeployError(f"{root} is no exported site: {CHECKSUMS} is missing. Run export_site first.") from error
