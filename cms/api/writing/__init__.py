"""What the API writes: JSON becomes Wagtail's own forms, actions, revisions and log entries."""
