"""The one table of the bare view."""
