"""One application form: what the endpoint takes, and what it answers."""
