"""The sample as a site: where it is read, and in which languages."""

BASE = "https://site.example"
LANGUAGES = [("en", "English"), ("ar", "العربية")]
