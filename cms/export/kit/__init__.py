"""The communication kit in an export: texts to copy, and the pictures and prints that were made before."""
