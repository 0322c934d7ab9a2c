"""What the headless API answers, as plain data made from a snapshot of the site: no request, no query."""
