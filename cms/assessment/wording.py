"""What people at the desk are told when a step is not possible."""

from django.utils.translation import gettext as _

from cms.issuance.assessing.workflow import AssessorError, Bar
from cms.issuance.states import TransitionError


def refusal(error: TransitionError | AssessorError) -> str:
    """Return why nothing was done, and what to do."""
    if isinstance(error, TransitionError):
        return _("This is not possible any more. The state of the application is now: %(state)s.") % {
            "state": error.current.label
        }
    if error.bar is Bar.TAKEN and error.person:
        return _(
            "%(person)s has this application now. Nothing of yours is lost; take it over if you agreed on that."
        ) % {"person": error.person}
    return bar_text(error.bar)


def bar_text(bar: Bar) -> str:
    """Return why somebody may not assess an application."""
    return {
        Bar.OWN: _("This is your own application. Somebody else assesses it."),
        Bar.CONFLICT: _("A conflict of interest is declared. Somebody else assesses this application."),
        Bar.GIVEN: _("You have given your opinion. Another assessor must give theirs."),
        Bar.LEAD: _("Two assessors disagree, or it concerns somebody else: only a lead assessor can do this."),
        Bar.TAKEN: _("Somebody has given this application back meanwhile. Please look again."),
        Bar.CHANGED: _("The applicant has changed the application meanwhile. Please read it again before you decide."),
        Bar.SET: _("This badge is awarded by itself to who holds the badges that it asks for."),
        Bar.AGREEMENT: _("Two assessors must agree on this badge, so it cannot be awarded in bulk."),
    }[bar]
