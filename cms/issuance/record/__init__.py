"""What is published of the badges, and what must never be."""
