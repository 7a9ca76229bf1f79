"""Long texts: Markdown files that lawyers and confidential advisers can edit.

`texts/<language>/<name>.md` are ours. A deployment lays its own beside its data, for all bodies in
`DATA_DIR/texts/<language>/<name>.md`, for one in `DATA_DIR/texts/<language>/<body>/<name>.md`.

Only what our texts need of Markdown is understood: headings, lists, paragraphs, **bold** and links.
Everything else is text, so a text can never bring a script or a picture onto a page.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BULLET = re.compile(r"(?:[-*]|[0-9]+\.) +")
_LINK = re.compile(r"\[([^\]]+)\]\(((?:https://|tel:|mailto:|/|#)[^)\s]*)\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


def find(name: str, language: str, body: str = "") -> Path:
    """Find a text: the body's own, else the deployment's, else ours."""
    own = Path(settings.DATA_DIR) / "texts" / language
    ours = Path(settings.BASE_DIR) / "texts" / language
    places = [own / body / f"{name}.md"] if body else []
    places += [own / f"{name}.md", ours / f"{name}.md"]
    return next((path for path in places if path.is_file()), places[-1])


def render(source: str) -> SafeString:
    """Turn Markdown into HTML."""
    blocks = re.split(r"\n\s*\n", source.strip())
    html = "\n".join(part for block in blocks for part in _block(block))
    return mark_safe(html)  # noqa: S308 — every character of the source was escaped in _inline


def _block(block: str) -> Iterator[str]:
    if heading := re.match(r"(#{2,3}) +(.+)", block):
        level = len(heading[1])
        yield f"<h{level}>{_inline(heading[2])}</h{level}>"
        block = block[heading.end() :].strip()
    if not block:
        return
    if not _BULLET.match(block):
        yield f"<p>{_inline(' '.join(block.split()))}</p>"
        return
    tag = "ol" if block[0].isdigit() else "ul"
    items = "".join(f"<li>{_inline(item)}</li>" for item in _items(block))
    yield f"<{tag}>{items}</{tag}>"


def _items(block: str) -> Iterator[str]:
    """Join each bullet with the lines that continue it."""
    number = 0

    def item(line: str) -> int:
        nonlocal number
        number += bool(_BULLET.match(line))
        return number

    for _, lines in groupby(block.splitlines(), key=item):
        yield _BULLET.sub("", " ".join(" ".join(lines).split()), count=1)


def _inline(text: str) -> str:
    html = _BOLD.sub(r"<strong>\1</strong>", escape(text))
    return _LINK.sub(_link, html)


def _link(found: re.Match[str]) -> str:
    outside = ' rel="noreferrer external"' if found[2].startswith("https://") else ""
    return f'<a href="{found[2]}"{outside}>{found[1]}</a>'
