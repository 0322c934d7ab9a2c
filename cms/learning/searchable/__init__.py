"""A snapshot of the site -> what can be found in it, for the search page and for the headless API."""
