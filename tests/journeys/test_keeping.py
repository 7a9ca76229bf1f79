"""What of a closed case is kept: two people decide, she saves her own copy, and then it is gone."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, open_case, report
from tests.journeys.test_closing import (
    a_text,
    give_feedback,
    open_case_again,
    say,
    tell,
    wants_no_plan,
    write,
)
from tests.later import ROOT, later
from tools.service import Service

pytestmark = pytest.mark.xdist_group("keeping")


@pytest.fixture(scope="module")
def service(own_service: Service) -> Service:
    """A service of its own: a case whose words are gone cannot be read by other journeys."""
    return own_service


def destroy(service: Service, days: int = 0) -> str:
    """Do what the hourly duties do about keeping, so many days from now."""
    return later(service, days=days, command="destroy_due")


def categories(service: Service) -> None:
    """Name the categories of the selection list of the Kustdienst, as its administrator."""
    command = [sys.executable, "manage.py", "name_category", "kustdienst", "Rijk 2020 12.4"]
    subprocess.run(command, cwd=ROOT, env=service.environment, check=True)  # noqa: S603


def propose(page: Page, text: str) -> None:
    """Propose to destroy everything that can be destroyed."""
    panel = page.locator("desk-retention")
    panel.locator("details[data-part=propose] > summary").click()
    for box in panel.locator("[data-part=choices] input").all():
        box.check()
    panel.locator("#desk-keeping-text").fill(text)
    panel.locator("form[data-form=propose] button[type=submit]").click()
    expect(panel.locator(":scope > [data-part=done]")).not_to_be_empty()


def test_two_people_decide_she_saves_her_copy_and_then_it_is_gone(
    service: Service, arrive: Arrive, inspect: Inspection, tmp_path: Path
) -> None:
    """law.md REG-02 to REG-07, in a browser.

    1. Bram's case closes with his yes. Ada proposes to destroy all that can go, with reasons, and
       cannot agree to it herself. Ruth agrees.
    2. In time, his page offers him his own copy. He stops the destroying: nothing goes. He takes
       the stop back, and saves his copy: it holds what he wrote, and opens without us.
    3. The days pass. His page says what was destroyed and since when it is in no backup; nothing
       of what he wrote is there any more. The desk has a declaration that names nobody.
    """
    categories(service)
    text = a_text("De dienstboot wordt privé gebruikt.")
    bram = arrive()
    words = report(bram, text, excluding=["Hoofd Buitenposten"])
    wants_no_plan(bram, words)
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    write(ada, "acknowledgement")
    give_feedback(ada)
    tell(ada, "out_of_scope", a_text("Dit is geen misstand."))
    mine = come_back(bram, words)
    say(mine, "agrees", "")
    expect(mine.locator("my-outcome [data-stand=closed]")).to_be_visible()
    destroy(service)

    open_case_again(ada)
    panel = ada.locator("desk-retention")
    expect(panel.locator("[data-part=now]")).to_contain_text("twee mensen")
    panel.locator("details[data-part=propose] > summary").click()
    panel.locator("form[data-form=propose] button[type=submit]").click()
    expect(ada.locator("#desk-keeping-text")).to_be_focused()
    inspect(ada, "a missing reason for keeping", unfold="desk-retention")
    panel.locator("details[data-part=propose] > summary").click()
    propose(ada, a_text("Niemand heeft dit nog nodig."))
    expect(panel.locator("[data-part=second]")).to_be_hidden()
    ruth = at_desk(arrive(), service, "Ruth")
    open_case(ruth, text)
    decide = ruth.locator("desk-retention form[data-form=decide]")
    inspect(ruth, "asked to agree to what is destroyed")
    decide.locator("input[value=confirmed]").check()
    decide.locator("button[type=submit]").click()
    expect(ruth.locator("desk-retention [data-part=rows]")).to_contain_text("Gaat weg op")
    address = ruth.url

    assert "4 offered, 0 destroyed" in destroy(service, days=1800)
    mine = come_back(bram, words)
    kept = mine.locator("my-retention")
    expect(mine.locator("my-todo")).to_contain_text("kopie")
    expect(kept.locator("[data-offer]")).to_contain_text("vernietigd")
    inspect(mine, "her own copy is offered", unfold="my-retention")
    kept.locator("[data-hold-ask] summary").click()
    kept.locator("#hold-text").fill(a_text("Ik ga misschien naar de rechter."))
    kept.locator("[data-hold] button").click()
    expect(kept.locator("[data-holds]")).to_contain_text("tegen")
    assert "0 destroyed" in destroy(service, days=1900)
    inspect(mine, "she stopped the destroying")
    kept.locator("[data-lift] button").click()
    expect(kept.locator("[data-holds] li")).to_have_count(0)
    with mine.expect_download(timeout=60_000) as saving:
        mine.locator("my-dossier [data-export]").click()
    pack = tmp_path / "dossier.zip"
    saving.value.save_as(pack)
    with zipfile.ZipFile(pack) as opened:
        items = [opened.read(one).decode() for one in opened.namelist() if one[:7] == "opened/"]
        assert opened.read("dossier.pdf").startswith(b"%PDF")
    assert any(text in one for one in items)
    expect(mine.locator("my-dossier [data-export-status]")).to_contain_text("niet op slot")

    assert "4 destroyed" in destroy(service, days=1900)
    mine = come_back(bram, words)
    gone = mine.locator("my-retention")
    expect(gone.locator("[data-on=erased]")).to_be_visible()
    expect(gone.locator("[data-records]")).to_contain_text("in geen back-up")
    expect(mine.locator("main")).not_to_contain_text(text)
    expect(mine.locator("my-file")).to_be_visible()
    inspect(mine, "what was destroyed, on her page")
    ruth.goto(address)
    ruth.locator("#desk-passphrase").fill(service.demo.person("Ruth")["passphrase"])
    ruth.locator("form[data-form=unlock] button[type=submit]").click()
    declaration = ruth.locator("desk-retention .desk-declaration").first
    expect(declaration).to_contain_text("Rijk 2020 12.4")
    expect(declaration).not_to_contain_text("Ada")
    inspect(ruth, "declarations of destruction")
