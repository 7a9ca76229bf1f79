"""Bytes and requests of the reporter's path, counted by the browser as they come over the line."""

import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from bench import Row
from bench.browsing import browser
from bench.running import service
from tests.journeys.people import continue_

KB = 1000
#: A bad telephone line: bits per second and milliseconds.
SLOW = {"offline": False, "downloadThroughput": 50_000, "uploadThroughput": 50_000, "latency": 400}


@dataclass
class Line:
    """What came over the line for one visitor: answers with their headers, none from the cache."""

    down: int = 0
    requests: int = 0

    def listen(self, session: CDPSession) -> None:
        """Count from here on."""
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._finished)

    def _finished(self, event: dict[str, Any]) -> None:
        # What the browser had kept finishes too, with nothing of it from the line.
        if event["encodedDataLength"]:
            self.down += int(event["encodedDataLength"])
            self.requests += 1


def measure() -> list[Row]:
    """Visit once on a fast line to count, and once on a slow line to wait."""
    with browser() as running:
        return [*counted(running), *awaited(running)]


def counted(running: Browser) -> list[Row]:
    """Bytes of the first page, and of the whole path to a sent report without files."""
    page, session = visitor(running)
    line = Line()
    line.listen(session)
    page.goto(f"{service().origin}/nl/kustdienst/")
    # A browser without windows shows no icon, so it does not ask for one.
    page.evaluate("() => fetch(document.querySelector('link[rel=icon]').href)")
    page.wait_for_load_state("networkidle")
    first, requests = line.down, line.requests
    report(page)
    page.wait_for_load_state("networkidle")
    page.context.close()
    return [
        Row(
            "reporter's first page, cold",
            "≤ 60 kB in ≤ 6 requests",
            f"{first / KB:.1f} kB in {requests} requests",
            first <= 60 * KB and requests <= 6,
        ),
        Row(
            "first page to a sent report without files, all that is downloaded",
            "≤ 110 kB",
            f"{line.down / KB:.1f} kB in {line.requests} requests",
            line.down <= 110 * KB,
        ),
    ]


def awaited(running: Browser) -> list[Row]:
    """Seconds on a line of 400 kbit/s and 400 ms."""
    page, session = visitor(running)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    began = time.perf_counter()
    page.goto(f"{service().origin}/nl/kustdienst/")
    first = time.perf_counter() - began
    sent = report(page)
    page.context.close()
    return [
        Row("first page on a slow line", "usable ≤ 3 s", f"{first:.1f} s", first <= 3),
        Row("from “send” to the receipt on it", "≤ 4 s", f"{sent:.1f} s", sent <= 4),
    ]


def visitor(running: Browser) -> tuple[Page, CDPSession]:
    """Somebody with an empty cache."""
    context = running.new_context(locale="nl-NL")
    context.set_default_timeout(60_000)
    page = context.new_page()
    return page, context.new_cdp_session(page)


def report(page: Page) -> float:
    """Report; return the seconds from send to the nine words."""
    page.locator("a[href$='/report/']").first.click()
    continue_(page)
    page.locator("exclude-readers label.choice", has_text="Hoofd Buitenposten").first.click()
    continue_(page)
    page.locator("#text").fill("Een melding van gewone lengte. " * 20)
    for _ in range(5):
        continue_(page)
    began = time.perf_counter()
    continue_(page)
    page.locator("[data-words] li").nth(8).wait_for()
    return time.perf_counter() - began
