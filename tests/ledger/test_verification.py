"""Whatever is changed in the ledger afterwards is named, exactly."""

from uuid import UUID

import pytest
from django.db import connection

from hoeder.ledger import actions as ledger
from hoeder.ledger import leaves, reading, tree, verification
from hoeder.ledger.models import NO_CASE, Chain, Checkpoint, Journal, Log, Tile
from hoeder.ledger.tree import ENTRIES
from tests.ledger.build import (
    BEGIN,
    HOUR,
    SYSTEM,
    a_log,
    clock,
    drop_triggers,
    flip,
    some_events,
    tamper,
)

pytestmark = pytest.mark.django_db


def faults(*outside: tuple[str, str]) -> str:
    """What verification finds, a fault on each line."""
    return "\n".join(verification.verify(outside).faults)


def a_dummy() -> int:
    """The place of a leaf that is no event."""
    taken = set(Journal.objects.values_list("leaf", flat=True))
    return next(index for index in range(192) if index not in taken)


def row_of(n: int, chain: UUID) -> Journal:
    return Journal.objects.get(n=n, chain=chain)


def test_an_untouched_log_is_sound() -> None:
    a_log()
    some_events(None, 2)
    found = verification.verify()
    assert found.faults == []
    assert (found.events, found.leaves, found.checkpoints) == (12, 192, 3)


def test_a_log_of_many_tiles_is_sound() -> None:
    with clock(BEGIN):
        some_events(None, 700)
        ledger.publish(by=SYSTEM)
    with clock(BEGIN + HOUR):
        some_events(None, 200)
        ledger.publish(by=SYSTEM)
    assert Tile.objects.filter(level=1).get().width == 3
    assert faults() == ""


def test_no_log_has_no_faults_but_loose_tiles_are_one() -> None:
    assert faults() == ""
    Tile.objects.create(level=0, number=0, width=1, data=bytes(32))
    assert faults() == "The database holds no log, but checkpoints or tiles of one exist."


@pytest.mark.parametrize("at", [0, 31, 64, 95])
def test_a_flipped_bit_in_a_leaf_is_named(at: int) -> None:
    a_log()
    index = a_dummy()
    flip(ENTRIES, 0, index * 96 + at)
    assert f"Leaf {index} in tile entries/000 is not what was published." in faults()


def test_a_flipped_bit_in_a_hash_is_named() -> None:
    a_log()
    flip(0, 0, 70 * 32)
    assert faults() == "The hash of leaf 70 in tile 0/000 is not what was published."


def test_a_flipped_bit_in_a_tile_above_is_named() -> None:
    with clock(BEGIN):
        some_events(None, 600)
        ledger.publish(by=SYSTEM)
    flip(1, 0, 32)
    assert faults() == "Hash 1 in tile 1/000.p/2 is not that of the tile below."


def test_leaves_that_change_place_are_named() -> None:
    a_log()
    tile = Tile.objects.get(level=ENTRIES)
    data = bytes(tile.data)
    swapped = data[96:192] + data[:96] + data[192:]
    Tile.objects.filter(pk=tile.pk).update(data=swapped)
    found = faults()
    assert "Leaf 0 in tile entries/000 is not what was published." in found
    assert "Leaf 1 in tile entries/000 is not what was published." in found


def test_a_back_dated_leaf_is_named() -> None:
    a_log()
    index = 64 + 3
    tile = Tile.objects.get(level=ENTRIES)
    data = bytearray(tile.data)
    data[index * 96 + 28 : index * 96 + 32] = leaves.day_number(BEGIN.date()).to_bytes(4, "big")
    Tile.objects.filter(pk=tile.pk).update(data=bytes(data))
    found = faults()
    assert f"Leaf {index} in tile entries/000 is not what was published." in found
    assert (
        f"Leaf {index} (tile entries/000) says 2026-11-23; its batch was published 2026-11-24."
        in found
    )


def test_a_leaf_changed_together_with_its_hash_is_found_by_the_signed_root() -> None:
    a_log()
    index = 64 + 5
    flip(ENTRIES, 0, index * 96 + 90)
    bundle = bytes(Tile.objects.get(level=ENTRIES).data)
    tile = Tile.objects.get(level=0)
    data = bytearray(tile.data)
    data[index * 32 : (index + 1) * 32] = tree.leaf_hash(bundle[index * 96 : (index + 1) * 96])
    Tile.objects.filter(pk=tile.pk).update(data=bytes(data))
    assert (
        "Checkpoint 1: its root is not that of the leaves. Leaves 64 to 127 are not those that"
        " were published." in faults()
    )


@pytest.mark.parametrize("level", [ENTRIES, 0])
def test_a_missing_tile_is_named(level: int) -> None:
    a_log()
    Tile.objects.filter(level=level).delete()
    assert f"Tile {tree.tile_path(level, 0, 192)} is missing." in faults()


@pytest.mark.parametrize("level", [ENTRIES, 0])
def test_a_tile_that_was_cut_or_grew_is_named(level: int) -> None:
    a_log()
    tile = Tile.objects.get(level=level)
    for data in [bytes(tile.data)[:-1], bytes(tile.data) + b"\x00"]:
        Tile.objects.filter(pk=tile.pk).update(data=data)
        assert (
            f"Tile {tree.tile_path(level, 0, 192)} does not have the length that its checkpoint"
            " asks for." in faults()
        )


def test_a_tile_of_no_checkpoint_is_named() -> None:
    a_log()
    Tile.objects.create(level=0, number=1, width=1, data=bytes(32))
    Tile.objects.create(level=3, number=0, width=1, data=bytes(32))
    assert faults() == (
        "Tile 0/001 belongs to no checkpoint.\nTile 3/000 belongs to no checkpoint."
    )


def test_a_changed_event_is_named() -> None:
    case = a_log()
    row = row_of(2, case)
    tamper("UPDATE ledger_journal SET event = replace(event, 'done', 'gone') WHERE id = %s", row.pk)
    name = f"Journal row {row.pk} (event 2 of case {case.hex})"
    assert f"{name} is not what leaf {row.leaf} (tile entries/000) holds." in faults()
    assert f"{name}: its columns are not what its event says." in faults()


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'example.other'",
        "actor = 'system'",
        "day = '2026-11-01'",
        "at = '2026-11-23 01:00:00+00'",
        "event = 'no json'",
        "event = '[]'",
        "event = '{}'",
    ],
)
def test_a_row_that_says_something_else_than_its_event_is_named(change: str) -> None:
    case = a_log()
    row = row_of(1, case)
    tamper(f"UPDATE ledger_journal SET {change} WHERE id = %s", row.pk)  # noqa: S608
    name = f"Journal row {row.pk} (event 1 of case {case.hex})"
    assert f"{name}: its columns are not what its event says." in faults()


def test_events_that_change_place_are_named() -> None:
    """law.md EVD-01: reordering is found."""
    case = a_log()
    first, second = row_of(1, case), row_of(2, case)
    tamper("UPDATE ledger_journal SET leaf = NULL WHERE id = %s", first.pk)
    tamper("UPDATE ledger_journal SET leaf = %s WHERE id = %s", first.leaf, second.pk)
    tamper("UPDATE ledger_journal SET leaf = %s WHERE id = %s", second.leaf, first.pk)
    found = faults()
    for row, place in [(first, second.leaf), (second, first.leaf)]:
        assert (
            f"Journal row {row.pk} (event {row.n} of case {case.hex}) is not what leaf {place}"
            in found
        )


def test_a_removed_event_is_named() -> None:
    case = a_log()
    row = row_of(2, case)
    tamper("DELETE FROM ledger_journal WHERE id = %s", row.pk)
    found = faults()
    assert f"Event 2 of Case {case.hex} is missing from the journal." in found
    assert (
        f"Leaf {row.leaf} is event 2 of Case {case.hex}, but that journal row is missing." in found
    )


def test_the_last_event_removed_with_its_count_is_named() -> None:
    case = a_log()
    row = Journal.objects.filter(chain=case).order_by("-n")[0]
    tamper("DELETE FROM ledger_journal WHERE id = %s", row.pk)
    Chain.objects.filter(case=case).update(length=row.n)
    assert faults() == (
        f"Leaf {row.leaf} is event {row.n} of Case {case.hex}, but that journal row is missing."
    )


def test_an_event_that_was_never_published_is_named() -> None:
    a_log()
    row = row_of(0, NO_CASE)
    tamper("UPDATE ledger_journal SET leaf = NULL WHERE id = %s", row.pk)
    name = f"Journal row {row.pk} (event 0 of the chain without a case)"
    assert faults() == (
        f"{name} says that it was never published, but it is leaf {row.leaf} (tile entries/000).\n"
        f"{name} was never published."
    )


def test_a_row_that_names_a_leaf_outside_the_log_is_named() -> None:
    case = a_log()
    row = row_of(0, case)
    tamper("UPDATE ledger_journal SET leaf = 192 WHERE id = %s", row.pk)
    assert f"Journal row {row.pk} (event 0 of case {case.hex}) names leaf 192, which" in faults()


def test_a_key_that_vanished_is_named() -> None:
    case = a_log()
    Chain.objects.filter(case=case).update(key=None)
    assert faults() == f"The key of Case {case.hex} is gone; no event says so."
    Chain.objects.filter(case=case).delete()
    assert faults() == f"Case {case.hex} has events, but its key and its count are gone."


def test_a_count_that_was_changed_is_named() -> None:
    case = a_log()
    Chain.objects.filter(case=case).update(length=9)
    assert faults() == f"Case {case.hex} has 7 events; it counted 9."


def test_a_missing_checkpoint_is_named() -> None:
    a_log()
    tamper("DELETE FROM ledger_checkpoint WHERE number = 1")
    assert "Checkpoint 1 is missing." in faults()


def test_the_last_checkpoint_removed_leaves_tiles_that_are_too_long() -> None:
    a_log()
    tamper("DELETE FROM ledger_checkpoint WHERE number = 2")
    assert "Tile 0/000.p/128 does not have the length that its checkpoint asks for." in faults()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("note = replace(note, '128', '129')", "the log's signature is missing or wrong."),
        ("note = ''", "it is not a signed note."),
        ("size = 130", "its row says 130 leaves, its note 128."),
        ("size = 64000", "does not follow"),
        ("published_at = '2026-01-01 00:00:00+00'", "does not follow the one before it"),
    ],
)
def test_a_changed_checkpoint_is_named(change: str, fault: str) -> None:
    a_log()
    tamper(f"UPDATE ledger_checkpoint SET {change} WHERE number = 1")  # noqa: S608
    found = faults()
    assert "Checkpoint 1" in found or "Checkpoint 2" in found
    assert fault in found


def test_checkpoints_that_others_kept_are_in_the_log() -> None:
    a_log()
    notes = list(Checkpoint.objects.order_by("number").values_list("note", flat=True))
    assert faults(*((f"{at}.txt", note) for at, note in enumerate(notes))) == ""


def test_a_rewritten_history_is_named_by_who_kept_an_older_checkpoint() -> None:
    a_log(batches=2)
    kept = reading.newest_checkpoint()
    assert kept is not None
    # The log begins anew with the same key, and grows past the size that was kept.
    drop_triggers()
    for table in ["tile", "checkpoint", "journal", "chain"]:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM ledger_{table}")  # noqa: S608
    a_log(batches=3)
    assert faults() == ""
    assert faults(("witness.txt", kept)) == (
        "The checkpoint in witness.txt is of another history than this log's."
    )


def test_a_checkpoint_from_outside_that_is_larger_or_foreign_is_named() -> None:
    a_log(batches=2)
    kept = reading.newest_checkpoint()
    assert kept is not None
    tamper("DELETE FROM ledger_checkpoint WHERE number = 1")
    assert "The checkpoint in witness.txt says 128 leaves; there are 64." in faults(
        ("witness.txt", kept)
    )
    assert "The checkpoint in witness.txt: it is not a signed note." in faults(("witness.txt", ""))


def test_another_signing_key_does_not_verify_the_log(tmp_path: object) -> None:
    a_log()
    key = "meldpunt.example/log+987c5455+ASmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
    Log.objects.update(key=key)
    assert faults().count("the log's signature is missing or wrong.") == 3
