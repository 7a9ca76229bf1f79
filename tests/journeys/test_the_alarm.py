"""The alarm: a name is out, and one press warns people whom nobody in the body can stop."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, words_of
from tools.service import Service

pytestmark = pytest.mark.xdist_group("the-alarm")


def a_text(about: str) -> str:
    """Words that no other journey has written."""
    return f"{about} ({secrets.token_hex(4)})"


def raise_alarm(page: Page) -> None:
    """Press once; nothing is asked first."""
    page.locator("form[data-raise] button[type=submit]").click()
    expect(page.locator("#name-out")).to_be_focused()
    expect(page.locator("[data-terms] dt")).to_have_count(2)


def tell_commission(page: Page, text: str) -> None:
    """Seal what happened to the commission."""
    page.locator("#out-what").fill(text)
    page.locator("#out-when").fill("Gisteren, bij de koffie.")
    page.locator("#out-whom").fill("Kuiper wist het.")
    page.locator("form[data-tell] button[type=submit]").click()
    expect(page.locator("[data-room] [data-talk]")).to_contain_text(text)


def hand_over(page: Page, name: str) -> None:
    """Try to give the case to somebody."""
    people = page.locator("desk-people")
    people.locator("[data-part=handover] summary").click()
    people.locator("label.choice", has_text=name).click()
    warned = people.locator("form[data-form=handover] [data-part=warning] input")
    if warned.is_visible():
        warned.check()
    people.locator("form[data-form=handover] button[type=submit]").click()


def incidents_of(page: Page) -> Page:
    """Go to the incidents."""
    page.locator("a[data-route=incidents]").first.click()
    expect(page.locator("main h1")).to_have_text("Incidenten")
    return page


def open_newest(page: Page) -> None:
    """Open the incident on top."""
    incidents_of(page)
    page.locator("desk-incidents tbody th a").first.click()
    expect(page.locator("desk-incident [data-part=clocks] dt")).to_have_count(2)


def note(page: Page, form: str) -> None:
    """Press the button of a step, and wait until it is noted."""
    page.locator(f"form[data-form={form}] button[type=submit]").click()
    expect(page.locator(f"form[data-form={form}]")).to_be_hidden()


def test_the_alarm_of_somebody_who_reported_elsewhere(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """Yara reported by letter. Door 3 gives her nine words and a room with the commission.

    1. She opens door 3 on the start page, leaves Tarik out, writes, and gets nine words.
    2. Mira sees the incident, reads what Yara wrote, and answers. There is no case.
    3. Yara comes back with her words: the dates run, and she reads the answer.
    """
    out = a_text("Mijn brief ligt op tafel bij de verkeerde.")
    yara = arrive().visit("/nl/kustdienst/")
    yara.locator("a[href$='/alarm/']").first.click()
    yara.locator("[data-commission] label", has_text="Tarik").click()
    yara.locator("form[data-alarm] button[type=submit]").click()
    expect(yara.locator("alarm-form [role=alert]").first).to_be_visible()
    inspect(yara, "the alarm, nothing written")
    yara.locator("#alarm-text").fill(out)
    yara.locator("form[data-alarm] button[type=submit]").click()
    expect(yara.locator("[data-done] h1")).to_be_focused()
    words = words_of(yara)
    inspect(yara, "the alarm, received")

    mira = at_desk(arrive(), service, "Mira")
    incidents_of(mira)
    expect(mira.locator("desk-incidents tbody th a").first).to_be_visible()
    inspect(mira, "incidents")
    open_newest(mira)
    expect(mira.locator("[data-part=talk-panel]")).to_contain_text(out)
    inspect(mira, "incident of somebody who reported elsewhere")
    incident = mira.url
    answer = a_text("Wij halen de brief weg.")
    mira.locator("#desk-incident-text").fill(answer)
    mira.locator("form[data-form=answer] button[type=submit]").click()
    expect(mira.locator("[data-part=talk-panel]")).to_contain_text(answer)

    back = come_back(arrive(), words)
    expect(back.locator("[data-terms] dt")).to_have_count(2)
    expect(back.locator("[data-room] [data-talk]")).to_contain_text(answer)
    expect(back.locator("who-knew")).to_be_hidden()
    inspect(back, "my alarm")

    tarik = at_desk(arrive(), service, "Tarik")
    tarik.goto(incident)
    unlock_again(tarik, service)
    shown = tarik.locator("desk-incident [data-part=clocks] dt")
    expect(shown).to_have_count(2, timeout=40_000)
    expect(tarik.locator("main")).not_to_contain_text(out)


def unlock_again(page: Page, service: Service) -> None:
    """A fresh page has forgotten the keys."""
    page.locator("#desk-passphrase").fill(service.demo.person("Tarik")["passphrase"])
    page.locator("form[data-form=unlock] button[type=submit]").click()
