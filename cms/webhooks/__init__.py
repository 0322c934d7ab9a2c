"""From the CMS to programs of others: pages published, translated and taken back, badges awarded, each told once."""
