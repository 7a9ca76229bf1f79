"""The bell: a sealed report, received, read and answered."""

import re
import secrets

from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, open_case, report, sign_in
from tests.journeys.photo import CAMERA, photo
from tests.searching import forms
from tools.service import Service


def test_a_report_is_received_read_and_answered(service: Service, arrive: Arrive) -> None:
    """Noor reports; Ada reads and answers; those who were left out see nothing.

    1. Noor opens the page of the Kustdienst in Dutch and reports. She leaves out the head of
       Buitenposten: Van Dalen is no longer among those who can read it. She adds a photo; the page
       says that it took out the place. She gets nine words.
    2. Ada signs in with both factors, unlocks her keys, finds one case with something unread, opens
       it and reads the report. She saves the photo: it carries no place and no camera.
    3. Ada acknowledges, then asks a question.
    4. Noor comes back on another device with her words in English, reads the question, and answers.
    5. Ada reads the answer.
    6. Van Dalen, a reader of the same channel, signs in and unlocks: his inbox is empty, and the
       address of the case leads nowhere. Pim the administrator finds no desk at all.
    7. Noor's devices asked nobody but the service, and hold no cookie. In all that any device sent
       stands no word of what was typed or saved, and none of the receipt.
    """
    noor = arrive("nl-NL")
    text = f"Ons hoofd scheldt medewerkers uit, al {secrets.randbelow(10**9)} keer."
    words = report(
        noor,
        text,
        excluding=["Hoofd Buitenposten"],
        files=[("verslag.jpg", "image/jpeg", photo())],
        who="Het hoofd Buitenposten",
    )

    ada = arrive("nl-NL")
    desk = at_desk(ada, service, "Ada")
    open_case(desk, text)
    case_path = desk.url.removeprefix(service.origin)
    with desk.expect_download() as download:
        desk.locator("#files [data-do=save]").first.click()
    saved = download.value.path().read_bytes()
    assert saved.startswith(b"\xff\xd8")
    assert CAMERA not in saved
    assert b"\x88\x25" not in saved

    desk.locator("input[name=kind][value=acknowledgement]").check()
    desk.locator("form[data-form=acknowledgement] button[type=submit]").click()
    expect(desk.locator("#talk .talk__item")).to_have_count(2)
    desk.locator("input[name=kind][value=message]").check()
    desk.locator("#desk-message").fill("Zijn er verslagen van de gesprekken?")
    desk.locator("form[data-form=message] button[type=submit]").click()
    expect(desk.locator("#talk")).to_contain_text("Zijn er verslagen van de gesprekken?")

    page = noor.page
    page.locator("[data-language-choice]").select_option("en")
    expect(page.locator("[data-words] li").first).not_to_have_text(words.split()[0])
    english = " ".join(one.strip() for one in page.locator("[data-words] li").all_inner_texts())
    back = arrive("en-GB")
    mine = come_back(back, english, language="en")
    expect(mine.locator("[data-talk]")).to_contain_text("Zijn er verslagen van de gesprekken?")
    mine.locator("#answer").fill("Ja, van maart en april.")
    mine.locator("[data-answer-form] button[type=submit]").click()
    expect(mine.locator("[data-talk]")).to_contain_text("Ja, van maart en april.")

    desk.locator("a[data-route=inbox]").first.click()
    open_case(desk, text)
    expect(desk.locator("#talk")).to_contain_text("Ja, van maart en april.")

    van_dalen = at_desk(arrive("nl-NL"), service, "Van Dalen")
    van_dalen.wait_for_load_state("networkidle")
    # Other reports may have been sent to him; this one has no row.
    expect(van_dalen.locator(f"desk-inbox a[href$='{case_path.rstrip('/')}']")).to_have_count(0)
    van_dalen.goto(service.origin + case_path)
    expect(van_dalen.locator("main")).not_to_contain_text("scheldt")

    pim = sign_in(arrive("nl-NL"), service, "Pim")
    expect(pim).to_have_url(re.compile("/people/"))
    pim.goto(service.origin + case_path)
    expect(pim.locator("main")).not_to_contain_text("scheldt")

    for visitor in (noor, back):
        assert {address for address in visitor.asked if not address.startswith("blob:")} <= {
            address for address in visitor.asked if address.startswith(service.origin)
        }
        assert visitor.context.cookies() == []
    said = [text, "Het hoofd Buitenposten", "verslagen van de gesprekken", "van maart en april"]
    typed = [*said, "verslag.jpg", words, english, service.demo.person("Ada")["passphrase"]]
    for visitor in (noor, ada, back):
        sent = b"\n".join(visitor.sent)
        assert b"/api/" in sent
        assert [one for one in typed if any(form in sent for form in forms(one))] == []
    # Bodies are among what was looked through: here is the frame of the report.
    assert b'"grants"' in b"".join(noor.sent)
