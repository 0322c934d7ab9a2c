"""Files of the site -> what is wrong with them, before anybody sees it."""

from cms.export.check.findings import Finding
from cms.export.check.private import People, PrivateTexts
from cms.export.check.site import FileFacts, check_facts, check_site, read_file, serves_others_as_before

__all__ = [
    "FileFacts",
    "Finding",
    "People",
    "PrivateTexts",
    "check_facts",
    "check_site",
    "read_file",
    "serves_others_as_before",
]
