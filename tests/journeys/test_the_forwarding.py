"""A report goes to an authority outside, and its reporter reads every word that was given."""

import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

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


def test_she_reads_what_was_given_to_whom(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """law.md EXT-05: told at the same time, and nothing of who she is.

    1. Ada acknowledges. She takes over the report for an authority; the desk finds what may tell
       who somebody is and refuses until it is taken out. Only authorities of this body's law are
       offered.
    2. She saves it. Noor's page says to whom it went, why, and every word.
    """
    mark = secrets.token_hex(4)
    text = f"Op 3 mei 2026 lagen er verlopen medicijnen in Lissabon. ({mark})"
    noor = arrive()
    words = report(noor, text, excluding=["Hoofd Buitenposten"])
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    ada.locator("form[data-form=acknowledgement] button[type=submit]").click()
    panel = ada.locator("desk-forward")
    panel.locator("summary").click()
    form = panel.locator("form")
    expect(form.locator("option[value=bafin]")).to_be_disabled()
    form.locator("[name=to]").select_option("igj")
    form.locator("[name=text]").fill("De inspectie gaat over medicijnen.")
    form.locator("[data-do=report]").click()
    form.locator("button[type=submit]").click()
    expect(form.locator("[data-part=error]")).not_to_be_empty()
    inspect(ada, "forwarding what may tell who somebody is")
    form.locator("[data-do=all]").click()
    with ada.expect_download():
        form.locator("button[type=submit]").click()
    expect(panel.locator("[data-part=done]")).not_to_be_empty()

    mine = come_back(noor, words)
    talk = mine.locator("my-report [data-talk]")
    expect(talk).to_contain_text("Inspectie Gezondheidszorg en Jeugd")
    expect(talk).to_contain_text("De inspectie gaat over medicijnen.")
    expect(talk).to_contain_text("█████")
