"""A meeting on request, from the wish to minutes that she agreed to."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, open_case, report
from tools.service import Service


@pytest.fixture
def inspect() -> Iterator[Inspection]:
    """Looks at states of pages; the test fails at its end with all that was found."""
    looking = Inspection()
    yield looking
    looking.check()
    assert looking.states > 0


def step(page: Page, choice: str, text: str = "") -> None:
    """Take a step about the meeting, as the reporter."""
    form = page.locator("my-meeting form[data-step]")
    form.locator(f"input[value^='{choice}']").first.check()
    form.locator("textarea").fill(text)
    form.locator("button[type=submit]").click()
    expect(form.locator("[data-status]")).not_to_have_text("Verzegelen en versturen…")
    expect(form.locator("[data-problem]")).to_be_hidden()


def arrange(page: Page, name: str, **fields: str) -> None:
    """Propose days or offer minutes, as the handler."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    panel = page.locator("desk-meeting")
    form = panel.locator(f"form[data-form={name}]")
    name_of_part = {"proposes": "propose", "minutes": "record"}[name]
    panel.locator(f"details[data-part={name_of_part}] > summary").click()
    for field, value in fields.items():
        form.locator(f"[name={field.replace('_', '-')}]").fill(value)
    form.locator("button[type=submit]").click()
    expect(panel.locator("[data-part=done]")).not_to_be_empty()


def test_she_asks_to_meet_without_a_name_and_has_the_last_word_on_the_minutes(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """law.md INT-02, INT-09: a day is proposed in time, and minutes are hers to agree to.

    1. Noor asks to meet; the page first wants to know how. It shows by when days must be proposed.
    2. Ada reads the wish in the talk. She may not send days without a time; then she proposes two.
    3. Noor's page says that something waits for her; she picks a day.
       She presses that she has read it, and only then the desk says so. Her page tells who is
       outside, and which dates were missed.
    4. Ada offers minutes, Noor corrects them, Ada offers them anew, Noor signs. The desk says that
       it checked her signature.
    """
    mark = secrets.token_hex(4)
    text = f"De liaison in Lissabon wordt onder druk gezet. ({mark})"
    noor = arrive()
    words = report(noor, text, excluding=["Hoofd Buitenposten"])
    mine = come_back(noor, words)
    meeting = mine.locator("my-meeting")
    meeting.locator("summary").click()
    meeting.locator("form[data-ask] button[type=submit]").click()
    expect(meeting.locator("form[data-ask] [data-problem]")).to_be_visible()
    inspect(mine, "asking for a meeting")
    meeting.locator("input[name=meeting-how][value=person]").check()
    meeting.locator("#meeting-where").fill(f"Een café bij het station. ({mark})")
    meeting.locator("#meeting-whom").fill("Niet met iemand van Buitenposten.")
    meeting.locator("form[data-ask] button[type=submit]").click()
    expect(meeting.locator("[data-now]")).to_contain_text("Uiterlijk")
    expect(mine.locator("[data-talk]")).to_contain_text("Een verzoek om een gesprek")

    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    expect(ada.locator("#talk")).to_contain_text(f"Een café bij het station. ({mark})")
    soon = datetime.now(tz=UTC).date() + timedelta(days=3)
    later = datetime.now(tz=UTC).date() + timedelta(days=4)
    panel = ada.locator("desk-meeting")
    panel.locator("summary", has_text="dagen").click()
    panel.locator("[name=day-1]").fill(soon.isoformat())
    panel.locator("form[data-form=proposes] button[type=submit]").click()
    expect(panel.locator("form[data-form=proposes] [data-part=error]")).not_to_be_empty()
    inspect(ada, "proposing days without a time")
    panel.locator("summary", has_text="dagen").click()
    arrange(
        ada,
        "proposes",
        day_1=soon.isoformat(),
        time_1="10:00",
        day_2=later.isoformat(),
        time_2="16:30",
        text="In het café, met mij alleen.",
    )

    mine = come_back(noor, words)
    expect(mine.locator("my-todo a", has_text="dag")).to_have_attribute("href", "#meeting")
    inspect(mine, "picking a day to meet")
    step(mine, f"picks {later.isoformat()}")
    expect(mine.locator("my-meeting [data-now]")).to_contain_text("16:30")

    # Whether she read it is hers to tell: the desk says it once she pressed for it.
    expect(ada.locator("#talk [data-part=seen]", has_text="ondertekende")).to_have_count(0)
    form = mine.locator("my-report [data-seen-form]")
    form.locator("button").click()
    expect(form).to_be_hidden()
    expect(mine.locator("my-report [data-refresh]")).to_be_focused()
    ada.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(ada.locator("#talk [data-part=seen]", has_text="ondertekende").first).to_be_visible()
    inspect(ada, "a proposal that she signed to have read", unfold="desk-meeting")
    mine.locator("#outside ~ details > summary").click()
    inspect(mine, "the conditions of going public")

    minutes = f"Wij spraken over de bonnen. ({mark})"
    arrange(ada, "minutes", day=later.isoformat(), text=minutes)
    mine = come_back(noor, words)
    expect(mine.locator("my-meeting [data-minutes-text]")).to_have_text(minutes)
    form = mine.locator("my-meeting form[data-step]")
    form.locator("input[value=corrects]").check()
    form.locator("button[type=submit]").click()
    expect(form.locator("[data-problem]")).to_be_visible()
    inspect(mine, "minutes of a meeting")
    step(mine, "corrects", "Ik noemde ook de dienstauto.")

    better = f"Wij spraken over de bonnen en de dienstauto. ({mark})"
    arrange(ada, "minutes", day=later.isoformat(), text=better)
    mine = come_back(noor, words)
    expect(mine.locator("my-meeting [data-minutes-text]")).to_have_text(better)
    step(mine, "agrees")
    expect(mine.locator("my-meeting [data-now]")).to_contain_text("U bent akkoord")
    ada.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(panel.locator("[data-part=now]")).to_contain_text("op deze computer gecontroleerd")
    inspect(ada, "minutes that were agreed to")
