"""What the issuance keeps: achievements by version, applications, awards, mails and their links."""

from cms.issuance.models.achievement import Achievement
from cms.issuance.models.application import Application, CriterionAnswer, Event, EvidenceLink, Outcome, Route
from cms.issuance.models.award import Award
from cms.issuance.models.mail import LinkToken, MailMessage, Purpose

__all__ = [
    "Achievement",
    "Application",
    "Award",
    "CriterionAnswer",
    "Event",
    "EvidenceLink",
    "LinkToken",
    "MailMessage",
    "Outcome",
    "Purpose",
    "Route",
]
