"""All awards as a file, out and in again."""
