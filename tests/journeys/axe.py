"""Looks at a page as it stands, as those who see, hear and operate it differently would.

`LOOKS` names a folder into which a picture of each state is put as well, in both looks, for those
who change a page: `LOOKS=build/looks python -m pytest tests/journeys/test_closing.py`.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

from tests import looked_at

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(ROOT, "node_modules", "axe-core", "axe.min.js")

#: Each state is looked at twice: wide and light, narrow and dark. Contrast differs by scheme and
#: reflow by width, so the two other pairs would find nothing new.
LOOKS = [("light", 1280), ("dark", 320)]

#: Every rule that axe runs of itself, best practice included, and the size of targets. A frame
#: holds a reporter's picture and nothing of ours, or the viewer, which is looked at by itself.
OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
    "iframes": False,
    "preload": False,
}

#: What can differ at the second look, when the same page was just looked at with every rule.
AGAIN = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
EACH = [OPTIONS, {**OPTIONS, "runOnly": AGAIN}]

#: What axe does not ask: one heading, a title, a language, and no scrolling sideways. And what
#: stands there: elements of ours, forms, and buttons by what they do.
SHAPE = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const root = document.documentElement;
  const all = [...document.body.querySelectorAll('*')].filter(seen);
  const past = all.filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
  const named = (one) => one.localName.includes('-') ? [`<${one.localName}>`]
    : one.localName === 'form' ? Object.entries(one.dataset).map((pair) => pair.join('='))
    : 'do' in one.dataset ? [`do=${one.dataset.do}`] : [];
  return {
    headings: all.filter((one) => one.localName === 'h1').length,
    title: document.title,
    lang: root.lang,
    sideways: root.scrollWidth - root.clientWidth,
    widest: past.slice(-1).map((one) => one.outerHTML.slice(0, 200)),
    stands: all.flatMap(named),
  };
}"""

#: Opens every fold that is shut, or shuts those again.
FOLDS = """(all, shut) => all.forEach((one) => {
  if (shut ? one.dataset.unfolded : !one.open) {
    one.open = !shut;
    shut ? delete one.dataset.unfolded : one.dataset.unfolded = 'yes';
  }
})"""


@dataclass
class Inspection:
    """Everything that was found wrong, over all the states of one test."""

    problems: list[str] = field(default_factory=list)
    #: How many states were looked at.
    states: int = 0

    def __call__(
        self,
        page: Page,
        state: str,
        *,
        language: str = "nl",
        unfold: str = "",
        inside: Frame | None = None,
    ) -> None:
        """Look at the page in both schemes and at both widths; leave it as it was.

        `unfold` selects where every fold is open meanwhile; `inside` is a frame of the page that is
        looked at in its stead.
        """
        self.states += 1
        before = page.viewport_size
        scrolled = page.evaluate("scrollY")
        folds = page.locator(f"{unfold} details") if unfold else None
        if folds is not None:
            folds.evaluate_all(FOLDS, False)
        for options, (scheme, width) in zip(EACH, LOOKS, strict=True):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(
                color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
            )
            # What the header covers while the page is scrolled is not too small.
            page.evaluate("scrollTo(0, 0)")
            where = f"{state} ({scheme}, {width} px)"
            keep(page, where)
            self.problems += [f"{where}: {one}" for one in violations(inside or page, options)]
            self.problems += [f"{where}: {one}" for one in misshapen(inside or page, language)]
        page.emulate_media(color_scheme="light")
        if folds is not None:
            folds.evaluate_all(FOLDS, True)
        if before is not None:
            page.set_viewport_size(before)
        page.evaluate("(y) => scrollTo(0, y)", scrolled)

    def check(self) -> None:
        """Fail, naming all that was found."""
        assert self.problems == [], "\n" + "\n".join(self.problems)


def keep(page: Page, where: str) -> None:
    """Put a picture of this look into the folder that `LOOKS` names, if it does."""
    folder = os.environ.get("LOOKS")
    if folder:
        name = re.sub(r"[^a-z0-9]+", "-", where.lower()).strip("-")
        page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)


def violations(page: Page | Frame, options: dict[str, Any]) -> Iterator[str]:
    """Run axe-core. It is evaluated from outside, so the page's own policy stays as it is."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    for violation in found["violations"]:
        for node in violation["nodes"]:
            target = json.dumps(node["target"])
            yield f"{violation['id']} at {target}: {node['failureSummary']} {node['html'][:200]}"


def misshapen(page: Page | Frame, language: str) -> Iterator[str]:
    """What the shape of the page lacks. Remembers what stands on it."""
    shape: dict[str, Any] = page.evaluate(SHAPE)
    looked_at.remember(page.url, shape["stands"])
    if shape["headings"] != 1:
        yield f"{shape['headings']} visible h1"
    if not shape["title"].strip():
        yield "no title"
    if shape["lang"] != language:
        yield f"lang is {shape['lang']!r}"
    if shape["sideways"] > 0:
        yield f"scrolls {shape['sideways']} px sideways: {shape['widest']}"
