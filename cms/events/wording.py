"""What people are told about a code that is worth nothing, and what to do."""

from django.utils.translation import gettext as _

from cms.events.codes import CodeError, CodeProblem
from cms.issuance.wording import day_in_words


def words_of(error: CodeError) -> str:
    """Return why the code is worth nothing, in the language that is active."""
    day = day_in_words(error.day) if error.day else ""
    return {
        CodeProblem.UNKNOWN: _(
            "There is no such code. Compare it with your card, your mail or the poster, character by character."
        ),
        CodeProblem.USED: _("This code has been used. It works once; if it was not you, ask who led your event."),
        CodeProblem.FULL: _("All badges of this poster are claimed. Ask who led your event for a code of your own."),
        CodeProblem.NOT_YET: _("This code does not work yet. It works from %(day)s.") % {"day": day},
        CodeProblem.EXPIRED: _("This code is out of date. Its last day was %(day)s; ask who led your event.")
        % {"day": day},
        CodeProblem.WITHDRAWN: _("This code has been taken back. Ask who led your event for another one."),
        CodeProblem.OTHER_EVENT: _("This code is from another training event than the link that you opened."),
        CodeProblem.OWN: _("You have made this code yourself, so somebody else must award you the badge."),
    }[error.problem]
