"""Anybody can hold what a running server serves against what its log says that it serves."""

import hashlib
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from hoeder.ledger import actions as ledger
from hoeder.ledger import leaves
from hoeder.ledger.verification import verify
from hoeder.web.release import manifest
from tests.ledger.build import SYSTEM, some_events, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings: Settings, tmp_path: Path) -> Path:
    """A folder of pages and one of static files."""
    settings.PAGES_DIR, settings.STATIC_ROOT = tmp_path / "pages", tmp_path / "static"
    settings.DATA_DIR = tmp_path
    for name, text in {
        "pages/index.html": "<p>home",
        "pages/nl/index.html": "<p>thuis",
        "pages/nl/index.html.br": "the same, compressed",
        "pages/pages.json": "{}",
        "static/report.js": "go()",
        "static/report.js.gz": "the same, compressed",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_manifest_lists_every_page_and_file_as_it_is_asked_for(site: Path) -> None:
    lines = [line.split("  ") for line in manifest().splitlines()]
    assert [path for _hash, path in lines] == ["/", "/nl/", "/pages.json", "/static/report.js"]
    assert lines[1][0] == hashlib.sha256(b"<p>thuis").hexdigest()


def test_a_release_is_noted_once_and_opened_to_anybody(client: Client) -> None:
    assert client.get("/log/release").status_code == 404
    assert client.get("/log/release/manifest").status_code == 404
    assert ledger.note_release(manifest=manifest(), by=SYSTEM)
    assert not ledger.note_release(manifest=manifest(), by=SYSTEM)
    assert client.get("/log/release").json()["leaf"] is None
    ledger.publish(by=SYSTEM)
    opened = client.get("/log/release").json()
    served = client.get("/log/release/manifest")
    assert served["Content-Type"] == "text/plain; charset=utf-8"
    event = json.loads(opened["event"])
    assert event["kind"] == "site.released"
    assert event["detail"]["manifest"] == hashlib.sha256(served.content).hexdigest()
    assert event["detail"]["files"] == 4
    leaf = leaf_at(client, opened["leaf"])
    commit = leaves.opened_commit(bytes.fromhex(opened["nonce"]), opened["event"].encode())
    assert leaf.commit == commit


def test_a_changed_script_is_a_release_of_its_own(client: Client, site: Path) -> None:
    ledger.note_release(manifest=manifest(), by=SYSTEM)
    (site / "static" / "report.js").write_text("go(elsewhere)")
    assert ledger.note_release(manifest=manifest(), by=SYSTEM)
    assert json.loads(client.get("/log/release").json()["event"])["n"] == 1


def test_what_is_opened_says_nothing_of_how_much_happens(client: Client) -> None:
    some_events(None, 3)
    ledger.note_release(manifest=manifest(), by=SYSTEM)
    assert json.loads(client.get("/log/release").json()["event"])["n"] == 0


def test_every_hour_looks_whether_something_else_is_served(client: Client, site: Path) -> None:
    call_command("tick", verbosity=0)
    first = client.get("/log/release/manifest").content
    (site / "pages" / "nl" / "index.html").write_text("<p>elders")
    call_command("tick", verbosity=0)
    assert client.get("/log/release/manifest").content != first


def test_a_list_that_was_changed_since_is_named(client: Client) -> None:
    ledger.note_release(manifest=manifest(), by=SYSTEM)
    ledger.publish(by=SYSTEM)
    assert verify().faults == []
    digest = hashlib.sha256(manifest().encode()).hexdigest()
    tamper("UPDATE ledger_release SET manifest = %s", "another list")
    assert verify().faults == [f"The list of release {digest} is not what was released."]
    tamper("UPDATE ledger_release SET digest = %s", "0" * 64)
    assert verify().faults == [
        f"The list of release {digest} is missing.",
        f"No event tells of the list of release {'0' * 64}.",
    ]
    tamper("DELETE FROM ledger_release")
    assert verify().faults == [f"The list of release {digest} is missing."]


def leaf_at(client: Client, index: int) -> leaves.Leaf:
    """Read a leaf out of the first bundle, as anybody can."""
    bundle = client.get("/log/tile/entries/000.p/64").content
    return leaves.read_leaf(bundle[index * 98 + 2 : index * 98 + 98])
