"""The design canvas: its fields and file format, and the screen that makes draft badges of such a file."""
