"""The pictures and prints of the communication kit: drawn and typeset beside the export, which takes what is there."""
