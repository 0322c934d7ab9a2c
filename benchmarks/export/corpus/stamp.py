"""Is a corpus on disk the one that the present sources would make?"""

import hashlib
import json
from pathlib import Path

NAME = "corpus.json"


def fingerprint(content: Path) -> str:
    """Return a digest of what a corpus is made of: the texts, the code that arranges them, the tables they are in."""
    here = Path(__file__).resolve().parent
    tables = content.parent.glob("cms/*/migrations/*.py")
    sources = [*here.glob("*.py"), *here.glob("management/commands/*.py"), *content.glob("*/*/*.po"), *tables]
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(sources):
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def read_stamp(folder: Path) -> dict[str, object]:
    """Return what a finished corpus says of itself; nothing where it is missing or was not finished."""
    try:
        stamp: dict[str, object] = json.loads((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return stamp


def write_stamp(folder: Path, pages: int, content: Path) -> None:
    """Mark the corpus as finished."""
    (folder / NAME).write_text(json.dumps({"pages": pages, "fingerprint": fingerprint(content)}), "utf-8")
