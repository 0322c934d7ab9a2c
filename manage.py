#!/usr/bin/env python3
"""Command line of the CMS. Without DJANGO_SETTINGS_MODULE it runs as the demo on this machine."""

import gc
import os
import sys

from django.core.management import execute_from_command_line

from cms.settings import slim
from cms.settings.slim import SELDOM


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.demo")
    if sys.argv[1:2] == ["export_site"]:
        # An export makes a great many objects and few cycles: looking for those takes a tenth of its time.
        gc.set_threshold(SELDOM)
        slim.configure(os.environ["DJANGO_SETTINGS_MODULE"])
        # What an export costs where nothing changed is mostly the start of Wagtail, which this does without.
        from cms.export.receipt import unchanged

        if said := unchanged():
            print(f"{said}; nothing changed")
            return
    execute_from_command_line(sys.argv)
    # Nor need they be looked for at the end of the process.
    gc.freeze()


if __name__ == "__main__":
    main()
