"""The export from end to end: picture -> plan -> render -> check -> write."""

from dataclasses import dataclass
from pathlib import Path

from cms.export.assemble import Assembly, Tick
from cms.export.cache import prune_cache
from cms.export.check import Finding, check_site
from cms.export.lock import only_one
from cms.export.people import people_of
from cms.export.plan import Options
from cms.export.redirects import LeftOut, redirect_files, resolve_redirects
from cms.export.write import recover, write_site
from cms.learning.picture import take_picture


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
    """What an export made, how many files of the site differ from the one before, and which redirects it lacks."""

    pages: int
    files: int
    bytes: int
    written: int
    removed: int
    left_out: tuple[LeftOut, ...]


def export_site(
    output: Path,
    options: Options,
    tick: Tick = lambda text: None,
    record: Path | None = None,
    wait: float = 0.0,
) -> ExportReport:
    """Write the static site to `output`, replacing what stands there in one step.

    With `record`, an earlier export, the badges' record is taken from there instead of from the database. Where
    another export is writing there, wait at most so many seconds for it.

    Raises:
        CheckFailedError: a broken link or anchor, a request to another host, or personal data.
        MissingFileError: assets are not built or a picture is gone.
        WriteError: the place cannot be written to, or another export is writing there.
    """
    output = output.resolve()
    with only_one(output, wait, tick):
        recover(output)
        tick("reading")
        picture = take_picture()
        assembly = Assembly(picture, options, tick)
        files = assembly.make(record)
        moves, left_out = resolve_redirects(picture, options.base_url, files.keys())
        files |= redirect_files(picture, options, moves)
        tick("checking")
        shown = {item.path: item.node.page.pk for item in assembly.outputs if item.node}
        if findings := check_site(files, people_of(picture), options.base_url, shown):
            raise CheckFailedError(findings)
        tick("writing")
        written = write_site(files, output)
        prune_cache()
    return ExportReport(
        pages=sum(item.kind == "page" for item in assembly.outputs),
        files=len(files),
        bytes=sum(map(len, files.values())),
        written=written.written,
        removed=written.removed,
        left_out=tuple(left_out),
    )
