"""Closing a project: its steps in their order, and what each does."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.archive.privacy import scan
from cms.closing.models import Entry
from cms.closing.project import ClosingError, change, dates, facts
from cms.closing.standing import STANDINGS, Stand, Standing, of_applications, of_mails
from cms.content.dump import DumpReport, dump_content
from cms.events.retention import purge_events
from cms.export.check.people import people_of
from cms.issuance.credentials.errors import CredentialError
from cms.issuance.credentials.keys import destroyed_on, signing_path
from cms.issuance.credentials.last import destroy_keys
from cms.issuance.ending.closing import end_undecided, kept_of_applicants, settle_retention, tell_holders
from cms.issuance.record.files import status_lists
from cms.issuance.schedule import keep_key_destruction
from cms.issuance.steps import Actor
from cms.learning.snapshot import take_snapshot
from cms.practices.retention import purge_suggestions
from cms.recognition.retention import purge_invitations


@dataclass(frozen=True)
class Wish:
    """What the person who closes the project wants.

    Attributes:
        who: the account's name.
        publish: exports the site that is served, or asks for it; returns what it did, in words.
        content: folder of the content files.
        now: do not wait for the days of project.yaml.
        everything: erase all that is kept of applicants, though the settings would allow to keep it longer.
        confirmation: the issuer's name, typed by whoever wants the private key destroyed.
    """

    who: str
    publish: Callable[[], str]
    content: Path
    now: bool = False
    everything: bool = False
    confirmation: str = ""


@dataclass(frozen=True)
class Step:
    """One step: its name, what people call it, and what it does and cannot undo."""

    name: str
    title: Promise
    about: Promise

    def standing(self) -> Standing:
        """Return how far it is."""
        return STANDINGS[self.name]()


STEPS = (
    Step(
        "applications",
        gettext_lazy("Stop new applications"),
        gettext_lazy("The endpoint takes no new application, and badge pages say so instead of a form."),
    ),
    Step(
        "open",
        gettext_lazy("Let open applications finish"),
        gettext_lazy(
            "Assessors decide what is open until the day that is set. What is left then is closed, by a mail."
        ),
    ),
    Step(
        "mails",
        gettext_lazy("Write to holders"),
        gettext_lazy("Everybody with a badge in force gets its files once more, and how it is checked from now on."),
    ),
    Step(
        "freeze",
        gettext_lazy("Freeze the words"),
        gettext_lazy("All words are written to content/, and project.yaml says that the site is an archive."),
    ),
    Step(
        "publish",
        gettext_lazy("Publish the archive with the last status lists"),
        gettext_lazy(
            "The archived site is exported, checked for personal data, and put in the place of the living one."
        ),
    ),
    Step(
        "retention",
        gettext_lazy("Erase personal data"),
        gettext_lazy(
            "The exported site is searched for every name and address that is still known; then what has been kept "
            "as long as the settings say is erased. Badges stay valid. Make the package before (manage.py "
            "package_archive): it is searched for the same names, as long as they are known."
        ),
    ),
    Step(
        "key",
        gettext_lazy("Destroy the private key"),
        gettext_lazy(
            "For ever: nobody can award, renew or revoke a badge of this issuer again, and no mistake in the lists can "
            "be mended. Badges that were awarded stay valid and are checked with the public keys, which are kept. "
            "Copies of the key in backups are yours to destroy."
        ),
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def take(name: str, wish: Wish) -> str:
    """Take a step and log it; return what was done, in words.

    Raises:
        ClosingError: it is done already, or cannot be taken now.
        CheckFailedError, MissingFileError, WriteError, CredentialError: as the export and the keys say.
    """
    standing = BY_NAME[name].standing()
    if standing.stand is Stand.DONE:
        raise ClosingError(_("This is done already: %(words)s") % {"words": standing.words})
    if standing.stand is Stand.WAITING and not _is_wanted_now(name, wish):
        raise ClosingError(standing.words)
    said = _DO[name](wish)
    Entry.objects.create(step=name, who=wish.who, said=said)
    return said


def is_offered(step: Step, standing: Standing) -> bool:
    """Tell whether the step can be taken, if only by somebody who does not want to wait for a day."""
    if standing.stand is not Stand.WAITING:
        return standing.stand is not Stand.DONE
    return _is_wanted_now(step.name, Wish("", str, Path(), now=True, everything=True))


def take_all(wish: Wish) -> Iterator[tuple[Step, Standing, str]]:
    """Take every step that can be taken now, in order; yield each with how it stood and what was done ("": nothing)."""
    for step in STEPS:
        standing = step.standing()
        wanted = standing.stand is Stand.READY or (standing.stand is Stand.WAITING and _is_wanted_now(step.name, wish))
        if step.name == "key":
            wanted = standing.stand is Stand.OPTIONAL and bool(wish.confirmation)
        yield step, standing, take(step.name, wish) if wanted else ""


def reopen(wish: Wish) -> str:
    """Take applications again: the site is no archive any more.

    What was mailed, closed or erased stays so. After the key was destroyed it needs a new one.

    Raises:
        ClosingError: nothing can sign, or the project is open.
    """
    if (moment := destroyed_on()) and not signing_path().exists():
        raise ClosingError(
            _(
                "The key was destroyed on %(day)s. To begin again with another key, run first: "
                "manage.py rotate_key --lost"
            )
            % {"day": moment.date()}
        )
    today, known = timezone.localdate(), dates()
    past = [name for name in ("applications_close", "decisions_by") if (day := getattr(known, name)) and day <= today]
    if not past and not facts().get("archived_on"):
        raise ClosingError(_("The project is open: nothing was closed."))
    _write_words(dict.fromkeys([*past, "archived_on"]), wish.content)
    keep_key_destruction(None)
    said = _("Applications are taken again. %(published)s What was mailed, closed or erased stays so.")
    said %= {"published": wish.publish()}
    Entry.objects.create(step="reopen", who=wish.who, said=said)
    return said


def _is_wanted_now(name: str, wish: Wish) -> bool:
    """Tell whether what a step waits for is only a day that this person does not want to wait for."""
    if name == "applications":
        return wish.now
    if name == "open":
        return wish.now and of_applications().stand is Stand.DONE
    if name == "retention":
        is_possible = all(STANDINGS[before]().stand is Stand.DONE for before in ("publish", "mails"))
        until = kept_of_applicants().until
        return is_possible and (wish.everything or (until is not None and until < timezone.localdate()))
    return False


def _stop_applications(wish: Wish) -> str:
    today = timezone.localdate()
    change({"applications_close": today})
    return _("Applications are closed from %(day)s on.") % {"day": today}


def _end_open(wish: Wish) -> str:
    count = end_undecided(Actor(wish.who))
    return ngettext("%(count)d application was closed.", "%(count)d applications were closed.", count) % {
        "count": count
    }


def _write_mails(wish: Wish) -> str:
    until = dates().available_until
    if until is None:
        raise ClosingError(of_mails().words)
    count = tell_holders(until)
    return ngettext("%(count)d mail was written.", "%(count)d mails were written.", count) % {"count": count}


def _freeze(wish: Wish) -> str:
    day = facts().get("archived_on") or timezone.localdate()
    report = _write_words({"archived_on": day, "address": settings.PUBLIC_URL}, wish.content)
    return _("%(written)d files written to %(folder)s, %(same)d were the same.") % {
        "written": len(report.written),
        "folder": wish.content,
        "same": report.same,
    }


def _write_words(values: Mapping[str, Any], folder: Path) -> DumpReport:
    """Change facts of the project and write all words to files: both, or neither."""
    try:
        with transaction.atomic():
            change(values)
            return dump_content(folder)
    except OSError as error:
        raise ClosingError(
            _("%(path)s cannot be written: %(reason)s.") % {"path": error.filename, "reason": error.strerror}
        ) from error


def _publish(wish: Wish) -> str:
    return wish.publish()


def _settle_retention(wish: Wish) -> str:
    site = Path(settings.EXPORT_DIR)
    found = scan(site, (path for path in site.rglob("*") if path.is_file()), people_of(take_snapshot()))
    if found.findings:
        raise ClosingError(
            _("Nothing was erased: the exported site shows personal data.") + "\n" + "\n".join(found.findings)
        )
    erased = settle_retention(Actor(wish.who), everything=wish.everything)
    purge_suggestions(everything=wish.everything)
    purge_invitations(everything=wish.everything)
    purge_events(everything=wish.everything)
    proof = _("%(files)d files of the exported site hold none of %(people)d names and addresses.")
    count = ngettext("%(count)d application was erased.", "%(count)d applications were erased.", erased)
    return f"{proof % {'files': found.files, 'people': found.people}} {count % {'count': erased}}"


def _destroy_key(wish: Wish) -> str:
    if wish.confirmation.strip() != settings.ISSUER_NAME:
        raise ClosingError(
            _("The private key was not destroyed. To have it destroyed, type the issuer’s name exactly: %(name)s")
            % {"name": settings.ISSUER_NAME}
        )
    try:
        gone = destroy_keys(status_lists())
    except CredentialError as error:
        raise ClosingError(str(error)) from error
    keep_key_destruction(timezone.now())
    return _("Destroyed: %(names)s. The public keys and the last status lists are kept.") % {"names": ", ".join(gone)}


_DO: Mapping[str, Callable[[Wish], str]] = {
    "applications": _stop_applications,
    "open": _end_open,
    "mails": _write_mails,
    "freeze": _freeze,
    "publish": _publish,
    "retention": _settle_retention,
    "key": _destroy_key,
}
