"""What the issuance keeps: achievements by version, applications, assessments, awards, mails and their links."""

from cms.issuance.models.achievement import Achievement
from cms.issuance.models.application import Application, CriterionAnswer, Event, EvidenceLink, Origin, Outcome, Route
from cms.issuance.models.assessment import Assessment, Conflict, DeskEntry, Note, Opinion
from cms.issuance.models.award import Award
from cms.issuance.models.batch import Batch
from cms.issuance.models.endorsement import Endorsement
from cms.issuance.models.mail import LinkToken, MailMessage, Purpose

__all__ = [
    "Achievement",
    "Application",
    "Assessment",
    "Award",
    "Batch",
    "Conflict",
    "CriterionAnswer",
    "DeskEntry",
    "Endorsement",
    "Event",
    "EvidenceLink",
    "LinkToken",
    "MailMessage",
    "Note",
    "Opinion",
    "Origin",
    "Outcome",
    "Purpose",
    "Route",
]
