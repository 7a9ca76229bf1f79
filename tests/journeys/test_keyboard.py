"""Everything by keyboard alone: Tab, Shift+Tab, Enter, Space, arrows and typing."""

import re
import secrets

from playwright.sync_api import FilePayload, Locator, Page, expect

from demo.__main__ import code
from tests.journeys.conftest import Arrive
from tests.journeys.people import SESSIONS, session_of, words_of
from tests.journeys.photo import CAMERA, photo
from tools.service import Service

#: No page asks for more presses than this to get from one place to the next one.
MOST = 120

#: What is wrong with the place of the focus, in words; empty when nothing is.
FOCUS = """() => {
  const at = document.activeElement;
  if (at === null || at === document.body) return 'the focus is lost';
  if (!at.checkVisibility({ visibilityProperty: true })) return `hidden: ${at.outerHTML}`;
  const box = at.getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight) return `out of sight: ${at.outerHTML}`;
  // Headings and messages take the focus so that they are read out; nobody operates them.
  if (at.tabIndex < 0) return '';
  const style = getComputedStyle(at);
  const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  if (!at.matches(':focus-visible') || !drawn) return `not drawn: ${at.outerHTML}`;
  const left = Math.max(box.left, 0) + 1, right = Math.min(box.right, innerWidth) - 1;
  const top = Math.max(box.top, 0) + 1, bottom = Math.min(box.bottom, innerHeight) - 1;
  const seen = [0, 0.5, 1].some((x) => [0, 0.5, 1].some((y) => {
    const there = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
    return there !== null && (at.contains(there) || there.contains(at));
  }));
  return seen ? '' : `covered: ${at.outerHTML}`;
}"""


class Hands:
    """Somebody who has a keyboard and no mouse. Each press leaves the focus where it is seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)

    def focus_is_seen(self) -> None:
        """Fail when the focus is lost, hidden, covered or not drawn."""
        wrong = self.page.evaluate(FOCUS)
        assert wrong == "", wrong[:400]

    def go(self, to: Locator, *, key: str = "Tab") -> None:
        """Press Tab until this has the focus."""
        expect(to).to_be_visible()
        for _ in range(MOST):
            if to.evaluate("(one) => one === document.activeElement"):
                return
            self.press(key)
            self.focus_is_seen()
        raise AssertionError(f"{key} does not lead to {to}")

    def back_to(self, to: Locator) -> None:
        """Press Shift+Tab until this has the focus."""
        self.go(to, key="Shift+Tab")

    def do(self, what: Locator, key: str = "Enter") -> None:
        """Go to a button, link or box and press it."""
        self.go(what)
        self.press(key)

    def type(self, into: Locator, text: str) -> None:
        """Go to a field and type."""
        self.go(into)
        self.page.keyboard.insert_text(text)

    def step(self) -> None:
        """Go on to the next step of a report; its heading is read out."""
        here = self.page.locator("[data-step]:visible")
        name = here.get_attribute("data-step")
        self.do(here.locator("button[type=submit]"))
        expect(self.page.locator(f"[data-step={name}]")).to_be_hidden()
        expect(self.page.locator("[data-step]:visible h1")).to_be_focused()
        self.focus_is_seen()


def test_the_bell_by_keyboard_alone(service: Service, arrive: Arrive) -> None:
    """Noor reports, Ruth reads and answers, Noor comes back; neither touches a mouse.

    1. Noor jumps over the header, starts a report, ticks the head of Buitenposten with the space
       bar, writes, adds a photo, and sends. An empty text leads her back to the field.
    2. She shows the words in English with an arrow key, and ticks that she kept them.
    3. Ruth signs in with both factors, unlocks, opens the case, saves the photo, acknowledges and
       asks. She opens the dialog for removing somebody and leaves it with Escape.
    4. Noor comes back with the English words, reads the question, and answers.
    5. Ruth reads the answer and locks her desk.
    """
    text = f"Ons hoofd scheldt medewerkers uit. ({secrets.token_hex(4)})"
    noor = arrive("nl-NL")
    page, hands = noor.visit("/nl/kustdienst/"), Hands(noor.page)
    hands.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    hands.focus_is_seen()
    hands.press("Enter")
    expect(page.locator("main")).to_be_focused()
    hands.do(page.locator("a[href$='/report/']").first)
    hands.step()
    hands.do(page.get_by_label(re.compile("^Hoofd Buitenposten")).first, "Space")
    expect(page.locator("[data-remain]")).not_to_contain_text("Van Dalen")
    hands.focus_is_seen()
    hands.step()
    hands.do(page.locator("[data-step=tell] button[type=submit]"))
    expect(page.locator("[data-error=text]")).to_be_focused()
    hands.do(page.locator("[data-error=text] a"))
    expect(page.locator("#text")).to_be_focused()
    hands.type(page.locator("#text"), text)
    hands.step()
    hands.type(page.locator("#who"), "Het hoofd Buitenposten")
    hands.step()
    hands.go(page.locator("#files"))
    with page.expect_file_chooser() as chooser:
        hands.press("Space")
    picture = FilePayload(name="verslag.jpg", mimeType="image/jpeg", buffer=photo())
    chooser.value.set_files([picture])
    expect(page.locator("[data-step=files] [data-removed]:visible")).to_be_visible()
    hands.focus_is_seen()
    hands.step()
    hands.step()
    hands.step()
    hands.do(page.locator("[data-step=check] [data-change=details]").first)
    expect(page.locator("[data-step=details] h1")).to_be_focused()
    for _ in range(5):
        hands.step()
    words_of(page)
    hands.go(page.locator("[data-language-choice]"))
    hands.press("ArrowDown")
    expect(page.locator("[data-language-choice]")).to_have_value("en")
    expect(page.locator("[data-words]")).to_have_attribute("lang", "en")
    words = words_of(page)
    hands.do(page.locator("[data-kept]"), "Space")
    expect(page.locator("[data-kept]")).to_be_checked()

    ruth = arrive("nl-NL")
    desk, other = ruth.page, Hands(ruth.page)
    ruth.faults.clear()
    session = session_of(service, "Ruth")
    if session in SESSIONS:
        ruth.context.add_cookies(SESSIONS[session])
        ruth.visit("/desk/")
    else:
        ruth.visit("/account/login/")
        person = service.demo.person("Ruth")
        other.type(desk.locator("[name=login]"), person["email"])
        other.type(desk.locator("[name=password]"), person["password"])
        other.press("Enter")
        other.type(desk.locator("[name=code]"), code(person["totp"]))
        other.press("Enter")
        expect(desk).not_to_have_url(re.compile("/account/"))
        SESSIONS[session] = ruth.context.cookies()
    other.type(desk.locator("#desk-passphrase"), service.demo.person("Ruth")["passphrase"])
    other.do(desk.locator("form[data-form=unlock] button[type=submit]"))
    expect(desk.locator("desk-inbox h1")).to_be_focused()
    open_newest(other)
    expect(desk.locator("#report [data-part=text]")).to_have_text(text)
    other.do(desk.locator(".desk-contents a[href='#files']"))
    other.go(desk.locator("#files [data-do=save]"))
    with desk.expect_download() as download:
        other.press("Enter")
    assert CAMERA not in download.value.path().read_bytes()
    other.focus_is_seen()
    other.back_to(desk.locator("form[data-form=acknowledgement] button[type=submit]"))
    other.press("Enter")
    expect(desk.locator("#desk-message")).to_be_focused()
    other.focus_is_seen()
    question = "Zijn er verslagen van de gesprekken?"
    other.type(desk.locator("#desk-message"), question)
    other.do(desk.locator("form[data-form=message] button[type=submit]"))
    expect(desk.locator("#talk")).to_contain_text(question)
    other.focus_is_seen()
    other.do(desk.locator("#people [data-do=remove]").first)
    expect(desk.locator("dialog[open] [data-do=no]")).to_be_focused()
    other.focus_is_seen()
    other.press("Escape")
    expect(desk.locator("#people [data-do=remove]").first).to_be_focused()
    other.focus_is_seen()

    back = arrive("en-GB")
    mine, again = back.visit("/en/back/"), Hands(back.page)
    again.type(mine.locator("#words"), words)
    again.do(mine.locator("receipt-entry button[type=submit]"))
    expect(mine.locator("[data-opened] h1:visible")).to_be_focused()
    expect(mine.locator("[data-talk]")).to_contain_text(question)
    # Parts of the page that still come in move what has the focus.
    mine.wait_for_load_state("networkidle")
    again.type(mine.locator("#answer"), "Ja, van maart en april.")
    again.do(mine.locator("[data-answer-form] button[type=submit]"))
    expect(mine.locator("[data-talk]")).to_contain_text("Ja, van maart en april.")
    again.focus_is_seen()

    other.back_to(desk.locator("nav a[data-route=inbox]"))
    other.press("Enter")
    expect(desk.locator("desk-inbox h1")).to_be_focused()
    open_newest(other)
    expect(desk.locator("#talk")).to_contain_text("Ja, van maart en april.")
    other.back_to(desk.locator("nav [data-do=lock]"))
    other.press("Enter")
    expect(desk.locator("#desk-passphrase")).to_be_visible()
    expect(desk.locator("h1")).to_be_focused()
    expect(desk.locator("main")).not_to_contain_text(text)


def open_newest(hands: Hands) -> None:
    """Open the case with the highest number."""
    cases = hands.page.locator("desk-inbox tbody th a")
    expect(cases.first).to_be_visible()
    number = max(int(re.sub(r"\D", "", one)) for one in cases.all_inner_texts())
    hands.do(cases.filter(has_text=re.compile(rf"^\D*{number}$")))
    # Whoever reads for the first time declares to be impartial; it may have been done before.
    impartial = hands.page.locator("desk-declare [data-do=none]")
    opened = hands.page.locator("desk-case.desk-read h1")
    expect(impartial.or_(opened).first).to_be_visible()
    if impartial.count() == 1:
        hands.do(impartial)
    expect(opened).to_be_visible()


def test_the_quick_exit_leaves_nothing_behind(service: Service, arrive: Arrive) -> None:
    """Somebody comes in while Noor writes; she presses Shift three times.

    1. She has gone some steps and typed. Three times Shift: the tab shows a neutral page, under a
       neutral title, with nothing of ours on it.
    2. Back and Forward do not lead to the report.
    3. Nothing was kept on the device, and the report page is empty when it is opened again.
    4. Shift with a letter is typing: capitals do not throw her out.
    """
    noor = arrive("nl-NL")
    noor.visit("/nl/kustdienst/")
    page, hands = noor.page, Hands(noor.page)
    hands.do(page.locator("a[href$='/report/']").first)
    hands.step()
    hands.step()
    hands.go(page.locator("#text"))
    for letter in "ABCD":
        hands.press(f"Shift+{letter}")
    expect(page.locator("#text")).to_have_value("ABCD")
    hands.step()
    for _ in range(3):
        hands.press("Shift")
    expect(page).to_have_url(re.compile("/nl/away/$"))
    expect(page).to_have_title("Nieuw tabblad")
    expect(page.locator("body")).not_to_contain_text("Hoeder")
    expect(page.locator("body")).not_to_contain_text("meld")

    page.go_forward()
    expect(page).to_have_url(re.compile("/nl/away/$"))
    page.go_back()
    expect(page.locator("report-form")).to_have_count(0)
    kept = page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, document.cookie,
                        (await indexedDB.databases()).length, (await caches.keys()).length]"""
    )
    assert kept == [0, 0, "", 0, 0]
    noor.visit("/nl/kustdienst/report/")
    expect(page.locator("#text")).to_have_value("")
