"""A package on disk -> what is wrong with it. Needs Python 3.11 and nothing else: a copy lies in every package.

python3 verify.py FOLDER        FOLDER holds bagit.txt
"""

import gzip
import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

MANIFESTS = {"manifest-sha256.txt": "sha256", "manifest-sha512.txt": "sha512"}
TAG_MANIFESTS = {"tagmanifest-sha256.txt": "sha256", "tagmanifest-sha512.txt": "sha512"}
# A list that was changed may be no text any more; what it says then is found to be wrong line by line.
TOLERANT = "backslashreplace"
ZIPS = (".zip", ".epub", ".wacz")


def verify_package(folder: Path) -> list[str]:
    """Return what is wrong with the package, a line each; the empty list where nothing is.

    Raises:
        FileNotFoundError: the folder is not a package.
    """
    if not (folder / "bagit.txt").is_file():
        raise FileNotFoundError(f"{folder} is not a package: it has no bagit.txt.")
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    payload = {path for path in present if path.startswith("data/")}
    findings: list[str] = []
    for name, algorithm in MANIFESTS.items():
        findings += _check_manifest(folder, name, algorithm, payload)
    tags = present - payload - TAG_MANIFESTS.keys()
    for name, algorithm in TAG_MANIFESTS.items():
        findings += _check_manifest(folder, name, algorithm, tags)
    findings += _check_site(folder / "data" / "site")
    for path in sorted(payload):
        if path.endswith(ZIPS) and not path.startswith(("data/site/", "data/project/")):
            findings += _check_zip(folder, path)
        if path.endswith(".warc.gz"):
            findings += _check_gzip(folder, path)
        if path.endswith(".pdf"):
            findings += _check_pdf(folder, path)
    return sorted(set(findings))


def _check_manifest(folder: Path, name: str, algorithm: str, present: Iterable[str]) -> Iterator[str]:
    if not (folder / name).is_file():
        yield f"{name}: is missing"
        return
    listed = {}
    for line in (folder / name).read_text("utf-8", TOLERANT).splitlines():
        digest, _, path = line.partition("  ")
        listed[path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")] = digest
    for path, digest in listed.items():
        if not (folder / path).is_file():
            yield f"{path}: is missing, but {name} lists it"
        elif _digest(folder / path, algorithm) != digest:
            yield f"{path}: was changed, its checksum is not the one in {name}"
    for path in sorted(set(present) - listed.keys()):
        yield f"{path}: was added, {name} does not list it"


def _check_site(site: Path) -> Iterator[str]:
    """Check the site by its own list, as whoever has only the site does."""
    if not (site / "SHA256SUMS").is_file():
        yield "data/site/SHA256SUMS: is missing"
        return
    for line in (site / "SHA256SUMS").read_text("utf-8", TOLERANT).splitlines():
        digest, _, path = line.partition("  ")
        if not (site / path).is_file() or _digest(site / path, "sha256") != digest:
            yield f"data/site/{path}: is missing or was changed, its checksum is not the one in SHA256SUMS"


def _check_zip(folder: Path, path: str) -> Iterator[str]:
    try:
        with zipfile.ZipFile(folder / path) as archive:
            if broken := archive.testzip():
                yield f"{path}: {broken} in it is broken"
            elif path.endswith(".epub") and archive.namelist()[0] != "mimetype":
                yield f"{path}: is not a book, its first file is not “mimetype”"
            elif path.endswith(".wacz"):
                yield from _check_wacz(archive, path)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, IndexError) as error:
        yield f"{path}: does not open ({error})"


def _check_wacz(archive: zipfile.ZipFile, path: str) -> Iterator[str]:
    for resource in json.loads(archive.read("datapackage.json"))["resources"]:
        if f"sha256:{hashlib.sha256(archive.read(resource['path'])).hexdigest()}" != resource["hash"]:
            yield f"{path}: {resource['path']} in it was changed"


def _check_gzip(folder: Path, path: str) -> Iterator[str]:
    try:
        with gzip.open(folder / path) as archive:
            while archive.read(1 << 20):
                pass
    except (OSError, EOFError, zlib.error) as error:
        yield f"{path}: does not open ({error})"


def _check_pdf(folder: Path, path: str) -> Iterator[str]:
    content = (folder / path).read_bytes()
    if not content.startswith(b"%PDF-") or not content.rstrip().endswith(b"%%EOF"):
        yield f"{path}: is no whole PDF"


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def main() -> int:
    """Print what is wrong; return 1 where anything is, 2 where there is no package."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    try:
        findings = verify_package(folder)
    except FileNotFoundError as error:
        print(error)
        return 2
    for finding in findings:
        print(finding)
    print(f"{len(findings)} faults." if findings else "The package is whole.")
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
