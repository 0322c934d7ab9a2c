"""An assessor's marks: one for each criterion, with a comment for the applicant."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation

from cms.issuance.models import Application


@dataclass(frozen=True)
class Mark:
    """An assessor's mark for one criterion; an empty outcome means: not marked yet."""

    outcome: str
    comment: str = ""


def write_marks(application: Application, marks: Mapping[str, Mark]) -> None:
    """Write the marks beside the answers, where the applicant reads them; criteria without one keep what they have."""
    for answer in application.answers.all():
        mark = marks.get(answer.criterion_key)
        if mark is not None:
            answer.outcome, answer.comment = mark.outcome, mark.comment
            answer.save(update_fields=["outcome", "comment"])


def feedback(application: Application) -> dict[str, str]:
    """Return what the assessor wrote, for a mail: the message, and each criterion with its mark and comment."""
    titles = {criterion["key"]: criterion["title"] for criterion in application.achievement.criteria}
    with translation.override(application.language):
        marked = [
            _line(titles[answer.criterion_key], answer.get_outcome_display(), answer.comment)
            for answer in application.answers.all()
            if answer.outcome or answer.comment
        ]
    return {"message": application.message, "criteria": "\n".join(marked)}


def _line(title: str, outcome: str, comment: str) -> str:
    """Return an item of a list in a mail; an empty line would end the list."""
    head = f"* {title}: {outcome}" if outcome else f"* {title}"
    return "\n  ".join([head, *(line for line in comment.splitlines() if line.strip())])
