"""Management commands of this stage."""
