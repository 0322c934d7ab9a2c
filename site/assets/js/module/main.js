// See site/README.md.
