"""Accounts of staff: how often a password may be tried, the second factor, how long a session holds."""
