"""The alarm: a name is out, and one press warns people whom nobody in the body can stop."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, declare, open_case, report, words_of
from tests.journeys.test_the_handling import acknowledge
from tools.service import Service

pytestmark = pytest.mark.xdist_group("service")


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


def test_noors_name_is_out(service: Service, arrive: Arrive) -> None:
    """Kuiper spoke. Noor presses once; access is frozen, Mira is warned, candidates are counted.

    1. Noor has reported, Ada has acknowledged. Noor comes back and presses once: she sees two
       dates, how many were told, and that nobody new can be let in.
    2. She tells the commission what came out. Nobody who holds her report is among the readers.
    3. Ada cannot let anybody in any more; the page says why. She is asked to account, and answers.
    4. Mira sees the incident among hers, and no words of Noor there. In Noor's room, after she
       declared to be impartial, she reads what Noor told, and nothing of the report.
    5. Closing is refused as long as something is due. Mira notes measures and the decision.
    6. Noor reads Ada's account. Her device counts who could have known what she wrote.
    7. Mira closes. Noor sees it, and can press again.
    8. Van Dalen has no incidents, nothing to account for, and no case.
    """
    text = a_text("Ons hoofd scheldt medewerkers uit.")
    out = a_text("Op de gang noemen ze mijn naam.")
    account = a_text("Ik heb met niemand over deze zaak gesproken.")
    words = report(arrive(), text, excluding=["Hoofd Buitenposten"])
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    acknowledge(ada)

    noor = come_back(arrive(), words)
    raise_alarm(noor)
    expect(noor.locator("[data-told]")).to_contain_text(re.compile(r"^\d"))
    expect(noor.locator("[data-frozen]")).to_be_visible()
    expect(noor.locator("name-out [data-commission]")).to_contain_text("Mira")
    expect(noor.locator("name-out [data-commission]")).not_to_contain_text("Ada")
    tell_commission(noor, out)

    hand_over(ada, "Ruth")
    expect(ada.locator("form[data-form=handover] [role=alert]")).to_contain_text("sloeg alarm")

    ada.locator("a[data-route=inbox]").first.click()
    ada.locator("desk-asked a").click()
    expect(ada.locator("main h1")).to_be_focused()
    form = ada.locator("desk-accounts form:visible").last
    form.locator("textarea").fill(account)
    form.locator("button[type=submit]").click()
    expect(ada.locator("desk-accounts [data-part=given]").last).to_contain_text("Verzonden")

    mira = at_desk(arrive(), service, "Mira")
    open_newest(mira)
    expect(mira.locator("main")).not_to_contain_text(out)
    expect(mira.locator("main")).to_contain_text(account)
    incident = mira.url
    mira.locator("form[data-form=close] button[type=submit]").click()
    expect(mira.locator("form[data-form=close] [role=alert]")).to_be_visible()
    mira.locator("[data-part=case-link] a").click()
    declare(mira)
    expect(mira.locator("#commission")).to_contain_text(out)
    expect(mira.locator("main")).not_to_contain_text(text)
    expect(mira.locator("#report")).to_be_hidden()

    open_newest(mira)
    assert mira.url == incident
    note(mira, "measures")
    mira.locator("input[name=decision][value=made]").check()
    note(mira, "notification")

    noor.locator("name-out [data-look]").click()
    expect(noor.locator("[data-accounts]")).to_contain_text(account)
    noor.locator("who-knew summary").click()
    noor.locator("who-knew [data-facts] label", has_text=text[:20]).click()
    noor.locator("who-knew button[type=submit]").click()
    expect(noor.locator("[data-number]")).to_be_focused()
    expect(noor.locator("[data-candidates]")).to_contain_text("Ada")
    expect(noor.locator("[data-candidates]")).not_to_contain_text("Mira")

    note(mira, "close")
    noor.locator("name-out [data-look]").click()
    expect(noor.locator("form[data-raise]")).to_be_visible()

    van_dalen = at_desk(arrive(), service, "Van Dalen")
    expect(van_dalen.locator("a[data-route=incidents]")).to_be_hidden()
    expect(van_dalen.locator("desk-asked a")).to_have_count(0)
    van_dalen.evaluate("path => history.pushState(null, '', path)", incident)
    van_dalen.evaluate("() => dispatchEvent(new PopStateEvent('popstate'))")
    expect(van_dalen.locator("main h1")).to_contain_text("bestaat niet")


def test_the_alarm_of_somebody_who_reported_elsewhere(service: Service, arrive: Arrive) -> None:
    """Yara reported by letter. Door 3 gives her nine words and a room with the commission.

    1. She opens door 3 on the start page, leaves Tarik out, writes, and gets nine words.
    2. Mira sees the incident, reads what Yara wrote, and answers. There is no case.
    3. Yara comes back with her words: the dates run, and she reads the answer.
    """
    out = a_text("Mijn brief ligt op tafel bij de verkeerde.")
    yara = arrive().visit("/nl/kustdienst/")
    yara.locator("a[href$='/alarm/']").first.click()
    yara.locator("[data-commission] label", has_text="Tarik").click()
    yara.locator("#alarm-text").fill(out)
    yara.locator("form[data-alarm] button[type=submit]").click()
    expect(yara.locator("[data-done] h1")).to_be_focused()
    words = words_of(yara)

    mira = at_desk(arrive(), service, "Mira")
    open_newest(mira)
    expect(mira.locator("[data-part=talk-panel]")).to_contain_text(out)
    incident = mira.url
    answer = a_text("Wij halen de brief weg.")
    mira.locator("#desk-incident-text").fill(answer)
    mira.locator("form[data-form=answer] button[type=submit]").click()
    expect(mira.locator("[data-part=talk-panel]")).to_contain_text(answer)

    back = come_back(arrive(), words)
    expect(back.locator("[data-terms] dt")).to_have_count(2)
    expect(back.locator("[data-room] [data-talk]")).to_contain_text(answer)
    expect(back.locator("who-knew")).to_be_hidden()

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
