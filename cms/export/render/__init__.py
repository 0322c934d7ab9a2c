"""Every planned output made, on all cores."""
