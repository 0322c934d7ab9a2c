"""The list of checksums at the root of a site, which `sha256sum -c` reads."""

from collections.abc import Mapping

CHECKSUMS = "SHA256SUMS"


def write_sums(sums: Mapping[str, str]) -> bytes:
    """Return the list of the SHA-256 of files by their address, sorted by it."""
    return "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()


def read_sums(text: str) -> dict[str, str]:
    """Return the SHA-256 of files by their address."""
    return {path: digest for digest, path in (line.split("  ", 1) for line in text.splitlines())}
