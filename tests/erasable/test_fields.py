"""Sealed files whose heads are masked at rest (docs/spec/erasure.md §3)."""

import os
import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from pytest_django.fixtures import Settings

from hoeder.erasable import keys
from hoeder.erasable.fields import HEAD_SIZE, mask, unmask
from hoeder.erasable.keys import Part
from hoeder.errors import NotNow
from hoeder.rooms import envelope
from hoeder.rooms.models import Grant, Item
from hoeder.rooms.rules import PARTS, RoomKind
from tests.cases.world import Reported, a_report, a_world

CASE = UUID(int=7)
SEALED = os.urandom(5000)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A file of keys for each test."""
    settings.ERASURE_DIR = tmp_path / "erasure"
    return tmp_path / "erasure"


@pytest.fixture
def report(db: None) -> Reported:
    """Noor's report, sealed to Ada and Ruth."""
    return a_report(a_world())


@pytest.fixture(autouse=True)
def _nothing_is_stored(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "db" not in request.fixturenames:
        monkeypatch.setattr(keys, "_refuse_without", lambda _path: None)


def test_the_whole_head_of_every_sealed_file_is_masked() -> None:
    """The wrapped key, the code over it, and the nonce: without them nothing of the rest opens."""
    assert HEAD_SIZE == envelope.HEADER_SIZE + 16
    stored = mask(SEALED, CASE, Part.CONTENT)
    assert bytes(stored).find(SEALED[:64]) == -1
    assert stored.endswith(SEALED[HEAD_SIZE:])
    assert len(stored) == len(SEALED) + 36
    assert unmask(stored) == SEALED


def test_the_same_file_is_masked_otherwise_each_time() -> None:
    assert mask(SEALED, CASE, Part.CONTENT) != mask(SEALED, CASE, Part.CONTENT)


def test_what_was_masked_with_a_destroyed_key_is_nothing() -> None:
    stored = mask(SEALED, CASE, Part.CONTENT)
    other = mask(SEALED, CASE, Part.IDENTITY)
    keys.destroy([(CASE, Part.CONTENT)])
    keys.destroy([(CASE, Part.CONTENT)])
    assert unmask(stored) == b""
    assert unmask(other) == SEALED
    with pytest.raises(NotNow):
        mask(SEALED, CASE, Part.CONTENT)


def test_the_file_is_for_the_service_alone_and_leaves_no_scratch(folder: Path) -> None:
    mask(SEALED, CASE, Part.CONTENT)
    keys.destroy([(CASE, Part.CONTENT), (uuid4(), Part.IDENTITY)])
    assert sorted(path.name for path in folder.iterdir()) == ["keys", "lock"]
    assert stat.S_IMODE((folder / "keys").stat().st_mode) == 0o600
    (folder / "keys").chmod(0o640)
    keys._loaded.cache_clear()
    with pytest.raises(ImproperlyConfigured):
        keys.current()


def test_the_old_file_is_overwritten_when_a_key_is_destroyed(folder: Path) -> None:
    mask(SEALED, CASE, Part.CONTENT)
    with (folder / "keys").open("rb") as held:
        assert held.read()
        keys.destroy([(CASE, Part.CONTENT)])
        held.seek(0)
        assert not held.read().strip(b"\0")


def test_other_keys_than_those_of_the_database_are_noticed(folder: Path) -> None:
    stored = mask(SEALED, CASE, Part.CONTENT)
    (folder / "keys").unlink()
    with pytest.raises(ImproperlyConfigured):
        unmask(stored)


def test_missing_keys_are_never_replaced_by_new_ones(report: Reported, folder: Path) -> None:
    (folder / "keys").unlink()
    with pytest.raises(ImproperlyConfigured, match="put the file back"):
        mask(SEALED, CASE, Part.CONTENT)
    assert not (folder / "keys").exists()


def test_what_is_not_masked_is_not_stored(report: Reported) -> None:
    item = Item.objects.first()
    assert item is not None
    envelope.check_item(item.sealed)
    with pytest.raises(TypeError):
        item.save()


def test_grants_and_items_in_the_database_have_no_head(report: Reported) -> None:
    """law.md REG-06: a copy of the database opens nothing once the keys are gone."""
    with connection.cursor() as cursor:
        for table in ("rooms_grant", "rooms_item"):
            cursor.execute(f"SELECT sealed FROM {table}")  # noqa: S608
            rows = [bytes(sealed) for (sealed,) in cursor.fetchall()]
            assert rows
            assert not any(b"mlkem768x25519" in row for row in rows)
    keys.destroy([(report.case.pk, Part.CONTENT)])
    assert not any(grant.sealed for grant in Grant.objects.all())
    assert not any(item.sealed for item in Item.objects.all())


def test_every_kind_of_room_belongs_to_a_part() -> None:
    assert set(PARTS) == set(RoomKind)
