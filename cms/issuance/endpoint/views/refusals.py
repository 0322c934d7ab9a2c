"""What to tell people whose link opens nothing."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.issuance.endpoint.responses import RefusedError
from cms.issuance.mail.links import LinkError, LinkProblem
from cms.issuance.models import Purpose
from cms.projects import mean, project_of

# A link of erased data is as unknown as one that was never sent.
UNKNOWN = (
    _("We do not know this link"),
    _(
        "Please copy the whole link from your mail, or press it there once more. Where the data it led to have been "
        "erased, it leads nowhere."
    ),
)
_EXPIRED = {
    Purpose.CONFIRM: _("Please fill in the form on the badge page again. We will send you a new link."),
    Purpose.MEND: _("Have a new link sent to you, and go on from your own page."),
    Purpose.STATUS: _("Have a new link sent to you. Your application is not touched by this."),
}
_USED = {
    Purpose.CONFIRM: _("Your application is confirmed already. There is nothing more for you to do now."),
    Purpose.MEND: _("Your changes have reached us already. There is nothing more for you to do now."),
    Purpose.STATUS: _("This is no longer possible: your application has moved on. Open your own page again."),
}


def refusal_of(bad: LinkError, purpose: Purpose) -> RefusedError:
    """Return the answer: 410 for all, so that guessing teaches nothing."""
    language = ""
    if bad.application:
        language = bad.application.language
        mean(project_of(bad.application.achievement.slug))
    if bad.problem is LinkProblem.UNKNOWN:
        return RefusedError(
            410,
            *UNKNOWN,
            offers_links=True,
        )
    if bad.problem is LinkProblem.EXPIRED:
        return RefusedError(410, _("This link is out of date"), _EXPIRED[purpose], language=language, offers_links=True)
    return RefusedError(410, _("This link has been used"), _USED[purpose], language=language, offers_links=True)


def allow_get_and_post(request: HttpRequest) -> None:
    """Refuse every other method.

    Raises:
        RefusedError: 405, in words.
    """
    if request.method not in {"GET", "HEAD", "POST"}:
        raise RefusedError(
            405, _("This cannot be done here"), _("Please open the link from your mail again."), allow="GET, HEAD, POST"
        )
