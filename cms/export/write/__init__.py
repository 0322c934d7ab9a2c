"""Files to a folder on the disk: staging, lock, checksums, compression, the switch."""
