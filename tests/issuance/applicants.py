"""What the tests of applications share: one applicant, one badge, one assessor."""

import re
from collections.abc import Callable
from typing import Any

from django.core import mail
from django.http import HttpResponse

from cms.issuance.achievements import AchievementContent
from cms.issuance.assessing.workflow import Actor, Mark
from cms.issuance.models import Application, Purpose
from cms.issuance.states import State
from cms.issuance.steps import APPLICANT, move

Post = Callable[..., HttpResponse]

ORIGIN = "https://site.example"
SITUATION = "A learner had stopped coming. I asked, waited, and said back what I had heard."
ANNA = Actor("anna", 7)
ALL_MET = {"attention": Mark("met"), "checks": Mark("met", "Very clear.")}


def content(name: str = "Active listening", **changes: Any) -> AchievementContent:
    criteria = [
        {"key": "attention", "title": "Full attention", "description": "You notice.", "example": "A long talk."},
        {"key": "checks", "title": "Checking", "description": "You say back.", "example": "A short talk."},
    ]
    return AchievementContent(**({"name": name, "description": "Listening.", "criteria": criteria} | changes))


def submit_all() -> None:
    """Put all applications that wait for confirmation into the queue, without their mails."""
    for application in Application.objects.filter(state=State.UNCONFIRMED):
        move(application, State.SUBMITTED, APPLICANT)


def link_in(message: mail.EmailMessage, purpose: Purpose) -> str:
    found = re.search(rf"https://apply\.example(/apply/{purpose.value}/[^/\s]+/)", str(message.body))
    assert found, message.body
    return found[1]
