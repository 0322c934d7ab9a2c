#!/usr/bin/env python3
"""Command line of the CMS. Without DJANGO_SETTINGS_MODULE it runs as the demo on this machine."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.demo")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
