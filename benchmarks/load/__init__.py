"""Readers, applicants, editors and front ends at once, for minutes, on the size of machine that one project has."""
