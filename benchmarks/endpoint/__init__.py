"""The issuance endpoint against a bare Django view, under load, and cut off in the middle."""
