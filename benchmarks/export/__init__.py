"""The export engine against its peers: one corpus, equal templates, one run. See benchmarks/README.md."""
