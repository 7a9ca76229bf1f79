"""Write the reporter's static pages, ready to serve: `manage.py build_pages`.

Run `collectstatic` before, because the pages name the hashed files. Run it again when a directory
was published that adds or renames a body or a channel, and after each upgrade; then restart.

Each time they go into a folder of their own, to which `pages` is a link. A service that runs goes
on with the folder that it began with, so that nobody is given half a page of one and half of the
other; `serve` takes away at its start what is older than the ones before.
"""

import hashlib
import json
import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import BaseCommand
from whitenoise.compress import Compressor  # type: ignore[import-untyped]

from hoeder.clocks.rules import SYSTEM
from hoeder.ledger import actions as ledger
from hoeder.web import scripts
from hoeder.web.pages import WORDS, pages
from hoeder.web.release import manifest
from hoeder.web.saved_page import SavedPage, saved_pages

#: What a reporter's browser loads besides the pages.
SCRIPTS = ("start", "report", "back", "advice", "alarm-page")
ASSETS = ("style.css", "icon.svg", *(f"words-{one}.packed.txt" for one in WORDS))


class Command(BaseCommand):
    help = "Write the reporter's static pages and the list of their hashes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder to write to."""
        parser.add_argument("--to", type=Path, default=settings.PAGES_DIR)

    def handle(self, *args: Any, to: Path, **options: Any) -> None:
        """Render everything beside the old pages, then let the link lead there."""
        fresh = to.with_name(f"{to.name}-{secrets.token_hex(4)}")
        hashes: dict[str, str] = {}
        for page in (*pages(), *saved_pages()):
            body = page.render().encode()
            path = fresh / page.path.strip("/")
            path = path if isinstance(page, SavedPage) else path / "index.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
            hashes[page.path] = hashlib.sha256(body).hexdigest()
        document = {"pages": hashes, "assets": _assets()}
        (fresh / "pages.json").write_text(json.dumps(document, indent=1, sort_keys=True) + "\n")
        _compress(fresh)
        _replace(to, fresh)
        if to == settings.PAGES_DIR:
            ledger.note_release(manifest=manifest(), by=SYSTEM)
        self.stdout.write(
            f"{len(hashes)} pages are in {to}. A service that runs has to be restarted."
        )


def _assets() -> dict[str, str]:
    """SHA-256 of every file that the pages name, and of the parts that they load."""
    named = [staticfiles_storage.url(name) for name in ASSETS]
    named += [scripts.address(page) for page in SCRIPTS]
    root = Path(settings.STATIC_ROOT)
    parts = [f"{settings.STATIC_URL}{path.name}" for path in sorted(root.glob("*-????????.js"))]
    return {
        url: hashlib.sha256((root / url.removeprefix(settings.STATIC_URL)).read_bytes()).hexdigest()
        for url in named + parts
    }


def _compress(folder: Path) -> None:
    compressor = Compressor(quiet=True)
    for path in [one for one in folder.rglob("*") if one.is_file()]:
        # Consumed for its effect: it yields the names of the files that it writes.
        list(compressor.compress(str(path)))


def _replace(to: Path, fresh: Path) -> None:
    link = to.with_name(f"{fresh.name}.link")
    link.symlink_to(fresh.name)
    if to.is_dir() and not to.is_symlink():
        to.rename(to.with_name(f"{to.name}-{secrets.token_hex(4)}"))
    os.replace(link, to)
