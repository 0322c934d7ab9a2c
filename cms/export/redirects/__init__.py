"""Wagtail's redirects -> pages that lead on, and a list of them that servers understand."""

from cms.export.redirects.files import REDIRECTS, redirect_files
from cms.export.redirects.resolve import LeftOut, Move, resolve_redirects

__all__ = ["REDIRECTS", "LeftOut", "Move", "redirect_files", "resolve_redirects"]
