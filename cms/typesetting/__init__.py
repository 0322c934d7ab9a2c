"""Pages of Typst -> PDFs, typeset by a program of its own: what certificates, prints of events, books and kit share."""

from cms.typesetting.process import PROGRAM, Job, TypesettingError, typeset

__all__ = ["PROGRAM", "Job", "TypesettingError", "typeset"]
