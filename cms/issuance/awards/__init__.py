"""Badges awarded: made, kept as files, in sets, endorsed, revoked, issued anew."""
