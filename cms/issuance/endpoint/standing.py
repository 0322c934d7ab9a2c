"""Where an application stands, in words for the applicant: no names of assessors, no steps of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.issuance.models import Application
from cms.issuance.schedule import closed_since
from cms.issuance.states import State
from cms.issuance.wording import day_in_words


@dataclass(frozen=True)
class Standing:
    """A state as applicants see it, and what comes next."""

    title: str | Promise
    text: str | Promise


# In the language of the page, which is known only when it is shown.
_day_later = lazy(day_in_words, str)
# Whatever the desk does in between, to the applicant it is one thing.
WITH_ASSESSORS = Standing(
    _("With the assessors"),
    _("Our assessors read your application, criterion by criterion. You will get a mail with their decision."),
)
STANDINGS: Mapping[str, Standing] = {
    State.UNCONFIRMED: Standing(
        _("Waiting for your confirmation"), _("Open the link in our first mail and press the button there.")
    ),
    State.RETURNED: Standing(
        _("Returned to you"), _("An assessor asks you to complete your application. Your answers are kept.")
    ),
    State.AWARDED: Standing(
        _("Awarded"), _("The badge is yours. You can fetch it here as often as you like, for as long as we keep it.")
    ),
    State.DECLINED: Standing(
        _("Not awarded"), _("We could not award the badge this time. You are welcome to apply again.")
    ),
    State.WITHDRAWN: Standing(_("Withdrawn"), _("You have withdrawn this application. Nobody reads it any more.")),
    State.EXPIRED: Standing(_("Closed"), _("This application was not completed in time. You can apply again.")),
    State.ERASED: Standing(_("Erased"), _("We no longer hold your data of this application.")),
}
# Once applications are closed nobody can apply again.
AFTER_CLOSING: Mapping[str, Standing] = {
    State.DECLINED: Standing(_("Not awarded"), _("We could not award the badge.")),
    State.EXPIRED: Standing(_("Closed"), _("Applications are closed, and this one was not decided.")),
}
REVOKED = Standing(
    _("Revoked"), _("The badge is no longer in force. Whoever checks it sees that it has been withdrawn.")
)
EXPIRED = Standing(
    pgettext_lazy("badge", "Expired"),
    _("The time for which the badge was in force is over. Whoever checks it sees that it is genuine but expired."),
)


def standing_of(application: Application) -> Standing:
    """Return where it stands now."""
    award = getattr(application, "award", None)
    if award is not None and award.revoked_at is not None:
        return REVOKED
    if award is not None and award.is_expired:
        return EXPIRED
    if application.state in AFTER_CLOSING and closed_since():
        return AFTER_CLOSING[application.state]
    return STANDINGS.get(application.state, WITH_ASSESSORS)


def steps_of(application: Application) -> list[tuple[str, str | Promise]]:
    """Return the day on which it came to stand where, oldest first; steps within the desk are one."""
    steps: list[tuple[str, str | Promise]] = []
    last = None
    for event in application.events.all():
        standing = STANDINGS.get(event.to_state, WITH_ASSESSORS)
        if standing is not last:
            steps.append((_day_later(event.at), standing.title))
            last = standing
    award = getattr(application, "award", None)
    if award is not None and award.revoked_at is not None:
        steps.append((_day_later(award.revoked_at), REVOKED.title))
    elif award is not None and award.is_expired:
        steps.append((_day_later(award.valid_until), EXPIRED.title))
    return steps
