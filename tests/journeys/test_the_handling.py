"""Handling: who gets a case, who loses it, and what happens when something goes wrong."""

import re
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Arrive
from tests.journeys.people import (
    SESSIONS,
    acknowledge,
    at_desk,
    come_back,
    continue_,
    declare,
    nothing_owed,
    open_case,
    report,
    session_of,
    words_of,
)
from tools.service import Service

OnRoute = Callable[[Route], None]


def a_text(about: str) -> str:
    """A report that no other journey has written."""
    return f"{about} ({secrets.token_hex(4)})"


def said(page: Page) -> str:
    """What a page says, without what it lets one choose from."""
    text: str = page.locator("main").evaluate("""main => {
      const copy = main.cloneNode(true);
      for (const one of copy.querySelectorAll("option, template")) one.remove();
      return copy.textContent;
    }""")
    return text


def test_when_nobody_is_left_it_goes_to_the_commission(service: Service, arrive: Arrive) -> None:
    """Noor reports about the director, so nobody of the Kustdienst is left.

    1. Noor ticks the director. Before she has written a word the page says that the report goes to
       the commission, and names Mira, Sanne and Tarik.
    2. Mira reads it. Ada's inbox does not have it.
    """
    text = a_text("De directeur beloofde bescherming en deed niets.")
    noor = arrive()
    page = noor.visit("/nl/kustdienst/report/")
    continue_(page)
    page.locator("exclude-readers label.choice", has_text="Directeur Kustdienst").first.click()
    remain = page.locator("[data-remain]")
    expect(remain).to_contain_text("Integriteitscommissie")
    for name in ("Mira", "Sanne", "Tarik"):
        expect(remain).to_contain_text(name)
    expect(remain).not_to_contain_text("Ada")
    continue_(page)
    page.locator("#text").fill(text)
    for _ in range(6):
        continue_(page)
    words_of(page)

    mira = at_desk(arrive(), service, "Mira")
    open_case(mira, text)
    ada = at_desk(arrive(), service, "Ada")
    ada.wait_for_load_state("networkidle")
    with pytest.raises(AssertionError):
        open_case(ada, text)


def test_an_investigator_reads_the_room_and_the_reporter_does_not(
    service: Service, arrive: Arrive
) -> None:
    """Ada opens an investigation room, invites Jonas, writes a note; later she removes him.

    1. Ada acknowledges, opens the room, invites Jonas until a day next year, and writes a note.
    2. Jonas reads the note. He does not see the report.
    3. Noor comes back: nothing shows the note, nor that there is a room.
    4. Ada removes Jonas and writes a second note. Jonas finds no case any more.
    """
    text = a_text("Bonnen kloppen niet met de reisdagen.")
    noor = arrive()
    words = report(noor, text, excluding=["Hoofd Buitenposten"])

    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    acknowledge(ada)
    nothing_owed(service)
    room = ada.locator("#investigation")
    room.locator("[data-do=open]").click()
    room.locator("[data-part=invite] summary").click()
    room.locator("label.choice", has_text="Jonas").click()
    room.locator("#desk-until").fill("2027-06-30")
    warned = room.locator("form[data-form=invite] [data-part=warning] input")
    if warned.is_visible():
        warned.check()
    room.locator("form[data-form=invite] button[type=submit]").click()
    expect(room.locator("table")).to_contain_text("Jonas")
    note = a_text("Eerst de reisdagen vergelijken.")
    ada.locator("#desk-note-text").fill(note)
    ada.locator("form[data-form=note] button[type=submit]").click()
    expect(room.locator("[data-part=notes]")).to_contain_text(note)

    jonas = at_desk(arrive(), service, "Jonas")
    jonas.locator("desk-inbox tbody th a").first.click()
    declare(jonas)
    expect(jonas.locator("#investigation [data-part=notes]")).to_contain_text(note)
    expect(jonas.locator("main")).not_to_contain_text(text)

    mine = come_back(noor, words)
    expect(mine.locator("[data-talk]")).to_contain_text(text)
    expect(mine.locator("main")).not_to_contain_text(note)
    # He stands in the published list of officers that she may choose from, and nowhere else.
    assert "Jonas" not in said(mine)

    room.locator("tr", has_text="Jonas").get_by_role("button").click()
    ada.locator("dialog[open] [data-do=yes]").click()
    expect(room.locator("tr", has_text="Jonas").get_by_role("button")).to_have_count(0)


def test_a_case_is_handed_over_and_its_first_handler_steps_back(
    service: Service, arrive: Arrive
) -> None:
    """Ada hands the case to Ruth, then steps back; Noor writes on and only Ruth reads it.

    1. Ada hands over to Ruth. Noor's page names Ruth.
    2. Ada steps back. The case is gone from her inbox, and its address leads nowhere.
    3. Noor writes. Her browser makes a new key first, which Ada does not get.
    4. Ruth reads what Noor wrote.
    """
    text = a_text("Een collega wordt buitengesloten.")
    noor = arrive()
    words = report(noor, text, excluding=["Hoofd Buitenposten"])
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    acknowledge(ada)
    people = ada.locator("desk-people")
    people.locator("[data-part=handover] summary").click()
    people.locator("label.choice", has_text="Ruth").click()
    warned = people.locator("form[data-form=handover] [data-part=warning] input")
    if warned.is_visible():
        warned.check()
    people.locator("form[data-form=handover] button[type=submit]").click()
    expect(people.locator("table")).to_contain_text("Ruth")
    people.locator("[data-part=recuse] summary").click()
    people.locator("form[data-form=recuse] input[name=sure]").check()
    people.locator("form[data-form=recuse] button[type=submit]").click()
    expect(ada.locator("desk-inbox")).to_be_visible()

    mine = come_back(noor, words)
    later = a_text("Het gebeurde vandaag weer.")
    mine.locator("#answer").fill(later)
    mine.locator("[data-answer-form] button[type=submit]").click()
    expect(mine.locator("[data-talk]")).to_contain_text(later)

    ruth = at_desk(arrive(), service, "Ruth")
    open_case(ruth, text)
    expect(ruth.locator("#talk")).to_contain_text(later)


def test_an_ended_session_keeps_what_was_typed(service: Service, arrive: Arrive) -> None:
    """Ada's session ends while she writes; she signs in elsewhere and sends.

    1. Ada types a question. Her session ends.
    2. She presses send: the page says that the session ended, and the question is still there.
    """
    text = a_text("Er verdwijnen dossiers.")
    report(arrive(), text, excluding=["Hoofd Buitenposten"])
    ada = arrive()
    desk = at_desk(ada, service, "Ada")
    open_case(desk, text)
    desk.locator("input[name=kind][value=message]").check()
    desk.locator("#desk-message").fill("Welke dossiers?")
    ada.context.clear_cookies()
    desk.locator("form[data-form=message] button[type=submit]").click()
    expect(desk.locator("a[href*='/account/login']").first).to_be_visible()
    expect(desk.locator("#desk-message")).to_have_value("Welke dossiers?")
    ada.context.add_cookies(SESSIONS[session_of(service, "Ada")])
    desk.locator("form[data-form=message] button[type=submit]").click()
    expect(desk.locator("#talk")).to_contain_text("Welke dossiers?")
    # What the page's own code looked for meanwhile, without a session, is not a fault of it.
    ada.faults = [one for one in ada.faults if "sign-in-needed" not in one]


def test_a_changed_item_is_shown_loudly(service: Service, arrive: Arrive) -> None:
    """Somebody who owns the server changes a byte of what Ada wrote; Noor's page says so.

    1. Ada acknowledges. On its way to Noor a byte of it is changed, then its place, and then it is
       kept back.
    2. Each time Noor's page warns and says in words what is wrong, in the place of the item, and
       does not show its text as if nothing had happened.
    """
    text = a_text("Gegevens worden veranderd.")
    noor = arrive()
    words = report(noor, text, excluding=["Hoofd Buitenposten"])
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    acknowledge(ada)

    def flip(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        sealed = items[-1]["sealed"]
        other = "A" if sealed[3000] != "A" else "B"
        return [*items[:-1], {**items[-1], "sealed": sealed[:3000] + other + sealed[3001:]}]

    def move(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [*items[:-1], {**items[-1], "sealed": items[0]["sealed"]}]

    def keep_back(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return items[:-1]

    def telling(lie: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> OnRoute:
        def change(route: Route) -> None:
            answer = route.fetch()
            said = answer.json()
            first = "after=0" in route.request.url
            route.fulfill(
                response=answer, json={**said, "items": lie(said["items"]) if first else []}
            )

        return change

    for lie, told in ((flip, "veranderd"), (move, "hoort niet"), (keep_back, "ontbreekt")):
        change = telling(lie)
        pattern = re.compile("/api/my/rooms/.*/items")
        noor.page.route(pattern, change)
        mine = come_back(noor, words)
        expect(mine.locator("[data-troubles]")).to_be_visible()
        expect(mine.locator(".talk__item--trouble")).to_have_count(1)
        expect(mine.locator(".talk__item--trouble")).to_contain_text(told)
        # Other rooms of hers may still be on their way.
        noor.page.unroute_all(behavior="wait")
