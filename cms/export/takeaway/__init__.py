"""What readers take along: downloads and the pages kept offline."""
