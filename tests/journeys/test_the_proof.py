"""The proof: what Noor took along holds where the service does not, and against its owner."""

import os
import secrets
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.caring import write_down
from tests.journeys.conftest import Arrive
from tests.journeys.people import come_back, report
from tests.journeys.photo import photo
from tests.journeys.test_the_dossier import export
from tests.later import ROOT, later, serve_later
from tools.service import Service

pytestmark = pytest.mark.xdist_group("proof")

#: How long after the report Noor takes everything along.
DAYS = 5


@pytest.fixture(scope="module")
def service(own_service: Service) -> Service:
    """A service of its own: it is switched off, and its database is tampered with."""
    return own_service


def verify(path: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Verify a dossier as a stranger does, who has the program and nothing of the service."""
    day = (datetime.now(UTC) + timedelta(days=DAYS + 1)).date().isoformat()
    command = [sys.executable, "-m", "hoeder", "verify", str(path), "--at", day, *options]
    environment = {"PATH": os.environ["PATH"]}
    return subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def with_one_byte_changed(path: Path, name: str, to: Path) -> Path:
    """Copy a ZIP in which one byte of one file is another."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as new:
        for one in old.infolist():
            data = bytearray(old.read(one))
            if one.filename == name:
                data[len(data) // 2] ^= 1
            new.writestr(one.filename, bytes(data))
    return to


def delete_the_overdue_promise(service: Service) -> int:
    """Do what whoever runs the database can do; return the number of the event in its chain."""
    with closing(sqlite3.connect(service.data_dir / "hoeder.sqlite3")) as database, database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        missed = "FROM ledger_journal WHERE kind = 'clock.missed' AND event LIKE '%promise%'"
        ((number,),) = database.execute(f"SELECT n {missed}").fetchall()  # noqa: S608
        database.execute(f"DELETE {missed}")  # noqa: S608
        database.execute("DELETE FROM clocks_clock WHERE kind = 'promise'")
        return int(number)


def test_a_dossier_holds_without_the_service_and_against_its_owner(
    service: Service, arrive: Arrive, tmp_path: Path
) -> None:
    """law.md EVD-01, EVD-03, EVD-06.

    1. Noor reports with a photo, and writes down what Smit promised her aloud. He does nothing: the
       day passes, and that stands in the log.
    2. She exports her dossier. The service is switched off.
    3. A stranger verifies it with nothing of the service: all holds. With one byte changed it does
       not, and the file is named.
    4. Smit's administrator deletes the overdue promise from the database. `verify_ledger` names it.
    5. Noor exports again: what is lacking is named, and her first dossier still proves that it was.
    """
    text = f"Het archief is verbrand, doos {secrets.randbelow(10**9)}."
    noor = arrive()
    words = report(noor, text, files=[("doos.jpg", "image/jpeg", photo())])
    later(service, hours=1)
    write_down(come_back(noor, words), "U krijgt uw laptop terug.", owner="Smit", days=3)
    serve_later(service, days=DAYS)
    later(service, days=DAYS)
    page = come_back(arrive(), words)
    expect(page.locator("my-file [data-file-open]")).to_be_visible(timeout=40_000)
    path = tmp_path / "dossier.zip"
    export(page, path)
    root = service.demo.root
    service.stop()

    done = verify(path, "--root", root)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "Nothing fails." in done.stdout
    assert text not in done.stdout
    for name in ("dossier.pdf", "log/checkpoint", "dossier.json"):
        done = verify(with_one_byte_changed(path, name, tmp_path / "changed.zip"), "--root", root)
        assert done.returncode == 1
        assert f"- {name}: " in done.stdout

    number = delete_the_overdue_promise(service)
    said = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "verify_ledger"],
        cwd=ROOT,
        env=service.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode != 0
    assert f"Event {number} of Case" in said.stdout + said.stderr

    serve_later(service, days=DAYS)
    page = come_back(arrive(), words)
    expect(page.locator("my-file [data-file-open]")).to_be_visible(timeout=40_000)
    again = tmp_path / "again.zip"
    export(page, again)
    done = verify(again, "--root", root)
    assert done.returncode == 1
    assert f"/{number}.json: Event {number} is lacking." in done.stdout
    assert verify(path, "--root", root).returncode == 0
