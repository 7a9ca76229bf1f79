"""The proof of report on its pages: as it was signed, missing, and changed on its way."""

from playwright.sync_api import Page, Route, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import come_back, report


def change(page: Page, pattern: str, proof: str | None) -> None:
    """Answer with another proof, or none; a text of the form `old>new` changes a part of it."""

    def answer(route: Route) -> None:
        got = route.fetch()
        said = got.json()
        if proof is None:
            said["proof"] = None
        else:
            old, new = proof.split(">")
            said["proof"] = said["proof"].replace(old, new, 1)
        route.fulfill(response=got, json=said)

    page.route(pattern, answer)


def test_a_proof_that_is_missing_or_wrong_takes_nothing_away(
    arrive: Arrive, inspect: Inspection
) -> None:
    """law.md EVD-02: she sees whether what she takes along proves something.

    1. Noor reports, and her answer comes with a proof in which one word is another. Her nine words
       are there; the proof is named as wrong, and she can save what was sent.
    2. She comes back: the service gives none. All else of her report is there.
    3. She comes back once more: now it is the one that was signed.
    """
    noor = arrive()
    change(noor.page, "**/api/reports", "hoeder.eu>hoeder.ee")
    words = report(noor, "De kas klopt niet.")
    proof = noor.page.locator("report-proof")
    expect(proof.locator("[data-state=wrong]")).to_be_visible()
    expect(proof.locator("[data-state=good]")).to_be_hidden()
    expect(proof.locator("[data-save]")).to_be_visible()
    inspect(noor.page, "receipt with a wrong proof")

    again = arrive()
    change(again.page, "**/api/my/case", None)
    page = come_back(again, words)
    proof = page.locator("report-proof").first
    expect(proof.locator("[data-state=missing]")).to_be_visible()
    expect(proof.locator("[data-save]")).to_be_hidden()
    expect(page.locator("my-certificate")).to_be_hidden()
    inspect(page, "my report without a proof")

    page.unroute("**/api/my/case")
    page = come_back(again, words)
    expect(page.locator("report-proof [data-state=good]").first).to_be_visible()
    inspect(noor.visit("/log/"), "the log and its witnesses")
