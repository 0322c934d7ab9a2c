"""Files of the site -> what is wrong with them, before anybody sees it."""

from cms.export.check.findings import Fault, Finding, fault
from cms.export.check.private import People, PrivateTexts
from cms.export.check.site import FileFacts, check_facts, check_site, read_file, serves_others_as_before

__all__ = [
    "Fault",
    "FileFacts",
    "Finding",
    "People",
    "PrivateTexts",
    "check_facts",
    "check_site",
    "fault",
    "read_file",
    "serves_others_as_before",
]
