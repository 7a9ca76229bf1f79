"""Take the pictures of docs/pages.md: `python -m tools.pictures`.

The demo is filled anew and visited; what people do meanwhile is what the journeys do. In the end
nine days go by in which nobody does anything.
"""

import io
import json
import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from demo.__main__ import code
from demo.filling import DEMO, fill, free_port, load
from tests.journeys.caring import choose_protector, the_promise, write_down
from tests.journeys.conftest import CHROMIUM, Visitor, chromium
from tests.journeys.people import at_desk, come_back, continue_, declare, report, sign_in
from tests.journeys.test_a_name_of_her_own import ask as ask_for_the_name
from tests.journeys.test_my_file import fold, opened
from tests.journeys.test_the_alarm import raise_alarm
from tests.journeys.test_the_commission import go
from tests.later import serve_later
from tools.service import Service, environment_of, start

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
TEXT = (
    "Ik werk op een buitenpost. Ons hoofd scheldt medewerkers uit waar anderen bij zijn en maakt"
    " collega's zwart bij de directie. Dit gaat al twee jaar zo."
)


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
            for series in (ways_in, her_page, signing_in, desk, name, care, alarm, proof, months):
                series(studio)
            browser.close()
    finally:
        service.stop()


def ways_in(studio: Studio) -> None:
    """What somebody finds before anything was sent, and the receipt."""
    take = studio.take
    phone = studio.arrive(320)
    take(phone.visit("/nl/kustdienst/"), "start-phone")
    take(phone.visit("/nl/kustdienst/alarm/"), "alarm-phone")
    take(studio.arrive(320, "dark").visit("/nl/back/"), "back-phone-dark")
    wide = studio.arrive()
    take(wide.visit("/nl/"), "bodies")
    take(wide.visit("/nl/kustdienst/advice/"), "advice")
    take(wide.visit("/nl/outside/"), "outside")
    take(wide.visit("/nl/away/"), "away")
    take(wide.visit("/nl/nergens/"), "not-there")
    page = wide.visit("/nl/kustdienst/report/")
    continue_(page)
    page.locator("exclude-readers label.choice", has_text="Hoofd Buitenposten").first.click()
    take(page, "who-must-not-see")
    night = studio.arrive(320, "dark")
    report(night, TEXT, excluding=["Hoofd Buitenposten"], who="Het hoofd Buitenposten")
    take(night.page, "receipt-phone-dark")


def her_page(studio: Studio) -> None:
    """Back with the receipt: what comes next, and her own file."""
    mine = opened(come_back(studio.arrive(), studio.words["Noor"]))
    studio.take(mine, "my-report")
    form = fold(mine, "entry")
    form.locator("[name=what]").fill("Ik mag niet terug naar mijn post.")
    form.locator("[name=form]").select_option("denied_return_or_property")
    form.locator("[name=actor]").select_option("director")
    form.locator("input[value=unknown]").check()
    form.locator("[type=submit]").click()
    expect(mine.locator("[data-records] > li")).to_have_count(1)
    studio.take(mine, "file", at="my-file [data-records]")


def signing_in(studio: Studio) -> None:
    """An officer's first day, and a colleague who confirms the new keys."""
    take = studio.take
    whose = ["--body", "integriteitscommissie", "--name", "Eva", "--role", "commission_member"]
    link = studio.service.manage("invite_officer", "eva-tweede@commissie.example", *whose).strip()
    password = "eva bewaakt de kust"  # noqa: S105
    eva = studio.arrive()
    page = eva.visit("/invitation/" + link.rsplit("/", 2)[1] + "/")
    take(page, "invitation")
    fill_in(page, password=password, again=password)
    take(page, "sign-in")
    fill_in(page, login="eva-tweede@commissie.example", password=password)
    take(page, "second-factor-set-up")
    secret = page.locator("main code").inner_text()
    fill_in(page, code=code(secret))
    take(page, "recovery-codes")
    take(eva.visit("/account/second-factor/"), "second-factor")
    take(eva.visit("/account/password/"), "password")
    take(eva.visit("/account/logout/"), "sign-out")
    page = eva.visit("/desk/")
    take(page, "duties")
    fill_in(page)
    for field in ("#desk-new", "#desk-repeat"):
        page.locator(field).fill("vier vreemde woorden varen")
    take(page, "make-keys")
    page.locator("form[data-form=make] button[type=submit]").click()
    expect(page.locator(".desk-groups span")).to_have_count(10, timeout=40_000)
    take(page, "keys-to-confirm")
    people = sign_in(studio.arrive(), studio.service, "Sanne")
    people.goto(f"{studio.service.origin}/people/")
    take(people, "people")
    people.locator("a[href$='/confirm/']").first.click()
    take(people, "confirm-keys")
    other = studio.arrive()
    other.visit("/account/login/")
    fill_in(other.page, login="eva-tweede@commissie.example", password=password)
    take(other.page, "second-factor-code")


def fill_in(page: Page, **fields: str) -> None:
    """Fill in a form of the account pages and send it."""
    for field, value in fields.items():
        page.locator(f"main [name={field}]").fill(value)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()


def desk(studio: Studio) -> None:
    """Unlocking, the inbox and a case; what others find; what was told aloud or asked."""
    take = studio.take
    take(sign_in(studio.arrive(320, "dark"), studio.service, "Ruth"), "unlock-phone-dark")
    ada = studio.desk("Ada")
    ada.locator("desk-inbox tbody tr").first.wait_for()
    take(ada, "inbox")
    ada.locator("desk-inbox tbody th a").first.click()
    expect(ada.locator("desk-declare h2")).to_be_visible()
    take(ada, "declare")
    declare(ada)
    ada.locator("#report [data-part=text]").wait_for()
    take(ada, "case")
    take(ada, "case-talk", at="#talk")
    ada.locator("a[data-route=keys]").click()
    take(ada, "keys")
    take(studio.desk("Van Dalen", scheme="dark"), "inbox-van-dalen-dark")
    studio.place(studio.desk("Smit"), "register")
    asking = studio.arrive().visit("/nl/kustdienst/advice/")
    asking.locator("[data-advisers] label", has_text="Ilse").click()
    asking.locator("#question").fill("Mag ik melden wat ik niet kan bewijzen?")
    asking.locator("form[data-ask] button[type=submit]").click()
    expect(asking.locator("[data-done] h1")).to_be_focused()
    ilse = studio.desk("Ilse")
    studio.place(ilse, "talks")
    ilse.locator("desk-talks tbody th a").first.click()
    expect(ilse.locator("desk-talk .talk__item").first).to_be_visible()
    take(ilse, "talk")


def name(studio: Studio) -> None:
    """Noor's name is asked for; she answers, and custodians read why."""
    ada = studio.desk("Ada")
    open_noors(ada)
    ask_for_the_name(ada, "Omar", "Omar moet weten wie hij beschermt.")
    studio.take(ada, "case-identity", at="#identity")
    mine = come_back(studio.arrive(), studio.words["Noor"])
    asked = mine.locator("my-openings article").first
    studio.take(mine, "asked-for-her-name", at="#openings")
    asked.locator("[data-do=agree]").click()
    expect(asked.locator("[data-do=withdraw]")).to_be_visible()
    ruth = studio.desk("Ruth")
    go(ruth, "custody")
    expect(ruth.locator("[data-part=requests] article")).to_have_count(1)
    studio.take(ruth, "custody", at="[data-part=requests]")
    studio.place(studio.desk("Omar"), "openings")


def open_noors(ada: Page) -> None:
    """Open the case in which Ada answered already: the oldest."""
    cases = ada.locator("desk-inbox tbody th a")
    expect(cases.first).to_be_visible()
    cases.filter(has_text=re.compile(r"\b1\b")).first.click()
    declare(ada)
    expect(ada.locator("#report [data-part=text]")).not_to_be_empty()


def care(studio: Studio) -> None:
    """Who protects her, what was promised, and what everybody's decisions rest on."""
    mine = come_back(studio.arrive(), studio.words["Noor"])
    choose_protector(mine, "Omar")
    studio.take(mine, "my-protection", at="my-care")
    promise = "U kunt uw spullen in Lissabon ophalen."
    write_down(mine, promise, owner="Smit", days=5)
    studio.take(mine, "promises", at="my-promises")
    smit = studio.desk("Smit")
    the_promise(smit, promise)
    studio.take(smit, "commitments")
    studio.place(studio.desk("Lotte"), "grounds")


def alarm(studio: Studio) -> None:
    """Her name is out: one press, and who has to account."""
    mine = come_back(studio.arrive(), studio.words["Noor"])
    raise_alarm(mine)
    studio.take(mine, "my-alarm", at="#name-out")
    ada = studio.desk("Ada")
    ada.locator("desk-asked a").click()
    expect(ada.locator("main h1")).to_be_focused()
    studio.take(ada, "accounts")
    mira = studio.desk("Mira")
    studio.place(mira, "incidents")
    mira.locator("desk-incidents tbody th a").first.click()
    expect(mira.locator("desk-incident [data-part=clocks] dt")).to_have_count(2)
    studio.take(mira, "incident")


def proof(studio: Studio) -> None:
    """The check that holds, what she takes along, and the log as anybody sees it."""
    studio.service.manage("publish_ledger", "--now")
    mine = come_back(studio.arrive(320), studio.words["Noor"])
    mine.locator("my-log [data-check]").click()
    mine.locator("[data-found]").wait_for()
    studio.take(mine, "check-phone", at="[data-found]")
    mine = opened(come_back(studio.arrive(), studio.words["Noor"]))
    studio.take(mine, "dossier", at="#dossier")
    studio.take(studio.arrive(scheme="dark").visit("/log/?language=nl"), "log-dark")
    saved = studio.service.data_dir / "check.html"
    saved.write_bytes(
        (studio.service.data_dir / "pages" / "nl" / "back" / "check.html").read_bytes()
    )
    alone = studio.arrive().page
    alone.goto(saved.as_uri())
    studio.take(alone, "saved-check")


def months(studio: Studio) -> None:
    """Nine days in which nobody does anything, as the commission sees them."""
    serve_later(studio.service, days=9)
    mira = studio.desk("Mira")
    for route in ("escalations", "breaches", "recommendations", "reports"):
        studio.place(mira, route)
    go(mira, "board")
    studio.take(mira, "board", at="desk-board [data-part=sum]")
    mira.locator("desk-board tbody tr", has_text="Kustdienst").locator("a").click()
    expect(mira.locator("desk-duties tbody tr").first).to_be_visible()
    studio.take(mira, "overdue")
    go(mira, "escalations")
    mira.locator("desk-escalations article [data-do=review]").first.click()
    expect(mira.locator("[data-part=room-none], [data-part=room-there]").first).to_be_visible()
    studio.take(mira, "review")


if __name__ == "__main__":
    main()
