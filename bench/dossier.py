"""A dossier in a real Chromium: 500 items with 200 MB of files."""

import subprocess
from functools import partial
from pathlib import Path

from playwright.sync_api import Route, sync_playwright

from bench import Row
from tests.journeys.conftest import CHROMIUM, chromium

ROOT = Path(__file__).resolve().parents[1]
ITEMS = 500
SIZE = 200_000_000
HEAP = 300_000_000
LETTERS = {
    "regular": "@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf",
    "bold": "@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf",
    "code": "@fontsource/source-code-pro/files/source-code-pro-latin-400-normal.woff",
}


def measure() -> list[Row]:
    """Seal a case beforehand, and make its dossier once, as somebody would."""
    script = subprocess.run(  # noqa: S603
        ["npx", "esbuild", "bench/dossier.ts", "--bundle", "--format=esm", "--log-level=error"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    with sync_playwright() as playwright:
        options = [*CHROMIUM, "--enable-precise-memory-info"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=options)
        page = browser.new_page()
        page.set_default_timeout(600_000)
        page.route("http://localhost/", lambda route: route.fulfill(body="<!doctype html>"))
        for name, path in LETTERS.items():
            data = (ROOT / "node_modules" / path).read_bytes()
            page.route(f"http://localhost/{name}", partial(_answer, data))
        page.goto("http://localhost/")
        page.add_script_tag(content=script, type="module")
        page.wait_for_function("globalThis.dossier")
        page.evaluate(f"dossier.prepare({ITEMS}, {SIZE})")
        made = page.evaluate("dossier.make({regular: '/regular', bold: '/bold', code: '/code'})")
        browser.close()
    seconds, heap = made["time"] / 1000, made["heap"]
    what = f"a dossier of {ITEMS} items and {SIZE // 1_000_000} MB of files, Chromium"
    return [
        Row(
            what,
            "≤ 30 s",
            f"{seconds:.1f} s for a ZIP of {made['size'] / 1e6:.0f} MB",
            seconds <= 30 and made["lacking"] == 0,
        ),
        Row(f"{what}: heap", "≤ 300 MB", f"{heap / 1e6:.0f} MB at most", heap <= HEAP),
    ]


def _answer(data: bytes, route: Route) -> None:
    route.fulfill(body=data)
