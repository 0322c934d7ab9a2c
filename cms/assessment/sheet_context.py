"""What the sheet of an application shows to one person: all, nothing of a conflict, no opinion before one's own."""

from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from cms.assessment.access import actor_for
from cms.assessment.evidence import files_of
from cms.assessment.forms import AssignForm, ConflictForm, NoteForm, SheetForm
from cms.assessment.queue import is_overdue
from cms.assessment.roles import people_who_assess
from cms.assessment.wording import bar_text
from cms.issuance.achievements import current_achievement
from cms.issuance.assessing.assessors import Bar, bar_of
from cms.issuance.assessing.assigning import in_charge
from cms.issuance.assessing.workflow import Actor
from cms.issuance.models import Application, Assessment, Opinion, Outcome
from cms.issuance.states import WAITING, Action, State
from cms.language import own_name


def sheet_context(application: Application, actor: Actor, form: SheetForm) -> dict[str, Any]:
    """Return the context of the sheet's page."""
    bar = bar_of(application, actor)
    waiting = application.state in WAITING
    charge = in_charge(application) if waiting else None
    taken = charge not in {None, actor.id}
    is_closed = bar in {Bar.OWN, Bar.CONFLICT}
    blind = waiting and application.state != State.DISPUTED and bar is not Bar.GIVEN
    return {
        "form": form,
        "media": form.media,
        "application": application,
        "language_name": own_name(application.language),
        "overdue": is_overdue(application),
        "waiting": waiting,
        "can_mark": waiting and not bar and not taken,
        "bar": bar_text(bar) if bar and waiting else "",
        "is_closed": is_closed,
        "charge": charge,
        "is_mine": charge == actor.id,
        "is_lead": actor.is_lead,
        "is_newer": _has_newer_criteria(application),
        "two_needed": application.achievement.assessors > 1,
        "award": getattr(application, "award", None),
        "evidence": application.evidence.filter(criterion_key=""),
        "has_evidence": application.evidence.exists() or application.files.exists(),
        "files": files_of(application),
        "notes": application.notes.all(),
        "conflicts": application.conflicts.all(),
        "opinions": [] if is_closed else _opinions(application, blind),
        "history": history(application, is_blind=blind),
        "note_form": NoteForm(prefix="note"),
        "conflict_form": ConflictForm(prefix="conflict"),
        "assign_form": assign_form(application) if waiting and actor.is_lead else None,
    }


def assign_form(application: Application, data: Any = None) -> AssignForm:
    """Return the form to assign, with the people who may assess this application."""
    people = people_who_assess(application.language)
    free = [user for user in people if bar_of(application, actor_for(user)) is None]
    return AssignForm(free, data, prefix="assign")


def history(application: Application, *, is_blind: bool) -> list[dict[str, Any]]:
    """Return what has happened, oldest first: the steps that the applicant knows, and those of the desk.

    Who is yet to give an opinion (`is_blind`) reads that others have, and not which.
    """
    opinions = (Action.AWARD, Action.DECLINE, Action.ASK) if is_blind else ()
    lines = [
        {
            "at": event.at,
            "actor": event.actor,
            "what": event.get_to_state_display() if event.from_state != event.to_state else "",
            "message": event.message,
        }
        for event in application.events.all()
    ]
    lines += [
        {
            "at": entry.at,
            "actor": entry.actor,
            "what": _("Opinion given") if entry.action in opinions else Action(entry.action).label,
            "person": entry.person,
            "due": entry.due,
        }
        for entry in application.desk_entries.all()
    ]
    return sorted(lines, key=itemgetter("at"))


def _has_newer_criteria(application: Application) -> bool:
    newest = current_achievement(application.achievement.slug, application.language)
    return newest is not None and newest.version > application.achievement.version


def _opinions(application: Application, is_blind: bool) -> list[dict[str, Any]]:
    """Return what assessors have said. Who is yet to give an opinion (`is_blind`) reads those of earlier rounds."""
    given = [row for row in application.assessments.all() if row.opinion]
    if is_blind:
        given = [row for row in given if row.round < application.round]
    titles = {item["key"]: item["title"] for item in application.achievement.criteria}
    return [_opinion(row, titles) for row in given]


def _opinion(row: Assessment, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "assessor": row.assessor,
        "round": row.round,
        "opinion": Opinion(row.opinion).label,
        "at": row.given_at,
        "message": row.message,
        "marks": [
            {
                "title": titles.get(key, key),
                "outcome": Outcome(mark["outcome"]).label if mark["outcome"] else "",
                "comment": mark["comment"],
            }
            for key, mark in row.marks.items()
        ],
    }
