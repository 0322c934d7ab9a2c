"""One export, run and written down: progress while it lasts, then figures, findings or the error."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from cms.export.check import Fault
from cms.export.deploy import DeployError, deploy
from cms.export.errors import WriteError
from cms.export.export import CheckFailedError, ExportReport, export_site
from cms.export.files import MissingFileError
from cms.export.plan import decide
from cms.issuance.credentials.errors import CredentialError
from cms.projects import current, find, use
from cms.publishing.models import Export, State

TELL_SECONDS = 0.5
WAIT_SECONDS = 600.0

logger = logging.getLogger(__name__)


class Teller:
    """Writes how far an export is into its row, a few times a second at most."""

    def __init__(self, export: Export) -> None:
        """Tell of this export."""
        self.export = export
        self.told_at = 0.0

    def step(self, text: str) -> None:
        """Count a step, and show what is being done."""
        self.export.steps += 1
        self.export.step = text[:255]
        if time.monotonic() - self.told_at < TELL_SECONDS:
            return
        self.told_at = time.monotonic()
        # An export does not end because somebody else is writing to the database for a while.
        with suppress(DatabaseError):
            Export.objects.filter(pk=self.export.pk).update(
                step=self.export.step, steps=self.export.steps, alive_at=timezone.now()
            )


@contextmanager
def written_down(export: Export) -> Iterator[None]:
    """Run an export in here; where it fails, that is written down and raised again."""
    try:
        yield
    except CheckFailedError as error:
        export.finish(
            State.REFUSED, findings=[[item.path, *_in_row(item.message), item.page] for item in error.findings]
        )
        raise
    except (MissingFileError, WriteError, CredentialError) as error:
        export.finish(State.FAILED, error=str(error))
        raise
    except Exception as error:
        export.finish(State.FAILED, error=f"{type(error).__name__}: {error}")
        raise
    except BaseException:
        # Ctrl+C, or the end of the process.
        export.finish(State.BROKEN_OFF)
        raise


def note_report(export: Export, report: ExportReport) -> None:
    """Write down that the site is in its place."""
    export.finish(
        State.DONE,
        pages=report.pages,
        files=report.files,
        bytes=report.bytes,
        written=report.written,
        removed=report.removed,
        left_out=[[item.number, item.old_path, *_in_row(item.reason)] for item in report.left_out],
    )


def _in_row(fault: Fault) -> tuple[str, dict[str, str]]:
    """Return a fault as a row keeps it: who reads it may speak another language than this process."""
    return fault.text, dict(fault.values)


def run(export: Export) -> None:
    """Export the site of a project and send it to where the settings say; all that happens is in the row after."""
    with use(find(export.project)):
        _run(export)


def _run(export: Export) -> None:
    try:
        with written_down(export):
            options = decide(None, None, portable=False)
            report = export_site(current().export_dir, options, Teller(export).step, wait=WAIT_SECONDS)
            note_report(export, report)
    except (CheckFailedError, MissingFileError, WriteError, CredentialError) as error:
        logger.warning("export %s: %s", export.pk, error)
        return
    except Exception:
        # The worker lives on; the row says what happened, the log where.
        logger.exception("export %s failed", export.pk)
        return
    _send(export)


def _send(export: Export) -> None:
    # The targets of the settings are those of the first project; a further one is fetched from its folder.
    for target in [] if export.project else settings.DEPLOY_TARGETS:
        try:
            export.sent.append([target, str(deploy(Path(settings.EXPORT_DIR), target))])
        except DeployError as error:
            logger.warning("export %s: %s", export.pk, error)
            export.send_error = f"{export.send_error}\n{error}".strip()
        export.save()
