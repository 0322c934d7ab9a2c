"""The export from end to end: picture -> plan -> render -> check -> write."""

from dataclasses import dataclass
from pathlib import Path

from cms.export.assemble import Assembly, Tick
from cms.export.cache import prune_cache
from cms.export.check import Finding, check_site
from cms.export.lock import only_one
from cms.export.plan import Options
from cms.export.write import recover, write_site
from cms.issuance.privacy import private_texts
from cms.learning.picture import take_picture


class CheckFailedError(Exception):
    """The site is not fit to go out; `findings` says why. Nothing was written."""

    def __init__(self, findings: list[Finding]) -> None:
        """Keep the findings."""
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


@dataclass(frozen=True)
class ExportReport:
    """What an export made, and how many files of the site differ from the one before."""

    pages: int
    files: int
    bytes: int
    written: int
    removed: int


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
        assembly = Assembly(take_picture(), options, tick)
        files = assembly.make(record)
        tick("checking")
        findings = check_site(files, private_texts(), options.base_url)
        if findings:
            raise CheckFailedError(findings)
        tick("writing")
        written = write_site(files, output)
        prune_cache()
    size = sum(len(content) for content in files.values())
    return ExportReport(
        sum(item.kind == "page" for item in assembly.outputs), len(files), size, written.written, written.removed
    )
