"""The translation desk, measured on sites from 15 pages in 6 languages to 500 pages in 24."""
