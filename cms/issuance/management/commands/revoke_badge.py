"""manage.py revoke_badge FILE-OR-ID --reason TEXT."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.issuance.assessing.workflow import MessageMissingError, revoke
from cms.issuance.awards.revocation import PublicReasonError
from cms.issuance.models import Award
from cms.issuance.steps import Actor, KeyDestroyedError
from cms.issuance.verification.messages import sentence
from cms.issuance.verification.read import NotABadgeError, read_badge


class Command(BaseCommand):
    """Withdraw a badge. It stays withdrawn: a badge is never put back into force, but can be issued again."""

    help = "Withdraws a badge. The holder gets the reason by mail, and who checks the badge sees it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the badge and the reason."""
        parser.add_argument("badge", metavar="FILE-OR-ID", help="a badge (JSON, PNG, SVG, PDF) or its id")
        parser.add_argument("--reason", required=True, help="why; public, so without names and addresses")

    def handle(self, *args: Any, **options: Any) -> None:
        """Withdraw and say so.

        Raises:
            CommandError: no such badge, a reason that cannot be published, or no key to publish it with.
        """
        award = self._find(options["badge"])
        known = award.revoked_at
        if known is not None:
            self.stdout.write(f"Revoked already, on {known:%Y-%m-%d}: {award.revocation_reason}")
            return
        try:
            revoke(award, options["reason"], Actor("manage.py revoke_badge"))
        except MessageMissingError as problem:
            raise CommandError("--reason: say why.") from problem
        except PublicReasonError as problem:
            raise CommandError(f"--reason: {problem}") from problem
        except KeyDestroyedError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Revoked: {award.credential_id}. The site says so after the next export_site.")

    def _find(self, text: str) -> Award:
        identifier = text if text.startswith("urn:") else f"urn:uuid:{text}"
        path = Path(text)
        if path.is_file():
            try:
                document = read_badge(path.read_bytes())
            except NotABadgeError as problem:
                raise CommandError(f"{path}: {sentence(problem.reason)}") from problem
            identifier = str(document.get("id")) if isinstance(document, dict) else ""
        try:
            return Award.objects.select_related("application__achievement").get(credential_id=identifier)
        except Award.DoesNotExist:
            raise CommandError(f"{text}: there is no such file, and no badge {identifier} in the ledger.") from None
