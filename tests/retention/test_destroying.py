"""What is destroyed opens to nobody, from no backup, and half of it is never the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from hoeder.clocks.rules import SYSTEM
from hoeder.erasable.fields import unmask
from hoeder.errors import NotNow
from hoeder.identities.models import Box, Share
from hoeder.ledger.models import Journal
from hoeder.notices.models import Notice
from hoeder.organisations.models import Officer
from hoeder.retention import actions as retention
from hoeder.retention import carrying
from hoeder.retention.models import Record
from hoeder.retention.rules import DESTROYED, RecordClass
from hoeder.rooms import actions as rooms
from hoeder.rooms import pieces
from hoeder.rooms.models import Attachment, Grant, Item, Room
from tests.identities.world import Reported
from tests.retention.doing import decide, named, next_, pass_days, publish, record
from tests.rooms.sealing import a_file, new_id

IDENTITY, CONTENT = RecordClass.IDENTITY, RecordClass.CONTENT
TABLES = ("rooms_grant", "rooms_item", "identities_box")


@contextmanager
def _tables() -> Iterator[Any]:
    with connection.cursor() as cursor:
        yield cursor


def backup() -> dict[str, list[tuple[Any, ...]]]:
    """Copy the bytes of what is sealed, as a backup of the database has them."""
    found = {}
    with _tables() as cursor:
        for table in TABLES:
            column = "content" if table == "identities_box" else "sealed"
            cursor.execute(f"SELECT id, {column} FROM {table}")  # noqa: S608
            found[table] = [(key, bytes(value)) for key, value in cursor.fetchall()]
    return found


def readable(copy: dict[str, list[tuple[Any, ...]]]) -> dict[str, int]:
    """Count what of a copy the service can still hand out, as sealed files that somebody opens."""
    return {
        table: sum(unmask(value).startswith(b"age-encryption.org/v1") for _key, value in rows)
        for table, rows in copy.items()
    }


def due(closed: Reported, ada: Officer, ruth: Officer, *classes: RecordClass) -> None:
    """Have these classes decided, offered for long enough, and due."""
    named(closed.case)
    decide(closed.case, ada, ruth, *classes)
    pass_days(3000)
    retention.offer_packs(by=SYSTEM)
    pass_days(100)


def test_nothing_goes_before_her_pack_was_offered_for_long_enough(
    closed: Reported, ada: Officer, ruth: Officer
) -> None:
    """law.md REG-05: her own pack is offered before, for the number of days of the table."""
    named(closed.case)
    decide(closed.case, ada, ruth, IDENTITY)
    pass_days(3000)
    assert carrying.destroy_due(by=SYSTEM) == 0
    assert retention.offer_packs(by=SYSTEM) == 1
    assert retention.offer_packs(by=SYSTEM) == 0
    assert Notice.objects.filter(holder=ada.label, kind="retention.offered").exists()
    pass_days(59)
    assert carrying.destroy_due(by=SYSTEM) == 0
    pass_days(1)
    assert carrying.destroy_due(by=SYSTEM) == 1
    assert carrying.destroy_due(by=SYSTEM) == 0


def test_who_she_is_goes_while_every_date_can_still_be_checked(
    closed: Reported, ada: Officer, ruth: Officer
) -> None:
    """law.md REG-03: identity is destroyed, the evidence of clocks stays verifiable."""
    due(closed, ada, ruth, IDENTITY)
    publish()
    carrying.destroy_due(by=SYSTEM)
    publish()
    said = StringIO()
    call_command("verify_ledger", stdout=said)
    assert not Box.objects.visible_to(closed.noor).exists()
    assert not any(share.sealed for share in Share.objects.all())
    assert bytes(Box.objects.get().content) == b""
    kinds = set(Journal.objects.filter(chain=closed.case.pk).values_list("kind", flat=True))
    assert {"clock.met", "case.received", "retention.destroyed"} <= kinds
    assert closed.case.clocks().exists()
    # What was reported is where it was.
    assert all(item.sealed for item in Item.objects.all())
    assert Room.objects.visible_to(closed.noor).exists()


def test_a_restored_backup_opens_to_nobody(closed: Reported, ada: Officer, ruth: Officer) -> None:
    """law.md REG-06: a copy from before the erasing; a class that was not erased still reads."""
    before = backup()
    control = readable(before)
    assert all(control.values())
    due(closed, ada, ruth, IDENTITY)
    carrying.destroy_due(by=SYSTEM)
    assert readable(before) == control | {"identities_box": 0}
    decide(closed.case, ada, ruth, *[one for one in DESTROYED if one != IDENTITY])
    pass_days(3000)
    retention.offer_packs(by=SYSTEM)
    pass_days(100)
    assert carrying.destroy_due(by=SYSTEM) == 3
    assert readable(before) == dict.fromkeys(TABLES, 0)
    assert not Grant.objects.exists()
    assert not Item.objects.exists()


def test_files_go_with_the_conversation(closed: Reported, ada: Officer, ruth: Officer) -> None:
    parts = a_file(100)
    room = closed.case.dialogue()
    attachment = rooms.begin_attachment(
        room=room,
        attachment=new_id(),
        epoch=1,
        sealed_size=len(parts[0]),
        piece_count=1,
        by=ada,
    )
    with pieces.aside(attachment.pk, 0, parts[0]) as piece:
        rooms.store_piece(attachment=attachment, number=0, piece=piece, by=ada)
    assert default_storage.exists(attachment.pk.hex)
    due(closed, ada, ruth, *DESTROYED)
    carrying.destroy_due(by=SYSTEM)
    assert not default_storage.exists(attachment.pk.hex)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("broken", ["keys.destroy", "rooms.forget_files", "finish_destroying"])
def test_what_breaks_half_way_ends_whole_at_the_next_tick(
    closed: Reported,
    ada: Officer,
    ruth: Officer,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
) -> None:
    """The power goes at each step: what was begun is finished, and counted once."""

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    due(closed, ada, ruth, *DESTROYED)
    copy = backup()
    with monkeypatch.context() as patch:
        patch.setattr(f"hoeder.retention.carrying.{broken}", cut)
        with pytest.raises(KeyboardInterrupt):
            carrying.destroy_due(by=SYSTEM)
    assert Record.objects.filter(begun_on__isnull=False, destroyed_on=None).count() == 1
    # A backup that is made now, and put back later, ends the same way: the row says "begun".
    assert carrying.destroy_due(by=SYSTEM) == 4
    assert readable(copy) == dict.fromkeys(TABLES, 0)
    events = Journal.objects.filter(chain=closed.case.pk, kind="retention.destroyed")
    assert events.count() == len(DESTROYED)


def test_keys_that_came_back_with_a_backup_are_destroyed_again(
    closed: Reported, ada: Officer, ruth: Officer, settings: Any
) -> None:
    """An old file of keys is put back: the next tick destroys what the database says is gone."""
    file = settings.ERASURE_DIR / "keys"
    copy, old = backup(), file.read_bytes()
    due(closed, ada, ruth, IDENTITY)
    carrying.destroy_due(by=SYSTEM)
    file.write_bytes(old)
    assert readable(copy)["identities_box"] == 1
    carrying.destroy_again()
    assert readable(copy)["identities_box"] == 0


def test_nothing_can_be_added_to_what_was_erased(
    closed: Reported, ada: Officer, ruth: Officer
) -> None:
    item = next_(closed.case)
    due(closed, ada, ruth, *DESTROYED)
    carrying.destroy_due(by=SYSTEM)
    room = closed.case.dialogue()
    with pytest.raises(NotNow) as refusal:
        rooms.add_item(room=room, item=item, by=ada)
    assert refusal.value.kind == "erased"
    assert not Room.objects.visible_to(ada).exists()


def test_the_declaration_names_nobody(closed: Reported, ada: Officer, ruth: Officer) -> None:
    """law.md REG-05: class, days, ground, category, how many; the event is a leaf of the log."""
    due(closed, ada, ruth, IDENTITY)
    carrying.destroy_due(by=SYSTEM)
    publish()
    gone = record(closed.case, IDENTITY)
    assert (gone.ground, gone.category, gone.count) == ("decision", "2.1.3", 1)
    row = Journal.objects.get(chain=closed.case.pk, kind="retention.destroyed")
    assert row.leaf is not None
    assert row.actor == "system"
    for officer in Officer.objects.all():
        assert officer.pk.hex not in row.event
        assert officer.name not in row.event
