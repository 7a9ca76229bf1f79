"""A running service, filled with the cast, and a real Chromium to visit it with."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.service import Service, start

ROOT = Path(__file__).resolve().parents[2]

#: Where a screenshot of each page goes when this variable names a folder.
PICTURES = os.environ.get("PICTURES")

#: No sandbox, because tests may run as root; nothing that would call home.
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Hoeder as it is installed, on the database that this run is for."""
    running = start(tmp_path_factory.mktemp("service"), own_database())
    yield running
    running.stop()


def own_database() -> str | None:
    """A new database beside the one of the other tests, where they use PostgreSQL."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return None
    name = f"journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def chromium() -> str:
    """The path of the browser that `make setup` found."""
    found = ROOT / "build" / "browser"
    if not found.exists():
        subprocess.run(["make", "build/browser"], cwd=ROOT, check=True)  # noqa: S607
    return found.read_text().strip()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys; each visitor gets a profile of their own."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)
        yield running
        running.close()


class Visitor:
    """Somebody at a device of their own: no cookies, no history, no cache."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context = context
        self.origin = origin
        self.page: Page = context.new_page()
        #: What went wrong in the page's own code. A journey ends with none.
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._listen)
        #: Every address that the device asked for.
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _listen(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        # A refusal that the page explains to the visitor is not a fault of its code.
        if kind == "error" and "status of 4" not in text:
            self.faults.append(text)

    def visit(self, path: str) -> Page:
        """Open a page of the service."""
        self.page.goto(self.origin + path)
        return self.page


class Arrive(Protocol):
    """Lets somebody arrive at a new device."""

    def __call__(
        self, language: str = "nl-NL", width: int = 1280, scheme: str = "light"
    ) -> Visitor:
        """Return the visitor, before any page was opened."""


@pytest.fixture
def visitor(browser: Browser, service: Service) -> Iterator[list[Visitor]]:
    """All visitors of one journey; use `arrive` to add one."""
    present: list[Visitor] = []
    yield present
    faults = [fault for one in present for fault in one.faults]
    for one in present:
        one.context.close()
    assert faults == []


@pytest.fixture
def arrive(visitor: list[Visitor], browser: Browser, service: Service) -> Arrive:
    """Let somebody arrive at a new device."""

    def at(language: str = "nl-NL", width: int = 1280, scheme: str = "light") -> Visitor:
        context = browser.new_context(
            locale=language,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
        one = Visitor(context, service.origin)
        visitor.append(one)
        return one

    return at
