"""The witnesses of the log, as everybody sees them: not heard of yet, there, and silent."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import come_back, report
from tests.later import ROOT, later, serve_later
from tools.service import Service

#: How long after its first and only visit people look again.
DAYS = 3


@pytest.fixture(scope="module")
def service(own_service: Service) -> Service:
    """A service of its own: its log asks for a witness, and time passes."""
    return own_service


def run(*command: str) -> str:
    """Run a program that needs nothing of the service; return what it prints."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def ask_for(service: Service, witness: str, log: str, folder: Path) -> None:
    """Do as docs/operations.md says: a policy with this one witness, signed with the root key."""
    policy, draft, signed = (folder / name for name in ("policy", "draft.json", "signed.json"))
    policy.write_text(f"log {log}\nwitness commissie {witness}\nquorum commissie\n")
    draft.write_text(service.manage("draft_directory", "ministerie", "--policy", str(policy)))
    key = ("--key", str(service.data_dir / "root.key"), "--no-passphrase")
    signed.write_text(run("hoeder_root", "sign", str(draft), "--yes", *key))
    service.manage("publish_directory", str(signed))
    service.manage("build_pages")


def check(page: Page) -> None:
    """Check the log, as Noor does."""
    page.locator("my-log [data-check]").click()
    expect(page.locator("[data-found]")).to_be_focused()


def test_everybody_sees_whether_the_witnesses_have_signed(
    service: Service, arrive: Arrive, inspect: Inspection, tmp_path: Path
) -> None:
    """law.md EVD-01: what only the service vouches for is called so, and reporting goes on.

    1. The commission makes a witness; the root key signs that its word is asked for. It has not
       come by yet: `/log/` says that the newest entries wait. Noor reports all the same, and her
       check says in plain words that only the service vouches for the log.
    2. The witness visits from behind its firewall. Now enough have signed, and both say so.
    3. It is off for days. `/log/` says since when it is silent, and her check that it is late.
    """
    folder = ("--folder", str(tmp_path / "witness"))
    witness = run("hoeder", "witness", "init", "--name", "commissie.example/w", *folder)
    service.manage("publish_ledger", "--now")
    noor = arrive()
    key = noor.page.request.get(f"{service.origin}/log/key").text().strip()
    ask_for(service, witness.split()[0], key, tmp_path)
    run("hoeder", "witness", "trust", key, *folder)

    words = report(noor, "De bonnen van de brandstof kloppen niet.")
    service.manage("publish_ledger", "--now")
    log = arrive().visit("/log/")
    expect(log.locator(".notice--warn")).to_contain_text("wachten op hun getuigen")
    expect(log.locator("main")).to_contain_text("Heeft nog niet ondertekend")
    inspect(log, "the log, no witness has signed")
    page = come_back(noor, words)
    check(page)
    expect(page.locator("[data-findings] [data-alone]")).to_be_visible()
    expect(page.locator("[data-findings] [data-holds]")).to_be_hidden()
    inspect(page, "my log, no witness has signed")

    run("hoeder", "witness", "run", "--log", service.origin, *folder)
    log.reload()
    expect(log.locator(".notice--good")).to_be_visible()
    page = come_back(noor, words)
    check(page)
    expect(page.locator("[data-findings] [data-holds]")).to_be_visible()

    later(service, days=1)
    serve_later(service, days=DAYS)
    log = arrive().visit("/log/")
    expect(log.locator("main")).to_contain_text("Stil sinds")
    inspect(log, "the log, its witness is silent")
    page = come_back(arrive(), words)
    check(page)
    expect(page.locator("[data-problems] li")).to_contain_text("De getuigen zijn te laat")
    inspect(page, "my log, its witness is silent")
