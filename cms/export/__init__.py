"""CMS -> static site: plan, render, check, write."""
