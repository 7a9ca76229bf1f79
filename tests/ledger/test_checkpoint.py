"""The signing key lies outside the database, and no second history is signed with it."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from hoeder.ledger import actions as ledger
from hoeder.ledger import checkpoint, reading
from hoeder.ledger.note import Statement, open_checkpoint, read_verifier
from tests.ledger.build import SYSTEM

ORIGIN = "meldpunt.example/log"


def test_a_key_is_made_once_and_for_its_owner_alone(folder: Path) -> None:
    key = checkpoint.load_key(folder, known=None, origin=ORIGIN)
    again = checkpoint.load_key(folder, known=None, origin="elsewhere.example/log")
    assert key == again
    assert (folder / "log.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["log.key"]
    assert key.seed.hex() not in repr(key)


def test_what_the_key_signs_its_verifier_opens(folder: Path) -> None:
    key = checkpoint.load_key(folder, known=None, origin=ORIGIN)
    statement = Statement(ORIGIN, 64, bytes(32))
    assert open_checkpoint(key.sign(statement), read_verifier(key.verifier.text())) == statement


def test_a_missing_key_of_a_log_is_not_replaced(folder: Path) -> None:
    key = checkpoint.load_key(folder, known=None, origin=ORIGIN)
    (folder / "log.key").unlink()
    with pytest.raises(ImproperlyConfigured, match="signing key .* is missing"):
        checkpoint.load_key(folder, known=key.verifier, origin=ORIGIN)
    checkpoint.keep_newest(folder, key.sign(Statement(ORIGIN, 64, bytes(32))))
    with pytest.raises(ImproperlyConfigured, match="signing key .* is missing"):
        checkpoint.load_key(folder, known=None, origin=ORIGIN)


def test_the_key_of_another_log_is_refused(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    checkpoint.load_key(folder, known=None, origin=ORIGIN)
    other = checkpoint.load_key(tmp_path_factory.mktemp("other"), known=None, origin=ORIGIN)
    with pytest.raises(ImproperlyConfigured, match="not hold the key of this log"):
        checkpoint.load_key(folder, known=other.verifier, origin=ORIGIN)


def test_an_empty_database_beside_a_published_log_is_refused(folder: Path) -> None:
    key = checkpoint.load_key(folder, known=None, origin=ORIGIN)
    checkpoint.keep_newest(folder, key.sign(Statement(ORIGIN, 64, bytes(32))))
    with pytest.raises(ImproperlyConfigured, match="database holds none"):
        checkpoint.load_key(folder, known=None, origin=ORIGIN)


def test_a_key_that_others_can_read_is_refused(folder: Path) -> None:
    checkpoint.load_key(folder, known=None, origin=ORIGIN)
    (folder / "log.key").chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        checkpoint.load_key(folder, known=None, origin=ORIGIN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PRIVATE+KEY+",
        "PRIVATE+KEY+a+00000000+AQ==",
        "PRIVATE+KEY+a+00000000+?",
        "PRIVATE+KEY+a+00000000+" + "A" * 44,
    ],
)
def test_a_damaged_key_is_refused(folder: Path, text: str) -> None:
    (folder / "log.key").write_text(text)
    (folder / "log.key").chmod(0o600)
    with pytest.raises(ImproperlyConfigured, match="not a signing key"):
        checkpoint.load_key(folder, known=None, origin=ORIGIN)


def test_a_name_that_no_note_can_carry_is_refused(folder: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="LEDGER_ORIGIN"):
        checkpoint.load_key(folder, known=None, origin="a log")


def test_a_damaged_newest_checkpoint_is_refused(folder: Path) -> None:
    key = checkpoint.load_key(folder, known=None, origin=ORIGIN)
    assert checkpoint.newest(folder, key.verifier) is None
    (folder / "log.checkpoint").write_text("half")
    with pytest.raises(ImproperlyConfigured, match="damaged"):
        checkpoint.newest(folder, key.verifier)


def test_a_key_that_another_process_made_first_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = checkpoint.load_key(folder, known=None, origin=ORIGIN)
    monkeypatch.setattr(Path, "exists", lambda path: False)
    assert checkpoint.load_key(folder, known=None, origin=ORIGIN) == key


@pytest.mark.django_db(transaction=True)
def test_the_log_begins_once_and_keeps_its_name(folder: Path) -> None:
    assert reading.verifier() is None
    ledger.begin_log(by=SYSTEM)
    begun = reading.verifier()
    ledger.begin_log(by=SYSTEM)
    assert begun is not None
    assert reading.verifier() == begun
    assert begun.name == ORIGIN
    assert not (folder / "log.checkpoint").exists()
    ledger.publish(by=SYSTEM)
    assert (folder / "log.checkpoint").read_text() == reading.newest_checkpoint()
