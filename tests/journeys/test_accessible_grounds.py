"""A decision against Noor is weighed with what the employer put on record of everybody.

*Lotte* of human resources finds a month at her desk, as she does every month. She puts a decision
about Noor on record, first without its grounds: the page says what is missing, and nothing typed is
gone.

*Noor*, whose report Lotte knows nothing of, writes the same decision in her own file and shares it
with *Omar*, who must weigh it. He finds it among everybody's, sees that it was put on record after
the decision, and tells her what the grounds are worth. She reads his reasons with the employer's
words and their days.

Each state is looked at wide and light, narrow and dark.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, declare, report
from tests.journeys.test_my_file import fold, opened, record
from tools.service import Service

pytestmark = pytest.mark.xdist_group("accessible-grounds")

GROUNDS = "De post in Lissabon wordt anders ingericht."


@pytest.fixture
def inspect() -> Iterator[Inspection]:
    """Looks at states of pages; the test fails at its end with all that was found."""
    looking = Inspection()
    yield looking
    looking.check()
    assert looking.states > 0


def put_on_record(page: Page) -> None:
    """Lotte puts one decision on record, and forgets its grounds at first."""
    page.locator(".desk-bar a[data-route=grounds]").click()
    month = page.locator("desk-grounds section").first
    expect(month).to_contain_text("Kustdienst")
    month.locator("[data-part=giving] summary").click()
    form = month.locator("form[data-form=record]")
    form.locator("[name=about]").fill("Noor")
    form.locator("[name=kind]").select_option("post")
    # The first of this month: put on record days later, unless today is that day.
    form.locator("[name=decided_on]").fill(datetime.now(UTC).date().replace(day=1).isoformat())
    form.locator("[name=what]").fill("Overplaatsing van Lissabon naar Den Haag.")
    form.locator("[name=who]").fill("Kuiper")
    form.locator("button[type=submit]").click()
    expect(form.locator("[data-part=error]")).to_contain_text("gronden")
    expect(form.locator("[name=who]")).to_have_value("Kuiper")


def test_a_decision_is_weighed_with_what_is_on_record_of_everybody(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """law.md RET-05, RET-06, EVD-04: dated grounds, asked of all, weighed for one."""
    service.manage("tick")
    lotte = at_desk(arrive(), service, "Lotte")
    put_on_record(lotte)
    inspect(lotte, "a decision without its grounds")
    form = lotte.locator("desk-grounds section").first.locator("form[data-form=record]")
    form.locator("[name=grounds]").fill(GROUNDS)
    form.locator("button[type=submit]").press("Enter")
    expect(lotte.locator("desk-grounds > [data-part=said]")).to_contain_text("Vastgelegd")
    inspect(lotte, "a decision on record")

    noor = arrive()
    words = report(noor, "Ik ben overgeplaatst.", excluding=["Hoofd Buitenposten"])
    page = opened(come_back(noor, words))
    own = fold(page, "decision")
    own.locator("[name=what]").fill("Ik word overgeplaatst naar Den Haag.")
    for unknown in own.locator("[value=unknown]").all():
        unknown.check()
    own.locator("[type=submit]").click()
    entry = record(page, "overgeplaatst naar Den Haag")
    entry.locator("[data-share]").click()
    share = page.locator("[data-share-form]")
    share.locator("[value=care]").check()
    share.locator("[name=weigh]").check()
    inspect(page, "asking that a decision is weighed")
    share.locator("[type=submit]").click()
    expect(entry.locator("[data-shared]")).to_contain_text("De gronden van dit besluit")

    omar = at_desk(arrive(), service, "Omar")
    omar.locator("desk-inbox tbody th a").first.click()
    declare(omar)
    weigh = omar.locator("desk-weigh article")
    expect(weigh).to_contain_text("overgeplaatst naar Den Haag")
    one = weigh.locator("[name=of] option", has_text=re.compile("^Noor"))
    weigh.locator("[name=of]").select_option(value=one.last.get_attribute("value"))
    expect(weigh.locator("[data-part=chosen]")).to_contain_text(GROUNDS)
    weigh.locator("button[type=submit]").click()
    expect(weigh.locator("[data-part=error]")).not_to_be_empty()
    inspect(omar, "a decision before it is weighed")
    weigh.locator("[name=weighed]").select_option("not-justified")
    weigh.locator("[name=reasons]").fill("Niets hiervan stond op papier vóór uw melding.")
    weigh.locator("button[type=submit]").press("Enter")
    expect(weigh).to_contain_text("Gewogen op")
    omar.locator(".desk-bar a[data-route=grounds]").click()
    month = omar.locator("desk-grounds section").first
    expect(month).to_contain_text(GROUNDS)
    month.locator("[data-part=asking] summary").click()
    month.locator("form[data-form=ask] button").click()
    expect(month.locator("form[data-form=ask] [data-part=error]")).not_to_be_empty()
    inspect(omar, "what everybody's decisions rest on")

    page = opened(come_back(arrive(), words))
    expect(record(page, "overgeplaatst naar Den Haag")).to_contain_text(
        "rechtvaardigen het besluit niet"
    )
    expect(page.locator("my-care")).to_contain_text(GROUNDS)
    inspect(page, "a decision that was weighed")
