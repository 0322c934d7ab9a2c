"""Badge applications, decisions and awards. Imports nothing from Wagtail and runs alone as a small WSGI app."""
