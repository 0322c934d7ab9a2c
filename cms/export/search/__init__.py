"""A snapshot of the site -> the scripts that its search page loads: one index a language, one file of words a page."""

from cms.export.search.scripts import search_folder, search_scripts

__all__ = ["search_folder", "search_scripts"]
