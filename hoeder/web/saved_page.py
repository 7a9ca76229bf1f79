"""The page that a reporter saves to check the log without us: one file that loads nothing.

Script, style and word lists stand in it, with a policy of its own that names their hashes and
allows no network. As the other pages it is the same for everybody, and its hash is published. On
the website itself nothing in it runs: the policy of the server takes no script that stands in a
page.
"""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from hoeder.organisations.models import Organisation

from .pages import WORDS, Page, place_of_back


class SavedPage(Page):
    """A page that is a file of its own, and is served to be saved."""

    @property
    def path(self) -> str:
        """The path under which browsers ask for it."""
        return f"/{self.language}/{self.place}.html"

    def _context(self) -> dict[str, object]:
        return super()._context() | {"inline": _inline()}


def saved_pages() -> Iterator[SavedPage]:
    """List the checking page of each organisation in each language."""
    organisations = list(Organisation.objects.published())
    for language, _name in settings.LANGUAGES:
        for one in organisations:
            place = f"{place_of_back(organisations, one)}/check"
            name = one.name_nl if language == "nl" else one.name_en
            data = {"organisation": one.pk.hex, "root": one.root, "body_name": name}
            yield SavedPage("reporter/check.html", language, place, data)


def _inline() -> dict[str, object]:
    """Read what stands in the page, with the hashes that its policy names."""
    script, style = _built("check.js"), _built("style.css")
    return {
        "script": script,
        "style": style,
        "script_hash": _hash(script),
        "style_hash": _hash(style),
        "lists": [(one, _built(f"words-{one}.packed.txt")) for one in WORDS],
    }


def _built(name: str) -> str:
    return (Path(settings.STATIC_ROOT) / name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
