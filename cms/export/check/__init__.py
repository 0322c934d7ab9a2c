"""Files of the site -> what is wrong with them, before anybody sees it."""

from cms.export.check.findings import Finding
from cms.export.check.private import People
from cms.export.check.site import check_site

__all__ = ["Finding", "People", "check_site"]
