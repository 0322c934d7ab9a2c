"""Commands of issuance: manage.py <name>."""
