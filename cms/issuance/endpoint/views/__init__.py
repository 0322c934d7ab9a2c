"""The views of the public endpoint. No accounts, no cookies; the same answer for everybody.

Forms need no CSRF token: no cookie speaks for anybody here, so there is nothing that a foreign page could abuse. The
origin of an application is checked; of everything else the secret in the address is the permission.
"""
