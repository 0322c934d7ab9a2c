"""Translations in files: a language as one zip of PO or XLIFF, and back with a report before anything changes."""
