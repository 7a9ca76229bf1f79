"""Take the pictures of docs/pages.md: `python -m tools.pictures`.

The demo is filled anew and visited; what people do meanwhile is what the journeys do. In the end
nine days go by in which nobody does anything.
"""

import json
import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from demo.filling import DEMO, fill, free_port, load
from tests.journeys.conftest import CHROMIUM, chromium
from tools.pictures import desks, reporting, signing_in
from tools.pictures.studio import PICTURES, Studio
from tools.service import environment_of, start

#: In this order: each finds what those before it have done.
SERIES = (
    reporting.ways_in,
    reporting.steps,
    reporting.her_page,
    signing_in.first_day,
    signing_in.too_many,
    desks.desk,
    desks.viewer,
    desks.name,
    reporting.care,
    desks.alarm,
    reporting.proof,
    desks.months,
    reporting.province,
)


def main() -> None:
    """Fill, visit, take pictures."""
    PICTURES.mkdir(exist_ok=True)
    kept = os.environ.get("SERVICE_DIR")
    folder = Path(kept) if kept else Path(tempfile.mkdtemp(prefix="hoeder-pictures-"))
    folder.mkdir(exist_ok=True)
    if load(folder) is None:
        reports = json.loads((DEMO / "reports.json").read_text())
        fill(folder, environment_of(folder, None, free_port()), reports)
    service = start(folder, None)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)
            studio = Studio(browser, service)
            for series in SERIES:
                series(studio)
            browser.close()
    finally:
        service.stop()


if __name__ == "__main__":
    main()
