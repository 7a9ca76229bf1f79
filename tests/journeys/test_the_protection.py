"""The protection: Noor chooses who protects her, and a plan is made with her."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, declare, open_case, report
from tests.journeys.test_the_handling import acknowledge
from tests.journeys.test_the_name import case_id
from tools.service import Service

pytestmark = pytest.mark.xdist_group("service")


def choose_protector(noor: Page, name: str) -> None:
    """Open a room with somebody who protects her."""
    care = noor.locator("my-care")
    box = care.locator("[data-protectors] label.choice", has_text=name).locator("input")
    box.check()
    care.locator("form[data-choose] button[type=submit]").click()
    expect(care.locator("[data-in-room]")).to_contain_text(name)


def fear(noor: Page, fears: str) -> None:
    """Tell what she fears."""
    form = noor.locator("my-care form[data-assess]")
    form.locator("[name=fears]").fill(fears)
    form.locator("[name=begun][value=no]").check()
    form.locator("[name=level][value=high]").check()
    form.locator("[name=wishes]").fill("Werken vanaf een andere plek.")
    form.locator("button[type=submit]").click()
    expect(noor.locator("my-care [data-talk]")).to_contain_text(fears)


def at_case(desk: Page, case: str) -> Page:
    """Open a case by its address, among those on the desk."""
    desk.locator("a[data-route=inbox]").first.click()
    desk.locator(f"desk-inbox a[href$='{case}']").click()
    declare(desk)
    expect(desk.locator("desk-care [data-part=state]")).not_to_be_empty()
    return desk


def propose(omar: Page, what: str) -> None:
    """Put a plan of one measure before her."""
    panel = omar.locator("desk-care")
    panel.locator("[data-part=propose] summary").click()
    form = panel.locator("form[data-form=plan]")
    form.locator("button[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("minstens één maatregel")
    form.locator("[name=what]").fill(what)
    form.locator("[name=owner]").fill("Lotte")
    form.locator("[name=by]").fill("2027-01-15")
    form.locator("button[type=submit]").click()
    expect(panel.locator("[data-part=state]")).to_have_text("plan voorgesteld")


def test_a_plan_is_made_with_her_and_the_case_waits_for_it(
    service: Service, arrive: Arrive
) -> None:
    """law.md RET-01: Noor chooses Omar; without a plan nothing goes on.

    1. Ada acknowledges. She cannot give feedback: the page says whose turn it is.
    2. Noor sees who could protect her, and opens a room with Omar. She tells what she fears.
    3. Omar finds the case on his desk. He reads what she fears, and nothing of the report.
    4. He proposes a plan. Noor reads its measures, and signs her yes.
    5. Ada sees the word for it, and nothing of the plan. She can give feedback now.
    6. Noor says that it has begun, unasked. Omar's inbox says so in words; Ada's does not.
    """
    text = f"Van Dalen scheldt medewerkers uit ({secrets.token_hex(4)})"
    fears = f"Dat ik word overgeplaatst ({secrets.token_hex(4)})"
    measure = f"Niemand plaatst haar over ({secrets.token_hex(4)})"
    visitor = arrive()
    words = report(visitor, text, excluding=["Hoofd Buitenposten"])
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    acknowledge(ada)
    ada.locator("input[name=kind][value=feedback]").check()
    form = ada.locator("form[data-form=feedback]")
    for field, value in (("measure", "enquiry"), ("stage", "taken"), ("reason", "not_established")):
        form.locator(f"[name={field}]").select_option(value)
    for field in ("action", "grounds"):
        form.locator(f"[name={field}]").fill("Wij spraken met het hoofd.")
    form.locator("button[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("beschermingsplan")
    expect(ada.locator("desk-care [data-part=turn]")).to_contain_text("De melder is aan zet")

    noor = come_back(visitor, words)
    expect(noor.locator("my-care [data-state]")).to_contain_text("nog niet gekozen")
    choose_protector(noor, "Omar")
    fear(noor, fears)

    omar = at_case(at_desk(arrive(), service, "Omar"), case_id(ada))
    expect(omar.locator("desk-own-room")).to_contain_text(fears)
    expect(omar.locator("main")).not_to_contain_text(text)
    propose(omar, measure)

    noor = come_back(visitor, words)
    care = noor.locator("my-care")
    expect(care.locator("[data-measures]")).to_contain_text(measure)
    answer = care.locator("form[data-answer-plan]")
    answer.locator("button[type=submit]").click()
    expect(answer.locator("[data-problem]")).to_contain_text("ja of nee")
    answer.locator("[name=approved][value=yes]").check()
    answer.locator("button[type=submit]").click()
    expect(care.locator("[data-state]")).to_contain_text("goed")

    at_case(ada, case_id(ada))
    expect(ada.locator("desk-care [data-part=state]")).to_have_text("plan akkoord")
    expect(ada.locator("main")).not_to_contain_text(measure)
    expect(ada.locator("desk-care [data-part=holds]")).to_be_hidden()

    check = care.locator("form[data-check-in]")
    check.locator("[name=answer][value=begun]").check()
    check.locator("button[type=submit]").click()
    expect(care.locator("[data-said]")).to_contain_text("het is begonnen")
    service.manage("tick")
    omar.locator("a[data-route=inbox]").first.click()
    row = omar.locator("desk-inbox tr", has=omar.locator(f"a[href$='{case_id(ada)}']"))
    expect(row.locator("[data-part=risk]")).to_have_text("het is begonnen")
    case = case_id(ada)
    ada.locator("a[data-route=inbox]").first.click()
    row = ada.locator("desk-inbox tr", has=ada.locator(f"a[href$='{case}']"))
    expect(row.locator("[data-part=risk]")).to_have_text("plan akkoord")


def test_she_wants_no_plan_and_the_handling_goes_on(service: Service, arrive: Arrive) -> None:
    """law.md RET-01: Bram wants none, and signs it; nothing waits for him any more."""
    text = f"De bonnen kloppen niet ({secrets.token_hex(4)})"
    visitor = arrive()
    words = report(visitor, text, excluding=["Hoofd Buitenposten"])
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    acknowledge(ada)
    bram = come_back(visitor, words)
    care = bram.locator("my-care")
    care.locator("[data-part=decline] summary").click()
    care.locator("form[data-decline] button[type=submit]").click()
    expect(care.locator("[data-state]")).to_contain_text("geen plan wilt")
    case = case_id(ada)
    at_case(ada, case)
    expect(ada.locator("desk-care [data-part=state]")).to_have_text("geen plan gewenst")
    ada.locator("#investigation [data-do=open]").click()
    expect(ada.locator("#investigation table")).to_contain_text("Ruth")
