"""Perennial: content files -> Wagtail -> static site, and badges that verify without a server."""
