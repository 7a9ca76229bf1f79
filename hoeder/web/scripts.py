"""Where the script of a page lies. client/build.mjs decides, and writes it in scripts.json."""

import functools
import json
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

LIST = "scripts.json"


def address(page: str) -> str:
    """Return the path of a page's script.

    A page whose later parts use what it holds lies in a file that esbuild names by its content:
    they ask for it by that name, and under a second one browsers would load and run it twice.
    """
    moved = _moved(Path(settings.STATIC_ROOT) / LIST).get(page)
    return f"{settings.STATIC_URL}{moved}" if moved else static(f"{page}.js")


@functools.cache
def _moved(listed: Path) -> dict[str, str]:
    """Read the list of the build; without a build no page has moved."""
    return dict(json.loads(listed.read_text())) if listed.exists() else {}
