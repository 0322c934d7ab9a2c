"""Empty on purpose: make_corpus makes the table from the model, and nobody keeps a corpus across versions."""
