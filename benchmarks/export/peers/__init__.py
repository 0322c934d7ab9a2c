"""The exporters we are measured against, each set up as its own documentation says."""
