"""Whether this process lives, and whether what it needs is there: /healthz, /readyz, manage.py check_ready."""
