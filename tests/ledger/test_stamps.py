"""Once a day somebody outside stamps the time on the log; nothing waits for them."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from hoeder.ledger import actions as ledger
from hoeder.ledger import asking, reading, stamps
from hoeder.ledger.models import Stamp
from hoeder.ledger.stamping import StampRefused, open_stamp, read_roots
from hoeder.ledger.verification import verify
from tests.ledger.authority import Authority, an_authority, serving
from tests.ledger.build import SYSTEM, clock, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority(tmp_path: Path, settings: Settings) -> Iterator[Authority]:
    """An authority that answers on this machine, named in the settings."""
    with serving(an_authority(tmp_path / "authority")) as found:
        settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOT = found.url, found.root
        ledger.publish(by=SYSTEM)
        yield found


def ask(authority: Authority, note: str | None = None) -> bool:
    """Ask as the hourly duties do."""
    return stamps.stamp_today(
        note=note or reading.newest_checkpoint(),
        url=authority.url,
        roots=authority.root,
        by=SYSTEM,
    )


def test_the_log_is_stamped_once_a_day_and_anybody_can_verify_it(
    authority: Authority, client: Client
) -> None:
    """law.md EVD-01: the anchor verifies without the server."""
    assert ask(authority)
    ledger.publish(by=SYSTEM, at_once=True)
    assert not ask(authority)
    assert len(authority.asked) == 1
    (shown,) = client.get("/log/stamps").json()
    assert (shown["size"], shown["authority"]) == (64, "Tijdstempeldienst")
    response = client.get(shown["url"])
    assert response["Content-Type"] == "application/timestamp-reply"
    note = client.get("/log/stamps/64.checkpoint").content.decode()
    said = open_stamp(response.content, note, read_roots(authority.root))
    assert f"{said.at:%Y-%m-%dT%H:%M:%SZ}" == shown["at"]
    assert client.get("/log/stamps/128.tsr").status_code == 404
    ledger.publish(by=SYSTEM, at_once=True)
    found = verify()
    assert (found.faults, found.stamps) == ([], 1)


def test_the_next_day_it_is_stamped_again_and_the_same_checkpoint_never_twice(
    authority: Authority,
) -> None:
    assert ask(authority)
    with clock(timezone.now() + timedelta(days=1)):
        assert not ask(authority)
    with clock(timezone.now() + timedelta(days=1)):
        ledger.publish(by=SYSTEM)
        # The clock of this machine is a day ahead of the authority's: one of them is wrong.
        with pytest.raises(StampRefused, match="clock"):
            ask(authority)
    assert Stamp.objects.count() == 1


def test_an_authority_that_is_down_or_talks_nonsense_is_asked_again(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = reading.newest_checkpoint()
    with pytest.raises(StampRefused, match="does not answer"):
        stamps.stamp_today(note=note, url="http://127.0.0.1:1/tsr", roots=authority.root, by=SYSTEM)
    authority.instead = lambda query: b"<html>busy"
    with pytest.raises(StampRefused, match="no time stamp"):
        ask(authority)
    first = authority.stamp(authority.asked[-1])
    authority.instead = lambda query: first
    with pytest.raises(StampRefused, match="does not hold"):
        # The answer to an older query.
        ask(authority)
    monkeypatch.setattr(asking, "WHOLE", 0.2)
    authority.instead = lambda query: time.sleep(1) or b""  # type: ignore[func-returns-value]
    with pytest.raises(StampRefused, match="does not answer"):
        ask(authority)
    assert not Stamp.objects.exists()
    authority.instead = None
    monkeypatch.undo()
    assert ask(authority)


def test_an_authority_below_another_root_is_not_believed(
    authority: Authority, tmp_path: Path
) -> None:
    other = an_authority(tmp_path / "other", "Een ander")
    authority.instead = other.stamp
    with pytest.raises(StampRefused, match="does not hold"):
        ask(authority)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_authority_is_asked(authority: Authority) -> None:
    seen = []
    stamp = authority.stamp

    def answer(query: bytes) -> bytes:
        seen.append(connection.in_atomic_block)
        return stamp(query)

    authority.instead = answer
    assert ask(authority)
    assert seen == [False]


@pytest.mark.django_db(transaction=True)
def test_a_failing_authority_keeps_nothing_else_from_being_done(
    authority: Authority, tmp_path: Path, settings: Settings
) -> None:
    settings.PAGES_DIR = settings.STATIC_ROOT = tmp_path / "nothing"
    settings.DATA_DIR = tmp_path
    authority.instead = lambda query: b""
    with clock(timezone.now() + timedelta(hours=1)), pytest.raises(CommandError) as raised:
        call_command("tick", verbosity=0)
    assert str(raised.value) == "Not done: ask for a time stamp."
    assert "128" in (reading.newest_checkpoint() or "").split("\n")
    authority.instead = None
    call_command("tick", verbosity=0)
    assert Stamp.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("DELETE FROM ledger_stamp", "is missing"),
        ("UPDATE ledger_stamp SET note = 'x' || note", "is not over a checkpoint"),
        ("UPDATE ledger_stamp SET authority = 'Een ander'", "another time or authority"),
        ("UPDATE ledger_stamp SET at = '2020-01-01 00:00:00+00'", "another time or authority"),
        ("UPDATE ledger_stamp SET size = 65", "is missing"),
    ],
)
def test_a_stamp_that_was_tampered_with_is_named(
    authority: Authority, change: str, fault: str
) -> None:
    ask(authority)
    ledger.publish(by=SYSTEM, at_once=True)
    assert verify().faults == []
    tamper(change)
    assert any(fault in one for one in verify().faults)


def test_a_changed_byte_of_a_stamp_is_named(authority: Authority) -> None:
    ask(authority)
    row = Stamp.objects.get()
    response = bytes(row.response)
    changed = response[:100] + bytes([response[100] ^ 1]) + response[101:]
    tamper("UPDATE ledger_stamp SET response = %s", changed)
    faults = verify().faults
    assert any("is not the one of which the log says" in one for one in faults)
    assert any("does not hold" in one or "no time stamp" in one for one in faults)


def test_stamps_without_certificates_to_check_them_are_named(
    authority: Authority, settings: Settings
) -> None:
    ask(authority)
    settings.TIMESTAMP_ROOT = None
    assert any("TIMESTAMP_ROOT" in one for one in verify().faults)
