"""Sealing in a real Chromium: a report with its box, a file of 50 MB; and opening a box."""

import subprocess
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from bench import Row
from tests.journeys.conftest import CHROMIUM, chromium

ROOT = Path(__file__).resolve().parents[1]
TIMES = 5
SIZE = 50_000_000


def measure() -> list[Row]:
    """Measure in one page; the first time of each warms it up and is not counted."""
    script = subprocess.run(  # noqa: S603
        ["npx", "esbuild", "bench/sealing.ts", "--bundle", "--format=esm", "--log-level=error"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)
        page = browser.new_page()
        # Web cryptography works in secure contexts only, and a page on this address is one.
        page.route("http://localhost/", lambda route: route.fulfill(body="<!doctype html>"))
        page.goto("http://localhost/")
        page.add_script_tag(content=script, type="module")
        page.wait_for_function("globalThis.sealing")
        cold = page.evaluate(f"sealing.file({SIZE})") / 1000
        reports = [page.evaluate("sealing.report()") / 1000 for _ in range(TIMES + 1)][1:]
        names = [page.evaluate("sealing.name()") / 1000 for _ in range(TIMES + 1)][1:]
        files = [page.evaluate(f"sealing.file({SIZE})") / 1000 for _ in range(TIMES)]
        browser.close()
    return [
        Row(
            "sealing 10 kB to a reporter and 4 officers, her box to 5 custodians and the authority,"
            " Chromium, warmed up",
            "≤ 0.2 s",
            f"{median(reports):.2f} s (median of {TIMES})",
            median(reports) <= 0.2,
        ),
        Row(
            "opening a box: three custodians and whoever is let in, together, Chromium",
            "≤ 1 s",
            f"{median(names):.2f} s (median of {TIMES})",
            median(names) <= 1,
        ),
        Row(
            "sealing a file of 50 MB, Chromium",
            "≤ 1 s",
            f"{median(files):.2f} s (median of {TIMES}; the first in a new page {cold:.2f} s)",
            median(files) <= 1,
        ),
    ]
