"""The export from end to end: snapshot -> plan -> render -> check -> switch."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cms.cache import prune_cache
from cms.export.check import Finding
from cms.export.check.people import people_of
from cms.export.files import asset_paths
from cms.export.kit.made import kit_files
from cms.export.known.release import keep_release, load_release
from cms.export.known.stamps import Stamps
from cms.export.plan import Options
from cms.export.record import add_record
from cms.export.redirects import LeftOut, redirect_files, resolve_redirects
from cms.export.render.assemble import Assembly, Tick
from cms.export.search.prepare import prepare_search
from cms.export.takeaway.outputs import add_takeaway
from cms.export.write.compress import VARIANTS
from cms.export.write.lock import only_one
from cms.export.write.staging import Staging, Written, recover
from cms.issuance.record.endorsements import kept_endorsements
from cms.learning.snapshot import Snapshot, take_snapshot
from cms.learning.stored import StoredPage
from cms.projects import current
from cms.settings.slim import SELDOM

# The pages of the export before by project, where this process has made one: most of them are as they were.
_known: dict[str, dict[int, StoredPage]] = {}


class CheckFailedError(Exception):
    """The site is not fit to go out; `findings` says why. Nothing was written."""

    def __init__(self, findings: list[Finding]) -> None:
        """Keep the findings."""
        self.findings = findings
        mend = (
            f"{finding}\n    mend it at {finding.editor}" if finding.editor else str(finding) for finding in findings
        )
        super().__init__("\n".join(mend))


@dataclass(frozen=True)
class ExportReport:
    """What an export made, how many files of the site differ from the one before, and which redirects it lacks.

    `media` are the pictures and recordings that it read, `stamps` those of the files of the site.
    """

    pages: int
    files: int
    bytes: int
    written: int
    removed: int
    left_out: tuple[LeftOut, ...]
    media: tuple[Path, ...]
    stamps: Stamps


def export_site(
    output: Path,
    options: Options,
    tick: Tick = lambda text: None,
    record: Path | None = None,
    wait: float = 0.0,
) -> ExportReport:
    """Write the static site to `output`, replacing what stands there in one step; nothing changed, nothing written.

    With `record`, an earlier export, the badges' record is taken from there instead of from the database. Where
    another export is writing there, wait at most so many seconds for it.

    Raises:
        CheckFailedError: a broken link or anchor, a request to another host, or personal data.
        MissingFileError: assets are not built or a picture is gone.
        QueryWhileRenderingError: a template queried the database.
        WriteError: the place cannot be written to, or another export is writing there.
    """
    output = output.resolve()
    with only_one(output, wait, tick), _seldom_collected():
        recover(output)
        tick("reading")
        snapshot = _snapshot(record)
        with Staging(output) as staging:
            before = load_release(output, staging.standing)
            assembly = Assembly(snapshot, options, staging, before, people_of(snapshot), record)
            left_out = _make(assembly, tick)
            tick("checking")
            if findings := assembly.check():
                raise CheckFailedError(findings)
            tick("writing")
            written = staging.finish()
            # The words and scripts of the search are as large as what is to be kept.
            snapshot.forget()
            if assembly.has_news(written):
                keep_release(output, assembly.release(), before)
        prune_cache()
    return _report(assembly, written, left_out)


def _report(assembly: Assembly, written: Written, left_out: Sequence[LeftOut]) -> ExportReport:
    staging = assembly.staging
    return ExportReport(
        pages=sum(item.kind == "page" for item in assembly.outputs),
        files=len(assembly.known),
        bytes=sum(staging.files[path].size for path in assembly.known),
        written=len(written.written & assembly.known.keys()),
        removed=sum(not path.endswith(VARIANTS) for path in written.removed),
        left_out=tuple(left_out),
        media=tuple(assembly.media().values()),
        stamps=staging.standing,
    )


def _snapshot(record: Path | None) -> Snapshot:
    snapshot = take_snapshot(known=_known.get(current().key))
    if record:
        snapshot.endorsements = kept_endorsements(record)
    _known[snapshot.project.key] = snapshot.stored()
    return snapshot


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for cyclic garbage seldom: an export makes a great many objects, and few cycles."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _make(assembly: Assembly, tick: Tick) -> list[LeftOut]:
    """Make the files of the site, each kind after those that it is made of; return the redirects it cannot have."""
    prepare_search(assembly)
    assembly.plan()
    assembly.copy(asset_paths(), tick)
    add_record(assembly)
    assembly.render(tick)
    assembly.copy(assembly.media(), tick)
    assembly.copy(kit_files(assembly.snapshot, assembly.options.base_url), tick)
    if assembly.of("worker"):
        add_takeaway(assembly, tick)
    snapshot, options = assembly.snapshot, assembly.options
    moves, left_out = resolve_redirects(snapshot, options.base_url, assembly.known.keys())
    for path, content in redirect_files(snapshot, options, moves).items():
        assembly.take(assembly.maker.made(path, content))
    return list(left_out)
