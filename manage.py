#!/usr/bin/env python3
"""Run a management command: `python manage.py help` lists them."""

import gc
import os
import sys

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036
        major, minor = sys.version_info[:2]
        sys.exit(f"Hoeder needs Python 3.11 or newer; this is {major}.{minor}.")
    if sys.argv[1:2] == ["serve"]:
        # A fifth of the start goes to collecting while everything is loaded, and next to nothing is
        # found.
        gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoeder.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # Said in one sentence: whoever installs this needs no stack of our own lines.
        sys.exit(str(error))
