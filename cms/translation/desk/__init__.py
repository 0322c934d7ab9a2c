"""The desk: where a page is translated, submitted, reviewed and compared with its source."""
