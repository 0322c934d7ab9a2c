"""Content files <-> CMS: read, check, load, dump."""
