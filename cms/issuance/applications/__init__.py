"""From what was sent to an application in its place."""
