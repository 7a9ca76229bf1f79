"""A browser in the demo, and a camera."""

import io
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Visitor
from tests.journeys.people import at_desk
from tests.journeys.test_the_commission import go
from tools.service import Service

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


class Studio:
    """A browser, the demo, and a place for pictures."""

    def __init__(self, browser: Browser, service: Service) -> None:
        self.browser = browser
        self.service = service
        self.words = {one["reporter"]: one["words"] for one in service.demo.receipts}

    def arrive(self, width: int = 1280, scheme: str = "light") -> Visitor:
        """Somebody at a device of their own."""
        context = self.browser.new_context(
            locale="nl-NL",
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        if self.service.ahead:
            context.clock.install(time=datetime.now(UTC) + self.service.ahead)
        return Visitor(context, self.service)

    def desk(self, name: str, width: int = 1280, scheme: str = "light") -> Page:
        """Somebody at their desk, which is unlocked."""
        return at_desk(self.arrive(width, scheme), self.service, name)

    def take(self, page: Page, name: str, *, at: str = "") -> None:
        """Take a picture of what is seen at once, with something on top of it if it is named."""
        # What a page fetches by itself, and draws.
        page.wait_for_timeout(1_500)
        if at:
            page.locator(at).first.evaluate("one => one.scrollIntoView()")
        else:
            page.evaluate("scrollTo(0, 0)")
        # Pages have few colours: with a palette a picture takes a third, and looks the same.
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        few = shot.quantize(64, dither=Image.Dither.NONE)
        few.save(PICTURES / f"{name}.png", optimize=True)

    def place(self, desk: Page, route: str) -> None:
        """Take a picture of a place of the desk, which bears its name."""
        go(desk, route)
        self.take(desk, route)
