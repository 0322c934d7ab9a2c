"""The badges' record as part of the site: signed anew only where something it is made of changed."""

from pathlib import Path
from typing import Any

from django.conf import settings

from cms.export.files import kept_record_files, record_files
from cms.export.known.queries import answers, listen, stamps
from cms.export.render.assemble import Assembly
from cms.projects import current

NAME = "record"


def add_record(assembly: Assembly) -> None:
    """Add the record: that of an earlier export, or one that is made from the database and the keys.

    Raises:
        MissingFileError: there is no key to sign with, a badge's picture is missing, or the earlier export has none.
    """
    if assembly.record:
        _take(assembly, kept_record_files(assembly.record))
        return
    old: Any = assembly.old.made_of.get(NAME)
    if old and old["state"] == _state(old["asked"]):
        for path in old["paths"]:
            assembly.keep(path)
        assembly.made_of[NAME] = old
        return
    with listen() as asked:
        files = record_files()
    _take(assembly, files)
    assembly.made_of[NAME] = {"asked": asked, "state": _state(asked), "paths": list(files)}


def _take(assembly: Assembly, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        assembly.take(assembly.maker.made(path, content))


def _state(asked: Any) -> bytes:
    """Return the digest of all that the record is made of but the code: rows, keys, pictures of badges."""
    places = [current().keys_dir, Path(settings.ASSETS_DIR) / "badges"]
    return answers(asked) + repr(stamps(places)).encode()
