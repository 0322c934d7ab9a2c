"""Is this badge real? The checks of the verify page for the command line: the same order, the same words."""

from cms.issuance.verification.checks import Check, Record, Result, check_badge
from cms.issuance.verification.read import NotABadgeError, read_badge

__all__ = ["Check", "NotABadgeError", "Record", "Result", "check_badge", "read_badge"]
