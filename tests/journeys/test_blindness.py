"""The server never held a word of what people wrote: not on disk, not in its memory."""

import base64
import secrets
import urllib.parse
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, continue_, open_case, until_clean, words_of
from tests.journeys.searching import forms, found
from tools.service import Service

pytestmark = pytest.mark.xdist_group("service")


def a_sentinel(about: str) -> str:
    """A word that lies nowhere on earth until somebody types it."""
    return f"{about}{secrets.token_hex(8)}"


def test_no_word_of_anybody_reaches_the_server(service: Service, arrive: Arrive) -> None:
    """Noor and Ada type sentinels into every field; then everything of the server is searched.

    1. Noor types another sentinel into each field, and adds a file whose name and content are two.
    2. Ada acknowledges, asks, opens an investigation room, writes a note and gives feedback.
    3. Noor comes back, and answers.
    4. Database, attachments, log of the server, pages and the memory of every process of the server
       are searched for each sentinel, for the nine words, and for the officers' passphrases: in
       plain, UTF-16, hex and base64.
    """
    fields = ("text", "who", "where", "when", "told")
    noors = {name: a_sentinel(name) for name in (*fields, "name")}
    file_name, file_text, answer = a_sentinel("bestand"), a_sentinel("inhoud"), a_sentinel("a")
    noor = arrive()
    page = noor.visit("/nl/kustdienst/report/")
    continue_(page)
    page.locator("exclude-readers label.choice", has_text="Hoofd Buitenposten").first.click()
    continue_(page)
    page.locator("#text").fill(noors["text"])
    continue_(page)
    for name in ("who", "where", "when"):
        page.locator(f"#{name}").fill(noors[name])
    continue_(page)
    page.locator("file-picker input[type=file]").first.set_input_files(
        {
            "name": f"{file_name}.txt",
            "mimeType": "text/plain",
            "buffer": (file_text * 300).encode(),
        }
    )
    until_clean(page)
    continue_(page)
    page.locator("#told").fill(noors["told"])
    continue_(page)
    page.locator("input[name=known][value=sealed]").check()
    page.locator("#own-name").fill(noors["name"])
    continue_(page)
    continue_(page)
    words = words_of(page)
    expect(page.locator("[data-files-text]")).to_contain_text("aangekomen", timeout=20_000)

    adas = {name: a_sentinel(name) for name in ("vraag", "notitie", "actie", "grond", "bericht")}
    desk = at_desk(arrive(), service, "Ada")
    open_case(desk, noors["text"])
    talk = desk.locator("#talk .talk__item")
    desk.locator("input[name=kind][value=acknowledgement]").check()
    desk.locator("#desk-ack").fill(adas["bericht"])
    desk.locator("form[data-form=acknowledgement] button[type=submit]").click()
    expect(talk.last).to_contain_text(adas["bericht"])
    desk.locator("input[name=kind][value=message]").check()
    desk.locator("#desk-message").fill(adas["vraag"])
    desk.locator("form[data-form=message] button[type=submit]").click()
    expect(talk.last).to_contain_text(adas["vraag"])
    desk.locator("input[name=kind][value=feedback]").check()
    desk.locator("#desk-action").fill(adas["actie"])
    desk.locator("#desk-grounds").fill(adas["grond"])
    desk.locator("form[data-form=feedback] button[type=submit]").click()
    expect(talk.last).to_contain_text(adas["actie"])
    desk.locator("#investigation [data-do=open]").click()
    desk.locator("#desk-note-text").fill(adas["notitie"])
    desk.locator("form[data-form=note] button[type=submit]").click()
    expect(desk.locator("#investigation [data-part=notes]")).to_contain_text(adas["notitie"])

    mine = come_back(noor, words)
    expect(mine.locator("[data-talk]")).to_contain_text(adas["vraag"])
    mine.locator("#answer").fill(answer)
    mine.locator("[data-answer-form] button[type=submit]").click()
    expect(mine.locator("[data-talk]")).to_contain_text(answer)

    secret = [*noors.values(), *adas.values(), file_name, file_text, answer, words]
    held = found(service, [*secret, service.demo.person("Ada")["email"], *passphrases(service)])
    # What the demo itself keeps beside the database, to sign in with later, is not the server's.
    by_server = {word: places - {"demo.json"} for word, places in held.items()}
    assert {word for word, places in by_server.items() if places} == {
        # The search does find what the server holds.
        service.demo.person("Ada")["email"],
    }


def passphrases(service: Service) -> list[str]:
    """What unlocks the officers' keys."""
    return [one["passphrase"] for one in service.demo.people if one["name"] in {"Ada", "Mira"}]


def test_the_search_finds_what_was_sent_in_clear(service: Service) -> None:
    """Broken on purpose: somebody sends a word in clear, and it is found in the server's memory."""
    word = a_sentinel("openlijk")
    form = urllib.parse.urlencode({"login": f"{word}@kustdienst.example", "password": word * 20})
    request = urllib.request.Request(  # noqa: S310
        f"{service.origin}/account/login/", data=form.encode(), method="POST"
    )
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(request, timeout=10)  # noqa: S310
    places = found(service, [word])[word]
    assert any(place.startswith("memory") for place in places)


@pytest.mark.parametrize("shift", range(6))
def test_the_search_knows_the_forms_of_a_word(shift: int) -> None:
    """Wherever in a longer text the word begins, one of its forms is found."""
    word = a_sentinel("woord")
    text = b"x" * shift + word.encode() + b"yyy"
    for changed in (text, text.hex().encode(), base64.b64encode(text)):
        assert any(form in changed for form in forms(word)), changed
