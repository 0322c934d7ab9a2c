"""The learning site: page types, and what a page shows."""
