"""How a case ends over the objection of its reporter. With her yes: test_the_good_employer."""

import secrets

from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive, Visitor
from tests.journeys.people import at_desk, come_back, open_case, report
from tools.service import Service


def a_text(text: str) -> str:
    """Words that no other journey writes."""
    return f"{text} {secrets.token_hex(6)}"


def write(page: Page, kind: str, **fields: str) -> None:
    """Acknowledge or give feedback, from the handler's desk."""
    page.locator(f"input[name=kind][value={kind}]").check()
    form = page.locator(f"form[data-form={kind}]")
    for name, text in fields.items():
        form.locator(f"[name={name}]").fill(text)
    form.locator("button[type=submit]").click()
    expect(form.locator("[data-part=said]").or_(page.locator("#talk ol")).first).to_be_visible()


def step(page: Page, name: str, text: str) -> None:
    """Take a step towards the end of the case."""
    panel = page.locator("desk-closing")
    panel.locator(f"details[data-part={name}] > summary").click()
    form = panel.locator(f"form[data-form={name}]")
    form.locator("[name=text]").fill(text)
    form.locator("button[type=submit]").click()
    expect(panel.locator("[data-part=done]")).not_to_be_empty()


def wants_no_plan(reporter: Visitor, words: str) -> None:
    """Decline a protection plan, as the reporter: a case leaves assessment with a plan or this."""
    page = come_back(reporter, words)
    part = page.locator("my-care [data-part=decline]")
    part.locator("summary").click()
    part.locator("[name=reasons]").fill("Ik wil dit nu niet.")
    part.locator("button[type=submit]").click()
    expect(part).to_be_hidden()


def give_feedback(page: Page) -> None:
    """Tell the reporter what was done, and why."""
    form = page.locator("form[data-form=feedback]")
    page.locator("input[name=kind][value=feedback]").check()
    for field, value in (("measure", "enquiry"), ("stage", "taken"), ("reason", "not_established")):
        form.locator(f"[name={field}]").select_option(value)
    write(page, "feedback", action="Twee gesprekken gevoerd.", grounds="Zij waren erbij.")
    expect(page.locator("header [data-part=status]")).to_have_text("terugkoppeling gegeven")


def answered(page: Page, text: str, reporter: Visitor, words: str) -> None:
    """Open the case, acknowledge it, and give feedback."""
    wants_no_plan(reporter, words)
    open_case(page, text)
    write(page, "acknowledgement")
    expect(page.locator("header [data-part=status]")).to_have_text("ontvangst bevestigd")
    give_feedback(page)


def tell(page: Page, outcome: str, text: str) -> None:
    """Tell the reporter how the case ends."""
    page.locator("desk-closing details[data-part=tell] > summary").click()
    page.locator("#desk-outcome").select_option(outcome)
    page.locator("#desk-outcome-text").fill(text)
    page.locator("desk-closing form[data-form=tell] button[type=submit]").click()
    expect(page.locator("desk-closing [data-part=done]")).not_to_be_empty()


def say(page: Page, answer: str, text: str) -> None:
    """Answer the outcome, as its reporter."""
    page.locator(f"input[name=outcome-answer][value={answer}]").check()
    page.locator("#outcome-text").fill(text)
    page.locator("my-outcome button[type=submit]").click()
    expect(page.locator("my-outcome [data-on]").first).to_be_visible()


def test_two_people_close_over_her_objection_and_her_line_stays_open(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """Noor objects to the outcome, and two people close her case all the same.

    1. Ada acknowledges and gives feedback. She tells Noor that nothing was established; without
       a reason the desk sends nothing.
    2. Noor's page shows the outcome, until when she can answer, and that this does not call her a
       liar. She objects, with words.
    3. Ada reads the objection, and proposes to close without Noor's yes. She cannot confirm it.
       Ruth does. Noor's page says who, and where to go on.
    4. Noor writes on the closed case; Ada reads it, and opens the case again.
    """
    text = a_text("De bonnen klopten niet.")
    noor = arrive()
    words = report(noor, text, excluding=["Hoofd Buitenposten"])
    ada = at_desk(arrive(), service, "Ada")
    answered(ada, text, noor, words)
    ada.locator("desk-closing details[data-part=tell] > summary").click()
    ada.locator("#desk-outcome").select_option("not_established")
    ada.locator("desk-closing form[data-form=tell] button[type=submit]").click()
    expect(ada.locator("#desk-outcome-text")).to_be_focused()
    inspect(ada, "a missing reason for an outcome", unfold="main")
    ada.locator("desk-closing details[data-part=tell] > summary").click()
    reasons = a_text("Twee getuigen zeiden iets anders.")
    tell(ada, "not_established", reasons)

    mine = come_back(noor, words)
    expect(mine.locator("my-outcome")).to_contain_text("niet vastgesteld")
    expect(mine.locator("my-todo a")).to_have_attribute("href", "#outcome")
    expect(mine.locator("[data-talk]")).to_contain_text(reasons)
    mine.locator("my-outcome button[type=submit]").click()
    expect(mine.locator("my-outcome [data-problem]")).to_be_visible()
    inspect(mine, "asked what she thinks of the outcome")
    objection = a_text("De getuigen werken voor hem.")
    say(mine, "objects", objection)
    expect(mine.locator("my-outcome [data-stand=objected]")).to_be_visible()
    expect(mine.locator("my-todo")).to_be_hidden()
    expect(mine.locator("[data-talk]")).to_contain_text(objection)

    open_case_again(ada)
    expect(ada.locator("desk-closing [data-part=now]")).to_contain_text("niet mee eens")
    inspect(ada, "she objected to the outcome", unfold="desk-closing")
    step(ada, "over", a_text("Meer onderzoek levert niets op."))
    expect(ada.locator("desk-closing [name=answer]").first).to_be_hidden()
    ruth = at_desk(arrive(), service, "Ruth")
    open_case(ruth, text)
    inspect(ruth, "asked to agree to a closing over her")
    ruth.locator("desk-closing input[value=confirmed]").check()
    ruth.locator("desk-closing form[data-form=decide] button[type=submit]").click()
    expect(ruth.locator("header [data-part=status]")).to_have_text("afgesloten")

    mine = come_back(noor, words)
    expect(mine.locator("my-outcome [data-stand=closed-over]")).to_be_visible()
    expect(mine.locator("my-outcome [data-answering]")).to_be_hidden()
    inspect(mine, "closed over her")
    more = a_text("Ik heb nu de bonnen zelf.")
    mine.locator("#answer").fill(more)
    mine.locator("[data-answer-form] button[type=submit]").click()
    expect(mine.locator("[data-talk]")).to_contain_text(more)

    open_case_again(ada)
    expect(ada.locator("#talk")).to_contain_text(more)
    inspect(ada, "a closed case at the desk", unfold="main")
    step(ada, "reopen", a_text("Met deze bonnen gaan wij verder."))
    expect(ada.locator("header [data-part=status]")).to_have_text("terugkoppeling gegeven")


def test_the_desk_says_what_there_is_without_content(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """Ruth sees that a report came in, and in no line which; once she has seen it, it is gone."""
    report(arrive(), a_text("Weer een melding."), excluding=["Hoofd Buitenposten"])
    ruth = at_desk(arrive(), service, "Ruth")
    expect(ruth.locator("desk-news")).to_contain_text("Er is een melding binnengekomen")
    inspect(ruth, "what there is for an officer")
    ruth.locator("desk-news [data-do=seen]").click()
    expect(ruth.locator("desk-news section")).to_have_count(0)
    expect(ruth.locator("main h1")).to_be_focused()


def open_case_again(page: Page) -> None:
    """Look what others did meanwhile, as the desk does by itself each minute."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
