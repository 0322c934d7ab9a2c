"""Backup and restore: one file that holds all that could not be made again.

perennial-<moment>.tar.gz
    manifest.json        format, moment, database engine, migrations that were applied
    database             SQLite's file, or PostgreSQL's dump in its custom format
    keys/ media/ evidence/ content/
    SHA256SUMS           of all the others; last, so a file that was cut off has none
"""
