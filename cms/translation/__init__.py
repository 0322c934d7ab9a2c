"""The translation desk: roles and status on the tables of wagtail-localize."""
