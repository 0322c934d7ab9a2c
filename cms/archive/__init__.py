"""An exported, archived site -> a package that keeps itself: books, web archives, learning packages, checksums."""
