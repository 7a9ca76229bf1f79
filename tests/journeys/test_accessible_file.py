"""Every state of a reporter's own file can be used by everybody: axe, reflow, keyboard."""

from playwright.sync_api import expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import come_back, report
from tests.journeys.test_my_file import fold, opened, record


def test_a_file_is_written_corrected_and_shared_by_keyboard(
    arrive: Arrive, inspect: Inspection
) -> None:
    """From an empty file to one with an entry, a cost and a copy that is about to be shared.

    Each fold is opened, filled in and sent by the keyboard alone; each state is looked at wide and
    light, narrow and dark.
    """
    noor = arrive()
    words = report(noor, "Voor wie het toetsenbord gebruikt.", excluding=["Hoofd Buitenposten"])
    page = opened(come_back(noor, words))
    inspect(page, "an empty file")
    for kind in ("entry", "baseline", "cost", "decision", "note"):
        page.locator(f"details[data-form={kind}] > summary").focus()
        page.keyboard.press("Enter")
    inspect(page, "all forms open")

    form = fold(page, "entry")
    form.locator("[type=submit]").focus()
    page.keyboard.press("Enter")
    expect(form.locator("[data-problem]")).to_be_visible()
    inspect(page, "what is missing is said")
    form.locator("[name=what]").fill("Mijn naam is van de deur gehaald.")
    form.locator("[name=form]").select_option("other")
    form.locator("[name=other]").fill("Weg van de deur")
    form.locator("[name=actor]").select_option("colleagues")
    form.locator("[name=when-day]").fill("2099-01-01")
    form.locator("[type=submit]").focus()
    page.keyboard.press("Enter")
    expect(form.locator("[data-future-yes]")).to_be_focused()
    inspect(page, "a day that is to come is asked about")
    page.keyboard.press("Enter")
    entry = record(page, "Weg van de deur")
    expect(entry.locator("h4")).to_be_focused()

    form = fold(page, "cost")
    form.locator("[name=class]").select_option("travel")
    form.locator("[name=what]").fill("Taxi")
    form.locator("[name=amount]").fill("12,50")
    form.locator("[value=unknown]").check()
    form.locator("[name=amount]").press("Enter")
    expect(record(page, "Taxi")).to_be_visible()
    page.locator("[data-timeline] details > summary").click()
    inspect(page, "entries, totals and the timeline")

    entry.locator("[data-correct]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("form[data-kind=entry] [data-correcting]")).to_be_visible()
    inspect(page, "correcting")
    page.locator("form[data-kind=entry] [data-cancel]").press("Enter")
    entry.locator("[data-share]").press("Enter")
    expect(page.locator("[data-share-of]")).to_be_focused()
    page.locator("[data-share-form] [value=care]").check()
    inspect(page, "sharing")
    page.locator("[data-share-cancel]").press("Enter")
    expect(entry.locator("[data-share]")).to_be_focused()
