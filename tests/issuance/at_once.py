"""One assessor in a process of their own: `python -m tests.issuance.at_once ACTION REFERENCE NUMBER START`.

Says when it is ready, begins when the file START is there, does one step, and prints what came of it. With ACTION
`prepare` it makes a badge and applications, and prints their numbers.
"""

import sys
import time
from pathlib import Path
from uuid import UUID

import django

django.setup()

from cms.issuance.achievements import AchievementContent, publish_achievement  # noqa: E402
from cms.issuance.applications.applying import Sender, apply  # noqa: E402
from cms.issuance.applications.submission import Answers, Submission  # noqa: E402
from cms.issuance.assessing import assigning, workflow  # noqa: E402
from cms.issuance.assessing.bulk import BulkLine, award_lines  # noqa: E402
from cms.issuance.assessing.workflow import Actor, AssessorError, Mark  # noqa: E402
from cms.issuance.awards import make as awards  # noqa: E402
from cms.issuance.credentials import AwardFacts, IssuedBadge  # noqa: E402
from cms.issuance.models import Achievement, Application  # noqa: E402
from cms.issuance.states import State, TransitionError  # noqa: E402
from cms.issuance.steps import APPLICANT, move  # noqa: E402

CRITERIA = [{"key": "attention", "title": "Attention", "description": "You notice.", "example": "A talk."}]
MET = {"attention": Mark("met")}


def prepare(assessors: int, count: int, again: int = 0) -> None:
    """Make a badge for so many assessors, and so many applications, each time `again` of other people."""
    content = AchievementContent("Listening", "", CRITERIA, assessors=assessors)
    badge, _new = publish_achievement(f"listening-{assessors}", "en", content)
    for number in range(count):
        answers = Answers({"attention": "I listened all evening, and she told me."}, [])
        email = f"{assessors}-{again}-{number}@mail.example"
        submission = Submission(badge, "Maija", email, "prior", answers, True, True, False)
        # Everybody sends from another address: the limit for senders is not what is tried here.
        made = Application.objects.get(pk=apply(submission, Sender(f"192.0.2.{number}")))
        made.confirmed_at = made.created
        move(made, State.SUBMITTED, APPLICANT)
        print(made.pk)


def step(action: str, application: UUID, actor: Actor) -> None:
    if action == "claim":
        assigning.assign(application, actor, actor)
    elif action == "award":
        workflow.award(application, MET, actor, "Well done.")
    elif action == "decline":
        workflow.decline(application, MET, actor, "Not yet.")
    elif action == "bulk":
        badge = Achievement.objects.get(slug="listening-1")
        lines = [BulkLine(number, "Bo", f"bulk-{number}@mail.example", badge) for number in range(5)]
        _batch, new = award_lines("A day", application.hex, lines, actor)
        print(new, end=" ")


def main(action: str, subject: str, number: int, start: str) -> None:
    if action == "prepare":
        prepare(int(subject), number)
        return

    def issue(facts: AwardFacts) -> IssuedBadge:
        return IssuedBadge({"id": facts.credential_id}, b"{}", b"\x89PNG", b"<svg/>")

    awards.issue_badge = issue  # type: ignore[attr-defined]
    Application.objects.exists()
    print("ready", flush=True)
    while not Path(start).exists():
        time.sleep(0.005)
    try:
        step(action, UUID(subject), Actor(f"assessor-{number}", number))
    except (AssessorError, TransitionError) as error:
        print(f"refused: {error}")
    else:
        print("done")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
