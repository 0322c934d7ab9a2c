"""Commands of issuance."""
