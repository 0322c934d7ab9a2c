#!/usr/bin/env python3
"""Command line of the CMS. Without DJANGO_SETTINGS_MODULE it runs as the demo on this machine."""

import gc
import os
import sys
from typing import NoReturn


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.demo")
    if sys.argv[1:2] == ["export_site"]:
        _export()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def _export() -> NoReturn:
    """Export with as little as possible loaded, and end."""
    from cms.settings import slim

    # An export makes a great many objects and few cycles: looking for those takes a tenth of its time.
    gc.set_threshold(slim.SELDOM)
    slim.configure(os.environ["DJANGO_SETTINGS_MODULE"])
    # What an export costs where nothing changed is mostly the start of Wagtail, which this does without.
    from cms.export.known.receipt import unchanged

    if said := unchanged():
        print(f"{said}; nothing changed")
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    # Taking all of it apart again object by object takes as long as a tenth of the export of one page.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
