"""What officers see at their desks, and what the commission sees above them."""

import re

from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.document import document
from tests.journeys.people import (
    come_back,
    continue_,
    declare,
    open_case,
    sign_in,
    until_clean,
    words_of,
)
from tests.journeys.test_a_name_of_her_own import ask as ask_for_the_name
from tests.journeys.test_the_alarm import raise_alarm
from tests.journeys.test_the_commission import go
from tests.later import serve_later
from tools.pictures.studio import Studio


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


def viewer(studio: Studio) -> None:
    """A PDF that somebody sent, drawn where nothing of it can run."""
    page = studio.arrive().visit("/nl/kustdienst/report/")
    for _ in range(2):
        continue_(page)
    page.locator("#text").fill("De factuur klopt niet.")
    for _ in range(2):
        continue_(page)
    invoice = FilePayload(
        name="factuur.pdf",
        mimeType="application/pdf",
        buffer=document("Factuur 2031", "about:blank"),
    )
    page.locator("file-picker input[type=file]").first.set_input_files([invoice])
    until_clean(page)
    page.locator("[data-original-choice] input").check()
    for _ in range(4):
        continue_(page)
    words_of(page)
    ada = studio.desk("Ada")
    open_case(ada, "De factuur klopt niet.")
    ada.locator("#files [data-do=show]").last.click()
    expect(
        ada.frame_locator("iframe.desk-frame--viewer").locator("[data-part=where]")
    ).to_contain_text("Pagina 1")
    studio.take(ada, "viewer", at="sealed-file:has(iframe)")


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
