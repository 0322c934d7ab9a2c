"""What the last export knows: digests, stamps and the receipt that nothing changed."""
