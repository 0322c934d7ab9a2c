"""How far each step of closing is, read from the things themselves: the database, the exported site, the keys."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.closing.models import last_entry
from cms.closing.project import dates, facts
from cms.issuance.credentials.errors import SigningKeyError
from cms.issuance.credentials.keys import destroyed_on, load_signing_key
from cms.issuance.ending.closing import kept_of_applicants, undecided, waiting_mails, without_last_mail
from cms.issuance.record.files import lists_are_published
from cms.issuance.schedule import closed_since
from cms.projects import FIRST, use
from cms.publishing.changes import changes_since
from cms.publishing.models import Export, State
from cms.publishing.queue import last_done


class Stand(StrEnum):
    """Whether a step is done, can be taken now, waits for something, or is taken only when asked for by name."""

    DONE = "done"
    READY = "ready"
    WAITING = "waiting"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class Standing:
    """How far a step is, in a word and in a sentence."""

    stand: Stand
    words: str


def _closed_since() -> date | None:
    """Ask for the first project, the only one that is closed here, whichever is chosen in the admin."""
    with use(FIRST):
        return closed_since()


def of_applications() -> Standing:
    """Say whether new applications are taken."""
    if since := _closed_since():
        return Standing(Stand.DONE, _("Closed since %(day)s.") % {"day": since})
    if day := dates().applications_close:
        return Standing(Stand.WAITING, _("Applications close by themselves on %(day)s.") % {"day": day})
    return Standing(Stand.READY, _("Applications are open, and no day is set on which they close."))


def of_open() -> Standing:
    """Say whether open applications are decided."""
    count, until = undecided(), dates().decisions_by
    if not _closed_since():
        return _after(_("applications are closed"))
    if not count:
        return Standing(Stand.DONE, _("No application is open."))
    number = ngettext("%(count)d application is open.", "%(count)d applications are open.", count) % {"count": count}
    if until is None:
        more = _("Set the day until which they are decided, or close them now.")
    elif timezone.localdate() <= until:
        more = _("They are decided until %(day)s.") % {"day": until}
    else:
        more = _("Their time ended on %(day)s: they will be closed, and whoever waits is told by mail.") % {
            "day": until
        }
        return Standing(Stand.READY, f"{number} {more}")
    return Standing(Stand.WAITING, f"{number} {more}")


def of_mails() -> Standing:
    """Say whether all holders were told how their badge will be checked."""
    left, waiting, until = without_last_mail(), waiting_mails(), dates().available_until
    if of_open().stand is not Stand.DONE:
        return _after(_("no application is open"))
    if left and (until is None or until < timezone.localdate()):
        return Standing(Stand.WAITING, _("Set the day until which the site stays available: the mails name it."))
    if left:
        words = ngettext("%(count)d mail is to be written.", "%(count)d mails are to be written.", left)
        return Standing(Stand.READY, words % {"count": left})
    if waiting:
        words = ngettext(
            "%(count)d mail has not gone out yet; the worker sends it, or manage.py send_mail_queue.",
            "%(count)d mails have not gone out yet; the worker sends them, or manage.py send_mail_queue.",
            waiting,
        )
        return Standing(Stand.WAITING, words % {"count": waiting})
    return Standing(Stand.DONE, _("All holders were told, and no mail waits."))


def of_freeze() -> Standing:
    """Say whether the words were written to files for the last time."""
    if of_open().stand is not Stand.DONE:
        return _after(_("no application is open"))
    entry, day = last_entry("freeze"), facts().get("archived_on")
    if entry is None or not day:
        return Standing(Stand.READY, _("The words are still only in the CMS, and the site is not an archive yet."))
    if changed := len(changes_since(entry.at)):
        words = ngettext("%(count)d change was made since.", "%(count)d changes were made since.", changed)
        return Standing(Stand.READY, words % {"count": changed})
    return Standing(Stand.DONE, _("Frozen on %(day)s.") % {"day": entry.at.date()})


def of_publish() -> Standing:
    """Say whether the archived site stands in its place, with lists that tell of every revocation."""
    if of_freeze().stand is not Stand.DONE:
        return _after(_("the words are frozen"))
    if Export.objects.filter(state=State.RUNNING).exists():
        return Standing(Stand.WAITING, _("The site is being exported."))
    frozen, done = last_entry("freeze"), last_done()
    is_later = frozen is not None and done is not None and done.started_at is not None and done.started_at > frozen.at
    if is_later and lists_are_published(Path(settings.EXPORT_DIR)):
        return Standing(Stand.DONE, _("The archived site stands in its place, with the last status lists."))
    if fault := _key_fault():
        return Standing(Stand.WAITING, fault)
    if Export.objects.filter(state=State.WAITING).exists():
        return Standing(Stand.READY, _("An export waits for the worker."))
    latest = Export.objects.first()
    failed = latest is not None and latest.state in {State.REFUSED, State.FAILED}
    words = _("The last export failed; see Export.") if failed else _("The archived site is still to be exported.")
    return Standing(Stand.READY, words)


def of_retention() -> Standing:
    """Say what is still kept of applicants."""
    kept = kept_of_applicants()
    if not kept.applications and not undecided():
        return Standing(Stand.DONE, _("Nothing is kept of any applicant but what a check of a badge needs."))
    if of_publish().stand is not Stand.DONE:
        return _after(_("the archived site is exported: it is proved free of these names first"))
    if of_mails().stand is not Stand.DONE:
        return _after(_("all mails have gone out"))
    words = ngettext(
        "%(count)d application is kept, by the settings until %(day)s.",
        "%(count)d applications are kept, by the settings until %(day)s.",
        kept.applications,
    ) % {"count": kept.applications, "day": kept.until}
    return Standing(Stand.WAITING if last_entry("retention") else Stand.READY, words)


def of_key() -> Standing:
    """Say whether the private key still exists."""
    if moment := destroyed_on():
        return Standing(Stand.DONE, _("Destroyed on %(day)s. The public keys are kept.") % {"day": moment.date()})
    if of_publish().stand is not Stand.DONE:
        return _after(_("the archived site is exported"))
    return Standing(Stand.OPTIONAL, _("The key can still sign. It is destroyed only when you say so."))


STANDINGS: dict[str, Callable[[], Standing]] = {
    "applications": of_applications,
    "open": of_open,
    "mails": of_mails,
    "freeze": of_freeze,
    "publish": of_publish,
    "retention": of_retention,
    "key": of_key,
}


def _after(what: str) -> Standing:
    return Standing(Stand.WAITING, _("Possible when %(what)s.") % {"what": what})


def _key_fault() -> str:
    if destroyed_on():
        return ""
    try:
        load_signing_key()
    except SigningKeyError as error:
        return str(error)
    return ""
