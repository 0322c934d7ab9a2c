"""manage.py export_site: CMS -> static site."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError, CommandParser

from cms.export.errors import WriteError
from cms.export.export import CheckFailedError, ExportReport, export_site
from cms.export.files import MissingFileError
from cms.export.kit.made import index_file
from cms.export.known.queries import listen
from cms.export.known.receipt import inputs_before, keep_receipt
from cms.export.plan import decide
from cms.progress import Progress
from cms.project_option import ProjectCommand
from cms.projects import current


class Command(ProjectCommand):
    """Write the static site; where a check fails, list the faults and leave the old site as it is."""

    help = "Write the static site: all languages, checked, switched in one step."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        super().add_arguments(parser)
        parser.add_argument("--output", type=Path, help="folder of the site; else that of the project")
        parser.add_argument("--base-url", help="address the site will be read at; else that of the project")
        parser.add_argument(
            "--phase", choices=("active", "archived"), help="archived: no forms; else as project.yaml says"
        )
        parser.add_argument("--portable", action="store_true", help="name index.html in links, to work from file://")
        parser.add_argument(
            "--uncompressed", action="store_true", help="no .gz and .br beside text files: the server compresses"
        )
        parser.add_argument(
            "--record", type=Path, help="take the badges' record from this earlier export, unsigned anew"
        )
        parser.add_argument(
            "--wait", type=float, default=600.0, help="seconds to wait for another export to the same folder"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Export and report."""
        decided = decide(options["base_url"], options["phase"], options["portable"], not options["uncompressed"])
        output = (options["output"] or current().export_dir).resolve()
        progress = Progress("Exporting", 600)
        before = inputs_before()
        try:
            with _in_history(output, progress) as note:
                with listen() as asked:
                    report = export_site(output, decided, progress.step, options["record"], options["wait"])
                note(report)
        except CheckFailedError as error:
            raise CommandError(f"{error}\n{len(error.findings)} faults; the old site is untouched.") from error
        except (MissingFileError, WriteError) as error:
            raise CommandError(str(error)) from error
        finally:
            progress.close()
        for item in report.left_out:
            self.stderr.write(f"redirect from {item.old_path} left out: {item.reason}")
        size = report.bytes / 1_000_000
        place = options["output"] or current().export_dir
        said = f"{report.pages} pages, {report.files} files, {size:.1f} MB in {place}"
        self.stdout.write(f"{said}; {report.written} new, {report.removed} gone; {len(asked)} queries")
        # A day that is still to come changes the site without any change to what it is made of.
        waits = decided.applications_close and not decided.applications_closed
        if not options["record"] and not report.left_out and not waits:
            # The list of what is made of the communication kit is read as well.
            keep_receipt(said, asked, output, report.stamps, [*report.media, index_file()], before)


@contextmanager
def _in_history(output: Path, progress: Progress) -> Iterator[Callable[[ExportReport], None]]:
    """Write an export of the site that is served into the history of the CMS, where this process knows the CMS."""
    if output.resolve() != current().export_dir.resolve() or not apps.is_installed("cms.publishing"):
        yield lambda report: None
        return
    from cms.publishing.queue import begin_by_command, last_done
    from cms.publishing.run import note_report, written_down

    if done := last_done():
        progress.total = max(done.steps, 1)
    export = begin_by_command()

    def note(report: ExportReport) -> None:
        export.steps = progress.done
        note_report(export, report)

    with written_down(export):
        yield note
