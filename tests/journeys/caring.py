"""What people do about protection and promises, in the words of the journeys."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import declare


def day(ahead: int) -> str:
    """A day, so many from today."""
    return (datetime.now(UTC) + timedelta(days=ahead)).date().isoformat()


def choose_protector(noor: Page, name: str) -> None:
    """Open a room with somebody who protects her."""
    care = noor.locator("my-care")
    box = care.locator("[data-protectors] label.choice", has_text=name).locator("input")
    box.check()
    care.locator("form[data-choose] button[type=submit]").click()
    expect(care.locator("[data-in-room]")).to_contain_text(name)


def fear(noor: Page, fears: str) -> None:
    """Tell what she fears."""
    form = noor.locator("my-care form[data-assess]")
    form.locator("[name=fears]").fill(fears)
    form.locator("[name=begun][value=no]").check()
    form.locator("[name=level][value=high]").check()
    form.locator("[name=wishes]").fill("Werken vanaf een andere plek.")
    form.locator("button[type=submit]").click()
    expect(noor.locator("my-care [data-talk]")).to_contain_text(fears)


def want_no_plan(noor: Page) -> None:
    """Sign that she wants none."""
    part = noor.locator("my-care [data-part=decline]")
    part.locator("summary").click()
    part.locator("[name=reasons]").fill("Ik wil dit nu niet.")
    part.locator("button[type=submit]").click()
    expect(part).to_be_hidden()


def say_how_it_goes(noor: Page, answer: str) -> None:
    """Answer how things at work go."""
    form = noor.locator("my-care form[data-check-in]")
    form.locator(f"[name=answer][value={answer}]").check()
    form.locator("button[type=submit]").click()
    expect(noor.locator("my-care [data-said]")).to_be_visible()


def at_case(desk: Page, case: str) -> Page:
    """Open a case by its address, among those on the desk."""
    desk.locator("a[data-route=inbox]").first.click()
    desk.locator(f"desk-inbox a[href$='{case}']").click()
    declare(desk)
    expect(desk.locator("desk-care [data-part=state]")).not_to_be_empty()
    return desk


def propose(omar: Page, what: str) -> None:
    """Put a plan of one measure before her."""
    panel = omar.locator("desk-care")
    panel.locator("[data-part=propose] summary").click()
    form = panel.locator("form[data-form=plan]")
    form.locator("button[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("minstens één maatregel")
    form.locator("[name=what]").fill(what)
    form.locator("[name=owner]").fill("Lotte")
    form.locator("[name=by]").fill(day(40))
    form.locator("button[type=submit]").click()
    expect(panel.locator("[data-part=state]")).to_have_text("plan voorgesteld")


def write_down(page: Page, text: str, *, owner: str, days: int) -> None:
    """Write down what was promised aloud, and send it to whoever must keep it."""
    page.locator("[data-writing] > summary").click()
    form = page.locator("[data-promise-form]")
    form.locator("[name=kind]").select_option("belongings")
    form.locator("[name=text]").fill(text)
    form.locator("[name=said_by]").fill("Directeur Smit")
    form.locator("[name=promised_on]").fill(day(-30))
    form.locator("[name=owner]").select_option(label=label_of(form, owner))
    form.locator("[name=due_on]").fill(day(days))
    form.locator("button[type=submit]").click()
    written = page.locator("[data-promises] article", has_text=text)
    expect(written).to_be_visible()
    # No text of another part of the page stands in it.
    expect(written).not_to_contain_text("{")


def label_of(form: Locator, owner: str) -> str:
    """The option that begins with this name."""
    options = form.locator("[name=owner] option").all_inner_texts()
    return next(one for one in options if one.startswith(owner))


def the_promise(desk: Page, text: str) -> Locator:
    """Find a promise among what is one's own to keep."""
    desk.locator("desk-promised a").click()
    return desk.locator("desk-commitments section", has_text=text)


def accept(desk: Page, text: str) -> Locator:
    """Find the promise at the desk of whoever keeps it, and sign it."""
    sign(desk, the_promise(desk, text))
    return desk.locator("desk-commitments section", has_text=text)


def sign(desk: Page, kept: Locator) -> None:
    """Accept the promise that is shown."""
    kept.locator("form[data-form=accept] button").click()
    expect(desk.locator("desk-commitments [data-part=said]")).to_contain_text("ondertekend")


def claim(desk: Page, text: str, done: str) -> None:
    """Say that a promise was kept."""
    form = desk.locator("desk-commitments section", has_text=text).locator("form[data-form=claim]")
    form.locator("textarea").fill(done)
    form.locator("button").click()
    expect(desk.locator("desk-commitments [data-part=said]")).to_contain_text("Verstuurd")


def ask_now(page: Page, kind: str, need: str) -> None:
    """Ask the level above for what cannot wait."""
    now = page.locator("[data-now-form]")
    expect(now.locator("[data-deciders]")).to_contain_text("Mira")
    now.locator("[name=kind]").select_option(kind)
    now.locator("[name=text]").fill(need)
    now.locator("button[type=submit]").click()
    asked = page.locator("[data-emergencies] li").last
    expect(asked).to_contain_text(re.compile("moet uiterlijk op"))
