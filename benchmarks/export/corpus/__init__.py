"""The pages that are exported in the benchmark: how they are made, and the two ways of showing them."""
