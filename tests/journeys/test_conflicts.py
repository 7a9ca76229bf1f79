"""Conflicts of interest: declared first, cut off later, nobody left; and a case by another name."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import acknowledge, at_desk, come_back, declare, open_case, report
from tools.service import Service

pytestmark = pytest.mark.xdist_group("conflicts")


def a_text(about: str) -> str:
    """A report that no other journey has written."""
    return f"{about} ({secrets.token_hex(4)})"


def newest_case(page: Page) -> str:
    """Open the case with the highest number, which came in last; return its id."""
    rows = page.locator("desk-inbox tbody th a")
    expect(rows.first).to_be_visible()
    cases = rows.evaluate_all("all => all.map(one => [one.getAttribute('href'), one.textContent])")
    address, _text = max(cases, key=lambda one: int(re.sub(r"\D", "", one[1])))
    page.locator(f"desk-inbox a[href='{address}']").click()
    expect(page.locator("desk-declare h2")).to_be_visible()
    return str(address).rpartition("/")[2]


def name_later(desk: Page, who: str) -> None:
    """Cut off whoever holds this function, and their line."""
    desk.locator("desk-named summary").click()
    desk.locator("#desk-named-find").fill(who)
    desk.locator("desk-named label.choice:visible", has_text=who).first.click()
    expect(desk.locator("desk-named [data-part=foretold]")).to_be_visible()


def cut_off(desk: Page) -> None:
    """Say so, and press."""
    desk.locator("desk-named input[name=sure]").check()
    desk.locator("form[data-form=named] button[type=submit]").click()


def test_ruth_is_named_later_and_finds_nothing_any_more(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """Ada and Ruth declare before they read; then Ada finds Ruth named in the case.

    1. Ruth opens Noor's case. Before she has declared to be impartial her browser has fetched no
       room and no item. One press, and she reads.
    2. Ada declares, reads, acknowledges, and names the second independent officer. The page tells
       her that Ruth loses access.
    3. Ruth's next request is answered 404, as if the case were not there; her open page says so.
    4. Ada writes on. The room has a new key; Noor reads on and sees that Ruth is out.
    """
    text = a_text("Ook de tweede functionaris wist ervan.")
    noor = arrive()
    words = report(noor, text, excluding=["Hoofd Buitenposten"])

    visiting = arrive()
    ruth = at_desk(visiting, service, "Ruth")
    case = newest_case(ruth)
    asked = visiting.asked[visiting.asked.index(f"{service.origin}/api/desk/cases/{case}") :]
    assert not [one for one in asked if "/api/desk/rooms/" in one]
    inspect(ruth, "are you impartial?")
    ruth.locator("desk-declare [data-do=none]").click()
    expect(ruth.locator("#report [data-part=text]")).to_contain_text(text)

    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    acknowledge(ada)
    name_later(ada, "Ruth")
    expect(ada.locator("desk-named [data-part=foretold]")).to_contain_text("Ruth")
    inspect(ada, "who would be cut off")
    cut_off(ada)
    expect(ada.locator("desk-named [data-part=done]")).not_to_be_empty()

    address = f"{service.origin}/api/desk/cases/{case}"
    assert visiting.context.request.get(address).status == 404
    ruth.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(ruth.locator("main")).not_to_contain_text(text)
    expect(ruth.locator("main h1")).to_have_text(re.compile("bestaat niet, of is niet voor u"))

    answer = a_text("Wij gaan zonder haar verder.")
    ada.locator("input[name=kind][value=message]").check()
    ada.locator("#desk-message").fill(answer)
    ada.locator("form[data-form=message] button[type=submit]").click()
    expect(ada.locator("#talk")).to_contain_text(answer)
    expect(ada.locator("desk-people tbody")).not_to_contain_text("Ruth")

    mine = come_back(noor, words)
    expect(mine.locator("[data-talk]")).to_contain_text(answer)
    expect(mine.locator("[data-former]")).to_contain_text("Ruth")
    expect(mine.locator("[data-readers]")).not_to_contain_text("Ruth")
    expect(mine.locator("[data-troubles]")).to_be_hidden()


def test_two_people_rename_and_the_commission_is_let_in(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """A report is called a signal by two people; then nobody is left, and Noor lets in Mira.

    1. Ada proposes to call it a signal. Noor's page says so, and that nothing changes yet. Ada
       cannot agree with herself; Ruth does. Noor sees the name, the reasons and where to object;
       her dates are what they were.
    2. Ada finds that the director is named, and that this cuts off herself and Ruth. She does it.
       The case leaves her desk.
    3. Noor's page says that nobody handles her report, and who could take over. She lets them in.
    4. Mira declares, reads everything from the beginning, and takes the case.
    """
    text = a_text("De directeur wist hiervan.")
    noor = arrive()
    words = report(noor, text, excluding=["Hoofd Buitenposten"])
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    acknowledge(ada)

    reasons = a_text("Het gaat om een losse opmerking.")
    ada.locator("desk-called summary").click()
    ada.locator("#desk-called-to").select_option("signal")
    ada.locator("#desk-called-text").fill(reasons)
    ada.locator("desk-called form[data-form=propose] button[type=submit]").click()
    expect(ada.locator("desk-called [data-part=waiting]")).to_be_visible()
    expect(ada.locator("desk-called [name=answer]").first).to_be_hidden()
    mine = come_back(noor, words)
    expect(mine.locator("[data-called]")).to_contain_text("signaal")
    expect(mine.locator("[data-talk]")).to_contain_text(reasons)
    dates = mine.locator("[data-clocks]").inner_text()

    ruth = at_desk(arrive(), service, "Ruth")
    open_case(ruth, text)
    ruth.locator("desk-called input[value=confirmed]").check()
    ruth.locator("desk-called form[data-form=decide] button[type=submit]").click()
    expect(ruth.locator("desk-called [data-part=now]")).to_contain_text("signaal")
    mine = come_back(noor, words)
    expect(mine.locator("[data-called]")).to_contain_text("Twee functionarissen")
    expect(mine.locator("[data-called]")).to_contain_text("integriteitscommissie")
    assert mine.locator("[data-clocks]").inner_text() == dates
    expect(mine.locator("section[data-nobody]")).to_be_hidden()

    name_later(ada, "Directeur Kustdienst")
    foretold = ada.locator("desk-named [data-part=foretold]")
    expect(foretold).to_contain_text("Ruth")
    expect(foretold).to_contain_text("U verliest zelf")
    cut_off(ada)
    expect(ada.locator("desk-inbox h1")).to_be_visible()
    expect(ada.locator("main")).not_to_contain_text(text)

    mine = come_back(noor, words)
    nobody = mine.locator("section[data-nobody]")
    expect(nobody).to_be_visible()
    inspect(mine, "nobody handles her report")
    for name in ("Mira", "Sanne", "Tarik"):
        expect(nobody).to_contain_text(name)
    nobody.locator("button").click()
    expect(nobody).to_be_hidden()
    expect(mine.locator("[data-readers]")).to_contain_text("Mira")
    expect(mine.locator("[data-former]")).to_contain_text("Ada")

    mira = at_desk(arrive(), service, "Mira")
    open_case(mira, text)
    declare(mira)
    expect(mira.locator("#talk")).to_contain_text(reasons)
    inspect(mira, "a case that nobody handles")
    mira.locator("form[data-form=take] button").click()
    expect(mira.locator("header [data-part=handler]").first).to_have_text("U bent de behandelaar")
    mine = come_back(noor, words)
    expect(mine.locator("section[data-nobody]")).to_be_hidden()
    expect(mine.locator("[data-troubles]")).to_be_hidden()
