"""What the issuance keeps: achievements by version, applications, assessments, awards, mails, counters, the end."""

from cms.issuance.models.achievement import Achievement
from cms.issuance.models.application import (
    Application,
    CriterionAnswer,
    Event,
    EvidenceFile,
    EvidenceLink,
    Origin,
    Outcome,
    Route,
)
from cms.issuance.models.assessment import Assessment, Conflict, DeskEntry, Note, Opinion
from cms.issuance.models.award import Award, AwardFile, FileFault
from cms.issuance.models.batch import Batch
from cms.issuance.models.endorsement import Endorsement
from cms.issuance.models.guard import RateCount
from cms.issuance.models.mail import LinkToken, MailMessage, MailText, Purpose
from cms.issuance.models.project import Project
from cms.issuance.models.schedule import Schedule

__all__ = [
    "Achievement",
    "Application",
    "Assessment",
    "Award",
    "AwardFile",
    "Batch",
    "Conflict",
    "CriterionAnswer",
    "DeskEntry",
    "Endorsement",
    "Event",
    "EvidenceFile",
    "EvidenceLink",
    "FileFault",
    "LinkToken",
    "MailMessage",
    "MailText",
    "Note",
    "Opinion",
    "Origin",
    "Outcome",
    "Project",
    "Purpose",
    "RateCount",
    "Route",
    "Schedule",
]
