"""What can be done at the desk: who may, marks, decisions, awards in bulk."""
