"""Management commands of the benchmark corpus."""
