"""The certificate: one page to print or send on, with the signed badge inside the file (docs/decisions/0008)."""
