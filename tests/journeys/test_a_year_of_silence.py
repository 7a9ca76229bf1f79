"""A year of silence after a case was closed.

*Noor* reports, writes in her file how it was on the first day, and wants no plan. *Ada* gives
feedback and tells how the case ends; Noor agrees, and it is closed. She is not heard of again.

She is asked how she is after two, four and eight weeks, and after three, six, nine and twelve
months. She does not answer. Each silence comes to the level above, once, however often the server
looks.

A year later she comes back with her nine words and nothing else. Her report, the conversation and
her file are as she left them. The page says that silence was no fault of hers. She writes on the
closed case, puts down what was done to her, and goes to the commission in one press.

*Mira* sees seven silences and one press, each once. *Lotte* says of a month that all its decisions
are on record, and lets *Ruth* read it, who protects reporters since.
"""

import secrets
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from demo.filling import publish
from tests.journeys.axe import Inspection
from tests.journeys.caring import want_no_plan
from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, open_case, report, unlock
from tests.journeys.test_closing import give_feedback, say, tell, write
from tests.journeys.test_my_file import fold, opened, record
from tests.journeys.test_the_commission import go, newest
from tests.journeys.test_the_story import overdue
from tests.later import later, serve_later
from tools.service import Service

pytestmark = pytest.mark.xdist_group("a-year-of-silence")

#: Days on which each of the seven check-ins of a year has passed: 2, 4 and 8 weeks, and 3, 6, 9 and
#: 12 months, whichever months those are.
PASSED: Final = (15, 29, 57, 94, 186, 277, 368)


@pytest.fixture(scope="module")
def service(own_service: Service) -> Service:
    """A service of its own: a year passes for everything that is in it."""
    return own_service


def a_text(about: str) -> str:
    """Words that no other journey has written."""
    return f"{about} ({secrets.token_hex(4)})"


def write_baseline(page: Page, post: str) -> None:
    """Write down how it was on the first day."""
    form = fold(page, "baseline")
    form.locator("[value=month]").check()
    form.locator("[name=when-month]").fill("2026-01")
    form.locator("[name=post]").fill(post)
    form.locator("[type=submit]").click()
    expect(record(page, post)).to_be_visible()


def write_entry(page: Page, what: str) -> None:
    """Put down what was done to her."""
    form = fold(page, "entry")
    form.locator("[name=what]").fill(what)
    form.locator("[name=form]").select_option("b")
    form.locator("[name=actor]").select_option("manager")
    form.locator("input[value=unknown]").check()
    form.locator("[type=submit]").click()
    expect(record(page, what)).to_be_visible()


def test_silence_comes_to_the_level_above_and_her_line_stays_open(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """law.md RET-04, EXT-06: asked by a schedule, also after closing; one press at any time."""
    text, post = a_text("Van Dalen laat bonnen tekenen."), a_text("Liaison, Lissabon")
    visitor = arrive()
    words = report(visitor, text, excluding=["Hoofd Buitenposten"])
    noor = opened(come_back(visitor, words))
    write_baseline(noor, post)
    want_no_plan(noor)

    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    write(ada, "acknowledgement")
    give_feedback(ada)
    reasons = a_text("Twee getuigen zeiden iets anders.")
    tell(ada, "not_established", reasons)
    noor = come_back(visitor, words)
    say(noor, "agrees", "")
    expect(noor.locator("my-outcome [data-stand=closed]")).to_be_visible()

    # Each time the server looks twice.
    later(service, days=[day for passed in PASSED for day in (passed, passed)])

    serve_later(service, days=PASSED[-1])
    noor = opened(come_back(arrive(), words))
    expect(noor.locator("my-report [data-talk]")).to_contain_text(text)
    expect(noor.locator("my-report [data-talk]")).to_contain_text(reasons)
    expect(record(noor, post)).to_be_visible()
    expect(noor.locator("my-care [data-silent]")).to_contain_text("niet uw fout")
    inspect(noor, "back after a year")
    more = a_text("Sindsdien krijg ik geen werk meer.")
    noor.locator("#answer").fill(more)
    noor.locator("[data-answer-form] button[type=submit]").first.click()
    expect(noor.locator("my-report [data-talk]")).to_contain_text(more)
    write_entry(noor, a_text("Mijn functie is weg."))
    noor.locator("form[data-press] button[type=submit]").click()
    expect(noor.locator("[data-escalations]")).to_contain_text("u ging naar de commissie")

    mira = at_desk(arrive(), service, "Mira")
    go(mira, "escalations")
    came = mira.locator("desk-escalations article", has_text=newest(mira))
    expect(came.filter(has_text="zonder antwoord")).to_have_count(len(PASSED))
    expect(came.filter(has_text="de melder vroeg erom")).to_have_count(1)
    go(mira, "board")
    assert overdue(mira)["hoe-gaat-het-vraag"] == len(PASSED)

    lotte_closes_a_month(service, at_desk(arrive(), service, "Lotte"), inspect)


def lotte_closes_a_month(service: Service, lotte: Page, inspect: Inspection) -> None:
    """law.md EVD-04: whose role came later reads it as soon as it is said that this is all."""
    go(lotte, "grounds")
    month = lotte.locator("desk-grounds section").last
    month.locator("form[data-form=complete] button").click()
    expect(lotte.locator("desk-grounds > [data-part=said]")).not_to_be_empty()
    service.manage("appoint", "ruth@kustdienst.example", "protection_officer")
    publish(service.manage, service.data_dir / "root.key", service.data_dir)
    lotte.goto(f"{service.origin}/desk/")
    unlock(lotte, service, "Lotte")
    go(lotte, "grounds")
    missing = lotte.locator("desk-grounds form[data-form=readers]:visible")
    expect(missing).to_contain_text("Ruth")
    inspect(lotte, "months that are over, and somebody who may not read one yet")
    missing.locator("button").click()
    expect(lotte.locator("desk-grounds form[data-form=readers]:visible")).to_have_count(0)
