"""A real Chromium to visit the running service with."""

import json
import subprocess
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests import serving
from tests.journeys.axe import Inspection
from tools.service import Service

ROOT = Path(__file__).resolve().parents[2]

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

# A passphrase is slow by design, and the tests share the machine with each other.
expect.set_options(timeout=20_000)


def chromium() -> str:
    """The path of the browser that `make setup` found."""
    found = ROOT / "build" / "browser"
    if not found.exists():
        subprocess.run(["make", "build/browser"], cwd=ROOT, check=True)  # noqa: S607
    return found.read_text().strip()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a file of journeys; each visitor gets a profile of their own.

    Not for the whole run: Playwright keeps an event loop running in the thread of the tests, and
    what tests asyncio needs one of its own.
    """
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)
        yield running
        running.close()


@pytest.fixture(scope="module")
def own_service(
    filled: serving.Filled, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Service]:
    """A service for one file of journeys.

    For those in which time passes or something breaks: a log never goes back in time, so what
    others report afterwards would stand in it as late.
    """
    name = request.module.__name__.rpartition(".test_")[2]
    running = filled.serve(tmp_path_factory.mktemp(name), name)
    yield running
    running.stop()


#: What each visitor saw when a journey failed.
FAILED = ROOT / "build" / "failed"
ENDED = pytest.StashKey[dict[str, pytest.TestReport]]()


class Visitor:
    """Somebody at a device of their own: no cookies, no history, no cache."""

    def __init__(self, context: BrowserContext, service: Service) -> None:
        self.context = context
        self.service = service
        self.origin = service.origin
        self.page: Page = context.new_page()
        #: What went wrong in the page's own code. A journey ends with none.
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._listen)
        #: Every address that the device asked for.
        self.asked: list[str] = []
        #: Everything that it sent: addresses, headers and bodies.
        self.sent: list[bytes] = []
        self.page.on("request", self._watch)

    def _watch(self, request: Request) -> None:
        self.asked.append(request.url)
        self.sent += [request.url.encode(), json.dumps(request.headers).encode()]
        self.sent.append(request.post_data_buffer or b"")

    def _listen(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        # A refusal that the page explains to the visitor is not a fault of its code; nor is it that
        # a journey cut the line, or that nobody answers while the service is served anew at a later
        # time (tests/later.py).
        cut = "ERR_INTERNET_DISCONNECTED" in text
        away = self.service.ahead and "ERR_CONNECTION_REFUSED" in text
        if kind == "error" and not ("status of 4" in text or cut or away):
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember on the test how it ended."""
    ended = yield
    item.stash.setdefault(ENDED, {})[ended.when] = ended
    return ended


@pytest.fixture
def visitor(
    browser: Browser, service: Service, request: pytest.FixtureRequest
) -> Iterator[list[Visitor]]:
    """All visitors of one journey; use `arrive` to add one."""
    present: list[Visitor] = []
    yield present
    ended = request.node.stash.get(ENDED, {}).get("call")
    if ended is not None and ended.failed:
        FAILED.mkdir(parents=True, exist_ok=True)
        for number, one in enumerate(present):
            one.page.screenshot(path=FAILED / f"{request.node.name}-{number}.png")
    faults = [fault for one in present for fault in one.faults]
    for one in present:
        one.context.close()
    assert faults == []


@pytest.fixture
def inspect() -> Iterator[Inspection]:
    """Looks at states of pages; the test fails at its end with all that was found."""
    looking = Inspection()
    yield looking
    looking.check()
    assert looking.states > 0


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
        # Nobody is there to choose a file: the browser saves it as it saves others.
        context.add_init_script("delete window.showSaveFilePicker")
        if service.ahead:
            context.clock.install(time=datetime.now(UTC) + service.ahead)
        one = Visitor(context, service)
        visitor.append(one)
        return one

    return at
