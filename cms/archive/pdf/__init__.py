"""A book -> a tagged PDF: chapters as plain data, typeset by a program of its own."""

from cms.archive.pdf.make import FontMissingError, pdf_books

__all__ = ["FontMissingError", "pdf_books"]
