"""Template tags of the benchmark corpus."""
