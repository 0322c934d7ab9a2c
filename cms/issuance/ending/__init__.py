"""The end of data and of the project: erasure, retention, closing."""
