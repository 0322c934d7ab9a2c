"""What an export from the command line was made of, so that the next one knows in a moment that nothing changed.

An export depends on nothing but code, settings, its options, files, and the answers to its queries. Where all of these
are as they were, so is the site: nothing need be rendered, and neither Wagtail nor a model need be loaded to know it.
"""

import hashlib
import os
import pickle
import sys
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from cms.cache import keep_object
from cms.export.known.code import code_folders, code_in, first_code_in, settings_in_words
from cms.export.known.queries import Question, answers, stamps
from cms.export.known.stamps import Stamps, stamps_of

COMMAND = "export_site"


@dataclass(frozen=True)
class Inputs:
    """The inputs of an export at one moment.

    Attributes:
        settings: the settings in words.
        folders: where code lies, and `code` its digest.
        asked: the queries, and `answered` the digest of the answers.
        sources: files that were read: assets, keys, pictures; `found` their sizes and times of change.
    """

    settings: dict[str, str]
    folders: list[str]
    code: bytes
    asked: list[Question]
    answered: bytes
    sources: list[Path]
    found: list[tuple[str, int, int]]


@dataclass(frozen=True)
class Receipt:
    """All that a site was made of, and what was said of it.

    Attributes:
        said: the line that the command printed.
        inputs: what it was made of, after the export.
        is_whole: whether the inputs were the same before the export.
        output: the folder of the site, and `standing` what stood there at the end.
    """

    said: str
    inputs: Inputs
    is_whole: bool
    output: Path
    standing: Stamps


# What `unchanged` has found, for the export that follows in the same process: one look at the inputs is enough.
_found: list[Inputs] = []


def unchanged() -> str:
    """Return what the same command printed before, where it would change nothing now; else ""."""
    try:
        with warnings.catch_warnings():
            # Django warns of queries before the applications are loaded, which here they never are.
            warnings.simplefilter("ignore", RuntimeWarning)
            if not (receipt := _read()):
                return ""
            now = _as_now(receipt.inputs)
            if receipt.is_whole and receipt.inputs == now and receipt.standing == stamps_of(receipt.output):
                return receipt.said
            _found.append(now)
    except Exception:
        # Whatever is wrong with a receipt or the database, the export itself will find and say.
        return ""
    return ""


def inputs_before() -> Inputs | None:
    """Return the inputs before an export, as the last receipt names them; None where there is none."""
    if _found:
        return _found.pop()
    try:
        receipt = _read()
        return _as_now(receipt.inputs) if receipt else None
    except Exception:
        # As above.
        return None


def keep_receipt(
    said: str, asked: list[Question], output: Path, standing: Stamps, files: Iterable[Path], before: Inputs | None
) -> None:
    """Keep what the export from the command line was made of that just ended.

    It counts only where the inputs before and after the export are the same: what an editor publishes while the
    export runs may or may not be in the site. An export that wrote to the database leaves none.
    """
    if sys.argv[1:2] != [COMMAND] or not all(sql.lstrip().upper().startswith("SELECT") for sql, _parameters in asked):
        return
    if before and set(map(repr, asked)) <= set(map(repr, before.asked)):
        # The export before asked more, to sign the record anew; the answers to that are among the inputs too.
        asked = before.asked
    folders = code_folders()
    sources = [Path(settings.ASSETS_DIR), Path(settings.KEYS_DIR), *files]
    after = _inputs(code_in(folders), folders, asked, sources)
    receipt = Receipt(said, after, before == after, output, standing)
    keep_object(_place(), receipt)


def _as_now(inputs: Inputs) -> Inputs:
    """Return what is now of the inputs of an earlier export."""
    return _inputs(first_code_in(tuple(inputs.folders)), inputs.folders, inputs.asked, inputs.sources)


def _inputs(code: bytes, folders: list[str], asked: list[Question], sources: list[Path]) -> Inputs:
    return Inputs(settings_in_words(), folders, code, asked, answers(asked), sources, stamps(sources))


def _read() -> Receipt | None:
    if sys.argv[1:2] != [COMMAND] or not _place().is_file():
        return None
    # Our own file in our own folder, as Django's file cache reads its own.
    receipt = pickle.loads(_place().read_bytes())  # noqa: S301
    return receipt if isinstance(receipt, Receipt) else None


def _place() -> Path:
    """Return where the receipt of this very command line lies."""
    described = repr((sys.argv[1:], str(Path.cwd()), os.environ.get("DJANGO_SETTINGS_MODULE")))
    return Path(settings.CACHE_DIR) / "receipts" / hashlib.sha256(described.encode()).hexdigest()[:16]
