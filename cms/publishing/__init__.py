"""From the CMS to readers: exports asked for, run, checked, sent on, and remembered."""
