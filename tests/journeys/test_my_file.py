"""The detriment file: hers alone, and evidence."""

import json
import re
import secrets
from datetime import date, timedelta

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.journeys.conftest import Arrive
from tests.journeys.people import come_back, report
from tests.journeys.photo import photo


def fold(page: Page, kind: str) -> Locator:
    """Open the fold of one form of the file."""
    form = page.locator(f"form[data-kind={kind}]")
    if not form.is_visible():
        page.locator(f"details[data-form={kind}] > summary").click()
    return form


def opened(page: Page) -> Page:
    """Wait until the file was opened."""
    expect(page.locator("[data-file-open]")).to_be_visible(timeout=40_000)
    return page


def record(page: Page, text: str) -> Locator:
    """Find one thing in the file."""
    return page.locator("[data-records] > li", has_text=text)


def test_noor_keeps_a_file_corrects_shares_and_takes_it_along(arrive: Arrive) -> None:
    """law.md EVD-02, RET-03, SUP-05, EVD-05: a file that nobody else opens.

    1. Noor reports, and comes back on another device. Her file is there and empty. She writes down
       how it was: liaison in Lissabon, promised until 2028.
    2. She writes down that she may not go back. She first leaves the kind open: the page says what
       is missing, and nothing that she typed is gone. A day to come is asked about. She adds
       a photo; the page says what it took out.
    3. She writes down what it cost: 1.250,00 for a lawyer and 80,50 for travel. Together: 1.330,50.
    4. She corrects the entry: it was Kuiper. Both versions stand there.
    5. She shares the entry with the protection officer, and lets nothing be counted.
    6. She saves everything for her lawyer: one page that opens without the service, with the same
       as data in it.
    7. On a third device, with the nine words alone, all of it is there. The line is lost while she
       writes: the words stay, and pressed again they stand there once.
    8. In all that any of her devices sent stands no word of it.
    """
    noor = arrive()
    told = f"Ons hoofd scheldt, al {secrets.randbelow(10**9)} keer."
    words = report(noor, told, excluding=["Hoofd Buitenposten"])

    back = arrive()
    page = opened(come_back(back, words))
    expect(page.locator("[data-empty]")).to_be_visible()
    form = fold(page, "baseline")
    form.locator("[value=month]").check()
    form.locator("[name=when-month]").fill("2026-01")
    form.locator("[name=post]").fill("Liaison, Lissabon")
    form.locator("[name=promised]").fill("Verlenging tot 2028")
    form.locator("[type=submit]").click()
    expect(record(page, "Verlenging tot 2028")).to_be_visible()

    form = fold(page, "entry")
    form.locator("[name=what]").fill("Ik mag niet terug naar mijn post.")
    form.locator("[type=submit]").click()
    expect(form.locator("[data-problem]")).to_contain_text("iets anders")
    expect(form.locator("[name=form]")).to_be_focused()
    expect(form.locator("[name=what]")).to_have_value("Ik mag niet terug naar mijn post.")
    form.locator("[name=form]").select_option("denied_return_or_property")
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011
    form.locator("[name=when-day]").fill(tomorrow.isoformat())
    form.locator("[name=who]").fill("Directeur Smit")
    form.locator("[name=actor]").select_option("director")
    form.locator("[name=before]").fill("Liaison in Lissabon")
    form.locator("[name=after]").fill("Thuis, zonder taken")
    form.locator("[name=witnesses]").fill("Bram")
    form.locator("input[type=file]").set_input_files(
        FilePayload(name="brief.jpg", mimeType="image/jpeg", buffer=photo())
    )
    expect(form.locator("[data-removed]")).to_be_visible()
    form.locator("[type=submit]").click()
    expect(form.locator("[data-future]")).to_be_visible()
    form.locator("[data-future-no]").click()
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
    form.locator("[name=when-day]").fill(yesterday.isoformat())
    form.locator("[type=submit]").click()
    entry = record(page, "Ik mag niet terug naar mijn post.")
    expect(entry).to_be_visible()
    expect(entry.locator("h4")).to_be_focused()
    expect(entry.locator("[data-files]")).to_contain_text("brief.jpg")

    for kind, what, amount in (("legal", "Mr. De Wit", "1.250,00"), ("travel", "Trein", "80,50")):
        form = fold(page, "cost")
        form.locator("[name=class]").select_option(kind)
        form.locator("[name=what]").fill(what)
        form.locator("[name=amount]").fill(amount)
        form.locator("[value=unknown]").check()
        form.locator("[name=entry]").select_option(index=1)
        form.locator("[type=submit]").click()
        expect(record(page, what)).to_be_visible()
    expect(page.locator("[data-totals]").first).to_contain_text(re.compile(r"1\.330,50"))

    entry.locator("[data-correct]").click()
    form = page.locator("form[data-kind=entry]")
    expect(form.locator("[data-correcting]")).to_be_visible()
    form.locator("[name=who]").fill("Kuiper, plaatsvervanger")
    form.locator("[type=submit]").click()
    expect(form.locator("[data-problem]")).to_contain_text("waarom")
    form.locator("[name=why]").fill("Het was Kuiper.")
    form.locator("[type=submit]").click()
    expect(entry.locator("[data-history]")).to_be_visible()
    expect(entry).to_contain_text("Kuiper, plaatsvervanger")
    entry.locator("[data-history] > summary").click()
    expect(entry.locator("[data-versions]")).to_contain_text("Directeur Smit")

    entry.locator("[data-share]").click()
    share = page.locator("[data-share-form]")
    share.locator("[value=care]").check()
    expect(share.locator("[data-who=care]")).to_contain_text("Omar")
    share.locator("[name=text]").fill("Kunt u hier iets aan doen?")
    share.locator("[type=submit]").click()
    expect(entry.locator("[data-shared]")).to_contain_text("beschermingsfunctionaris")

    with page.expect_download() as download:
        page.locator("[data-save=all]").click()
    saved = download.value.path().read_text(encoding="utf-8")
    assert saved.startswith("<!doctype html>")
    for said in ("Ik mag niet terug", "Kuiper, plaatsvervanger", "Directeur Smit", "brief.jpg"):
        assert said in saved
    found = re.search(r'<script type="application/json">(.*)</script>', saved)
    assert found is not None
    data = json.loads(found.group(1))
    assert [one["kind"] for one in data["items"]] == ["baseline", "entry", "cost", "cost"]
    assert len(data["items"][1]["versions"]) == 2

    third = arrive("en-GB")
    page = opened(come_back(third, words, language="en"))
    expect(page.locator("[data-records] > li")).to_have_count(4)
    form = fold(page, "note")
    form.locator("[name=text]").fill("Yara zag het ook.")
    third.context.set_offline(True)
    form.locator("[type=submit]").click()
    expect(form.locator("[data-problem]")).to_be_visible(timeout=40_000)
    expect(form.locator("[name=text]")).to_have_value("Yara zag het ook.")
    third.context.set_offline(False)
    form.locator("[type=submit]").click()
    expect(record(page, "Yara zag het ook.")).to_have_count(1)
    third.faults.clear()

    for one in (noor, back, third):
        sent = b"".join(one.sent)
        for secret in ("Lissabon", "Kuiper", "Yara zag", "1.250", "125000", "Verlenging"):
            assert secret.encode() not in sent
