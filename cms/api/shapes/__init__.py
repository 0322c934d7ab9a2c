"""What the headless API answers, as plain data made from a picture of the site: no request, no query."""
