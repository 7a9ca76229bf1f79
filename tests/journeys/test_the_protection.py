"""Protection for somebody who wanted no plan at first. The whole: test_the_good_employer."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import Inspection
from tests.journeys.caring import at_case, choose_protector, say_how_it_goes, want_no_plan
from tests.journeys.conftest import Arrive
from tests.journeys.people import acknowledge, at_desk, come_back, open_case, report
from tests.journeys.test_the_name import case_id
from tools.service import Service

pytestmark = pytest.mark.xdist_group("the-protection")


def test_she_wants_no_plan_and_the_handling_goes_on(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """law.md RET-01, RET-04: Bram wants none, and signs it; nothing waits for him any more.

    1. Ada opens the investigation room: his documented refusal is enough.
    2. Later it begins. He lets Omar protect him, and says so unasked. Omar's inbox says it in
       words; Ada's does not.
    3. He wants to be asked by telephone. Omar reads the number, and can write down how he is.
    """
    text = f"De bonnen kloppen niet ({secrets.token_hex(4)})"
    visitor = arrive()
    words = report(visitor, text, excluding=["Hoofd Buitenposten"])
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    acknowledge(ada)
    bram = come_back(visitor, words)
    want_no_plan(bram)
    expect(bram.locator("my-care [data-state]")).to_contain_text("geen plan wilt")
    case = case_id(ada)
    at_case(ada, case)
    expect(ada.locator("desk-care [data-part=state]")).to_have_text("geen plan gewenst")
    ada.locator("#investigation [data-do=open]").click()
    expect(ada.locator("#investigation table")).to_contain_text("Ruth")

    choose_protector(bram, "Omar")
    say_how_it_goes(bram, "begun")
    expect(bram.locator("my-care [data-said]")).to_contain_text("het is begonnen")
    omar = at_desk(arrive(), service, "Omar")
    row = omar.locator("desk-inbox tr", has=omar.locator(f"a[href$='{case}']"))
    expect(row.locator("[data-part=risk]")).to_have_text("het is begonnen")
    ada.locator("a[data-route=inbox]").first.click()
    row = ada.locator("desk-inbox tr", has=ada.locator(f"a[href$='{case}']"))
    expect(row.locator("[data-part=risk]")).not_to_have_text("het is begonnen")

    bram.locator("my-care details", has=bram.locator("form[data-way]")).locator("summary").click()
    way = bram.locator("my-care form[data-way]")
    way.locator("[value=officer]").check()
    way.locator("#care-reach").fill("Bel na zeven uur: 070 000 00 00.")
    way.locator("button[type=submit]").click()
    expect(bram.locator("my-care [data-talk]")).to_contain_text("Bel na zeven uur")
    at_case(omar, case)
    expect(omar.locator("desk-own-room")).to_contain_text("Bel na zeven uur")
    expect(omar.locator("desk-care [data-part=note]")).to_be_visible()
    inspect(omar, "asked to ask by telephone", unfold="desk-care")
