"""What can go wrong while a site is put in its place."""


class WriteError(Exception):
    """The site could not be written; the message says why. The old site is untouched."""
