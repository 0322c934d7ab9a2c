"""Files as evidence: an option. Known by their content, cleaned, kept apart from everything that is served."""

from cms.issuance.evidence.check import EvidenceError, check_files

__all__ = ["EvidenceError", "check_files"]
