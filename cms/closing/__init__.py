"""A living project -> one that needs nobody: step by step, each repeatable and logged, until the key is destroyed."""
