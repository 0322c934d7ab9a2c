"""A message of a file beside the text of the page it belongs to -> what becomes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from cms.content.carry import most_alike
from cms.content.localize_rows import Address
from cms.content.markdown import MarkdownError
from cms.content.models import Review
from cms.translation.checks import check_text
from cms.translation.exchange.maxima import maximum_of
from cms.translation.exchange.page_file import FileMessage, state_of
from cms.translation.exchange.plan import Change, Entry, Outcome
from cms.translation.texts import DeskPage, DeskText, tidy


class FaultError(ValueError):
    """A translation that cannot be stored; the message says why, for people."""


class PageComparison:
    """The messages of one file compared with the texts of its page."""

    def __init__(self, page: DeskPage, terms: Mapping[str, str], edited: frozenset[Address]) -> None:
        """Index the texts of the page.

        `edited` are the texts that were stored after the file was written. They matter for messages that have lost
        what the file said of their state.
        """
        self.page, self.terms, self.edited = page, terms, edited
        self.language = page.target.locale.language_code
        self.by_key: dict[tuple[str, str], DeskText] = {}
        for desk_text in page.texts:
            self.by_key.setdefault(desk_text.text.message.key, desk_text)
        self.left: list[DeskText] = []

    def entries(self, messages: Sequence[FileMessage]) -> list[Entry]:
        """Return what becomes of each message."""
        in_file = {message.key for message in messages}
        self.left = [text for key, text in self.by_key.items() if key not in in_file]
        seen: set[tuple[str, str]] = set()
        entries = []
        for message in messages:
            if message.key in seen:
                entries.append(_entry(Outcome.FAULTY, message, words=_("This text is in the file twice.")))
            else:
                entries.append(self._compare(message))
            seen.add(message.key)
        return entries

    def _compare(self, message: FileMessage) -> Entry:
        if message.fault:
            return _entry(Outcome.FAULTY, message, words=message.fault)
        if not message.target.strip():
            return _entry(Outcome.EMPTY, message)
        if found := self.by_key.get(message.key) or self._take(self._moved(message)):
            return self._same_text(message, found)
        if near := self._take(self._become(message)):
            return self._near_text(message, near)
        return _entry(Outcome.UNKNOWN, message, words=_("The page has no such text, and none that is like it."))

    def _moved(self, message: FileMessage) -> DeskText | None:
        """Return the text that has moved since, or whose English a tool has touched in the file."""
        for candidate in self.left:
            here = candidate.text.message
            if here.source == message.source or FileMessage(*here.key).id == message.given_id:
                return candidate
        return None

    def _become(self, message: FileMessage) -> DeskText | None:
        """Return the text of the page that a text of the file has become, None where none is like it."""
        left = {candidate.text.message.key: candidate for candidate in self.left}
        found = most_alike(message.key, left)
        return left[found] if found else None

    def _take(self, found: DeskText | None) -> DeskText | None:
        """Return a text that the file does not name, so that no other message gets it too."""
        if found:
            self.left.remove(found)
        return found

    def _same_text(self, message: FileMessage, found: DeskText) -> Entry:
        """Judge a message whose English text is on the page as it is in the file."""
        fuzzy = found.review is not None
        if (message.target, message.fuzzy) == (found.target, fuzzy):
            return _entry(Outcome.SAME, message, found)
        if message.state and message.state == state_of(message.target, fuzzy=message.fuzzy):
            return _entry(Outcome.SAME, message, found)  # only the desk has changed it since
        message = replace(message, target=tidy(message.target))
        try:
            data, words = self._checked(message, found)
        except FaultError as fault:
            return _entry(Outcome.FAULTY, message, found, words=str(fault))
        if (found.text.to_message(data, self.page.links), message.fuzzy) == (found.target, fuzzy):
            return _entry(Outcome.SAME, message, found)
        reason = Review.Reason.FILE if message.fuzzy else ""
        previous = message.previous or (found.review.previous if found.review else "")
        change = Change(found, data, reason, previous if message.fuzzy else "")
        if found.target and self._edited_since(message, found):
            words = _("Stored now: %(text)s") % {"text": found.target}
            return _entry(Outcome.CONFLICT, message, found, words=words, change=change)
        outcome = Outcome.CHANGED if found.target else Outcome.NEW
        return _entry(outcome, message, found, words=words, change=change)

    def _near_text(self, message: FileMessage, near: DeskText) -> Entry:
        """Judge a message whose English text is another one by now."""
        words = _("The English text is now: %(text)s") % {"text": near.text.message.source}
        carried = near.review is not None and near.review.previous == message.source
        if near.target in {message.target, tidy(message.target)}:
            return _entry(Outcome.SAME, message, near)
        if near.target and not carried:
            return _entry(Outcome.OUTDATED, message, near, words=words)
        message = replace(message, target=tidy(message.target))
        try:
            data, _findings = self._checked(message, near, is_near=True)
        except FaultError as fault:
            return _entry(Outcome.FAULTY, message, near, words=str(fault))
        change = Change(near, data, Review.Reason.SOURCE, message.source)
        return _entry(Outcome.NEAR, message, near, words=words, change=change)

    def _edited_since(self, message: FileMessage, found: DeskText) -> bool:
        """Tell whether somebody has changed the text since the file was written."""
        if message.state:
            return message.state != state_of(found.target, fuzzy=found.review is not None)
        return (found.text.path, found.text.data) in self.edited

    def _checked(self, message: FileMessage, found: DeskText, *, is_near: bool = False) -> tuple[str, str]:
        """Return a translation as it is stored, and what the checks find that does not keep it out.

        Raises:
            FaultError: markup that does not fit, or a check that keeps it out.
        """
        text, target = found.text, message.target
        maximum = maximum_of(self.page.source, text.path)
        if maximum and len(target) > maximum:
            raise FaultError(_("Longer than %(number)d characters.") % {"number": maximum})
        try:
            data = text.from_message(target, self.page.links)
        except (MarkdownError, ValueError) as error:
            raise FaultError(str(error)) from error
        source = message.source if is_near else text.message.source
        findings = check_text(source, target, self.language, rich=text.rich, terms=self.terms)
        if blocking := [finding.message for finding in findings if finding.blocking]:
            raise FaultError(" ".join(blocking))
        return data, " ".join(finding.message for finding in findings)


def _entry(
    outcome: Outcome, message: FileMessage, found: DeskText | None = None, words: str = "", change: Change | None = None
) -> Entry:
    stored = found.target if found else ""
    return Entry(outcome, message.context, message.line, message.source, message.target, stored, words, change)
