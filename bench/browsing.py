"""The Chromium that journeys visit with, for what is measured in a page."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.journeys.conftest import CHROMIUM, chromium

ROOT = Path(__file__).resolve().parents[1]
#: Web cryptography works in secure contexts only, and a page on this address is one.
ADDRESS = "http://localhost/"


@contextmanager
def browser(*options: str) -> Iterator[Browser]:
    """Start one, and end it when the block ends. `options` are further ones of its command line."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=[*CHROMIUM, *options])
        yield running
        running.close()


@contextmanager
def page_with(
    name: str, *options: str, files: dict[str, Path] | None = None, wait: int = 30
) -> Iterator[Page]:
    """Open an empty page in which `bench/<name>.ts` runs, and wait until it has set its global.

    `files` are served beside the page; `wait` is how many seconds anything in it may take.
    """
    script = bundled(name)
    with browser(*options) as running:
        page = running.new_page()
        page.set_default_timeout(wait * 1000)
        page.route(ADDRESS, partial(_answer, b"<!doctype html>"))
        for path, file in (files or {}).items():
            page.route(f"{ADDRESS}{path}", partial(_answer, file.read_bytes()))
        page.goto(ADDRESS)
        page.add_script_tag(content=script, type="module")
        page.wait_for_function(f"globalThis.{name}")
        yield page


def bundled(name: str) -> str:
    """Build `bench/<name>.ts` with all that it imports."""
    return subprocess.run(  # noqa: S603
        [  # noqa: S607
            *("npx", "esbuild", f"bench/{name}.ts"),
            *("--bundle", "--format=esm", "--log-level=error"),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def _answer(data: bytes, route: Route) -> None:
    route.fulfill(body=data)
