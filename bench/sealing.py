"""Sealing in a real Chromium: a report with its box, a file of 50 MB; and opening a box."""

from statistics import median

from bench import Row
from bench.browsing import page_with

TIMES = 5
SIZE = 50_000_000


def measure() -> list[Row]:
    """Measure in one page; the first time of each warms it up and is not counted."""
    with page_with("sealing") as page:
        cold = page.evaluate(f"sealing.file({SIZE})") / 1000
        reports = [page.evaluate("sealing.report()") / 1000 for _ in range(TIMES + 1)][1:]
        names = [page.evaluate("sealing.name()") / 1000 for _ in range(TIMES + 1)][1:]
        files = [page.evaluate(f"sealing.file({SIZE})") / 1000 for _ in range(TIMES)]
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
