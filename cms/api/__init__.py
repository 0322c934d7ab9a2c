"""The headless API: pages as JSON."""
