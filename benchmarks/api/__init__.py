"""The headless API beside Wagtail's own, in one server and one run."""
