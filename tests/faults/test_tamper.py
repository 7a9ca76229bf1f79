"""Whatever is changed in what the server holds is named by the client of whoever reads it."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from demo.filling import ROOT
from tests.faults.devices import Desk, People, Refused, ask
from tests.faults.tables import Tables, tables
from tools.service import Service

#: Noor, with the receipt of the case whose events the tests of the log change.
LOGGED = "Noor van het logboek"


@pytest.fixture
def change(place: Service) -> Iterator[Tables]:
    """The database, past all of our code."""
    with tables(place) as opened:
        yield opened


@pytest.fixture
def noor(people: People, ada: Desk) -> dict[str, Any]:
    """Noor's case, in which she and Ada wrote: four items."""
    reported: dict[str, Any] = people.report("Noor")
    for who in ("Noor", "Ada", "Noor"):
        people("write", who, case=reported["case"], kind="message", body={"text": f"van {who}"})
    return reported


def items_of(change: Tables, noor: dict[str, Any]) -> dict[int, tuple[Any, bytes]]:
    """The stored items: id and sealed bytes, by sequence."""
    rows = change(
        "SELECT sequence, id, sealed FROM rooms_item WHERE room_id = %s ORDER BY sequence",
        noor["room"],
    )
    return {sequence: (item, bytes(sealed)) for sequence, item, sealed in rows}


def troubles(people: People, who: str, noor: dict[str, Any]) -> dict[int, str]:
    """What somebody's client says of each item that is not as it should be."""
    entries = people("read", who, case=noor["case"])["entries"]
    return {one["sequence"]: one["trouble"] for one in entries if "trouble" in one}


def put(change: Tables, item: Any, sealed: bytes) -> None:
    """Put other bytes in place of an item's."""
    change("UPDATE rooms_item SET sealed = %s WHERE id = %s", sealed, item)


def test_an_untouched_room_has_no_trouble(people: People, noor: dict[str, Any]) -> None:
    """Both read four items and are told of nothing."""
    for who in ("Noor", "Ada"):
        assert troubles(people, who, noor) == {}
        assert len(people("read", who, case=noor["case"])["entries"]) == 4


@pytest.mark.parametrize("at", [30, 2_000, -1])
def test_a_flipped_byte_in_an_item_is_named(
    people: People, change: Tables, noor: dict[str, Any], at: int
) -> None:
    """In the header, in the middle, at the end: the item is named, and the one that follows it."""
    item, sealed = items_of(change, noor)[3]
    flipped = bytearray(sealed)
    flipped[at] ^= 1
    put(change, item, bytes(flipped))
    for who in ("Noor", "Ada"):
        named = troubles(people, who, noor)
        assert named[3] in {"seal", "stanza", "key"}
        assert (named[4], len(named)) == ("previous", 2)


def test_two_items_that_changed_places_are_named(
    people: People, change: Tables, noor: dict[str, Any]
) -> None:
    """Each says where it belongs."""
    items = items_of(change, noor)
    put(change, items[2][0], items[3][1])
    put(change, items[3][0], items[2][1])
    assert troubles(people, "Ada", noor) == {2: "sequence", 3: "sequence", 4: "previous"}


def test_an_item_that_was_removed_is_missing(
    people: People, change: Tables, noor: dict[str, Any]
) -> None:
    """Its place is named, and whoever wrote after it had read it."""
    change("DELETE FROM rooms_item WHERE id = %s", items_of(change, noor)[2][0])
    assert troubles(people, "Noor", noor) == {2: "missing", 3: "previous"}


def test_the_last_items_that_were_removed_are_missing(
    people: People, change: Tables, noor: dict[str, Any]
) -> None:
    """The room says that there is more than is handed out."""
    change("DELETE FROM rooms_item WHERE id = %s", items_of(change, noor)[4][0])
    assert troubles(people, "Ada", noor) == {4: "missing"}


def test_an_item_that_moved_up_in_the_place_of_a_removed_one_is_named(
    people: People, change: Tables, noor: dict[str, Any]
) -> None:
    """Rows are numbered anew, and the head is set back."""
    items = items_of(change, noor)
    change("DELETE FROM rooms_item WHERE id = %s", items[2][0])
    for sequence in (3, 4):
        number = "UPDATE rooms_item SET sequence = %s WHERE id = %s"
        change(number, sequence - 1, items[sequence][0])
    change("UPDATE rooms_room SET head_sequence = 3 WHERE id = %s", noor["room"])
    assert troubles(people, "Noor", noor) == {2: "sequence", 3: "sequence"}


def test_a_back_dated_row_does_not_change_the_day_that_is_read(
    people: People, change: Tables, noor: dict[str, Any]
) -> None:
    """The day that counts stands inside the seal."""
    day = people("read", "Ada", case=noor["case"])["entries"][1]["day"]
    item, _sealed = items_of(change, noor)[2]
    change("UPDATE rooms_item SET day = '2020-01-01' WHERE id = %s", item)
    assert people("read", "Ada", case=noor["case"])["entries"][1]["day"] == day


def test_an_item_of_another_epoch_number_is_named(
    people: People, change: Tables, noor: dict[str, Any]
) -> None:
    """A row that says an epoch whose key nobody has."""
    change("UPDATE rooms_item SET epoch = 2 WHERE id = %s", items_of(change, noor)[3][0])
    assert troubles(people, "Ada", noor)[3] in {"no-key", "epoch"}


def test_a_replaced_grant_gives_no_key(
    people: People, change: Tables, noor: dict[str, Any]
) -> None:
    """Ada gets the grant of another case, sealed to her: it is not of this room."""
    other = people.report("Bram")
    for holder, sealed in change(
        "SELECT holder, sealed FROM rooms_grant WHERE room_id = %s AND holder LIKE %s",
        other["room"],
        "officer:%",
    ):
        change(
            "UPDATE rooms_grant SET sealed = %s WHERE room_id = %s AND holder = %s",
            sealed,
            noor["room"],
            holder,
        )
    with pytest.raises(Refused, match="NoKey"):
        people("read", "Ada", case=noor["case"])


def the_pieces(place: Service, file: str) -> list[Path]:
    """The stored pieces of a file."""
    return sorted((place.data_dir / "attachments" / file).iterdir())


def flip_in(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def swap(path: Path) -> None:
    other = path.with_name("1")
    first, second = path.read_bytes(), other.read_bytes()
    path.write_bytes(second)
    other.write_bytes(first)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("tamper", [flip_in, swap, cut])
def test_an_attachment_that_was_changed_is_refused_before_a_byte_is_handed_out(
    place: Service, people: People, noor: dict[str, Any], tamper: Callable[[Path], None]
) -> None:
    """A byte of a piece, two pieces that changed places, one that was cut."""
    file = {"name": "verslag.txt", "text": "verslag ", "times": 600_000}
    sent = people("send", "Noor", case=noor["case"], file=file)
    assert sent["pieces"] == 2
    assert people("fetch", "Ada", case=noor["case"])["size"] == 8 * 600_000
    tamper(the_pieces(place, sent["id"])[0])
    with pytest.raises(Refused, match="Tampered: piece"):
        people("fetch", "Ada", case=noor["case"])


def test_an_attachment_that_was_replaced_by_another_is_refused(
    place: Service, people: People, noor: dict[str, Any]
) -> None:
    """The file of another case, whole and well sealed, in the place of Noor's."""
    file = {"name": "verslag.txt", "text": "verslag ", "times": 1_000}
    mine = people("send", "Noor", case=noor["case"], file=file)
    other = people.report("Bram")
    theirs = people("send", "Bram", case=other["case"], file=file)
    shutil.copy(the_pieces(place, theirs["id"])[0], the_pieces(place, mine["id"])[0])
    with pytest.raises(Refused, match="Tampered: piece"):
        people("fetch", "Ada", case=noor["case"])


# The log, as Noor sees it: with her ledger key, the public tiles, and the log's key from the signed
# directory. What `verify_ledger` names from inside is proven row by row in tests/ledger.


@pytest.fixture(scope="module")
def log(place: Service, people: People) -> dict[str, Any]:
    """Noor's events, published in a batch with others before and after it."""
    reported: dict[str, Any] = people.report("Noor")
    for number in (1, 2):
        body = {"text": f"aanvulling {number}"}
        people("write", "Noor", case=reported["case"], kind="message", body=body)
    place.manage("publish_ledger", "--now")
    people("write", "Noor", case=reported["case"], kind="message", body={"text": "later"})
    place.manage("publish_ledger", "--now")
    with tables(place) as change:
        for table in ("ledger_journal", "ledger_checkpoint"):
            change.without_triggers(table)
    # Other tests of this file report as Noor too.
    people("rename", "Noor", path=LOGGED)
    return {**reported, "size": people("audit", LOGGED)["size"]}


def wrong(people: People) -> list[str]:
    """What Noor finds."""
    found: list[str] = people("audit", LOGGED)["wrong"]
    return found


def faults(service: Service) -> str:
    """What `verify_ledger` prints, whether it ends well or not."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "verify_ledger"],
        cwd=ROOT,
        env=service.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@contextmanager
def put_back(change: Tables, table: str, where: str, *values: Any) -> Iterator[None]:
    """Restore the rows of a table that a test changes: other tests use the same log."""
    rows = change(f"SELECT * FROM {table} WHERE {where}", *values)  # noqa: S608
    try:
        yield
    finally:
        change(f"DELETE FROM {table} WHERE {where}", *values)  # noqa: S608
        marks = ", ".join(["%s"] * len(rows[0]))
        for row in rows:
            change(f"INSERT INTO {table} VALUES ({marks})", *row)  # noqa: S608


def test_a_back_dated_event_is_named_to_the_reporter(
    people: People, change: Tables, log: dict[str, Any]
) -> None:
    """The day in the text of an event is changed."""
    case = log["case"]
    with put_back(change, "ledger_journal", "chain = %s", case):
        ((event,),) = change("SELECT event FROM ledger_journal WHERE chain = %s AND n = 1", case)
        earlier = event.replace('"day":"20', '"day":"19')
        change(
            "UPDATE ledger_journal SET event = %s WHERE chain = %s AND n = 1",
            earlier,
            case,
        )
        assert wrong(people) == ["event 1"]
    assert wrong(people) == []


def test_a_removed_event_is_named_to_the_reporter(
    people: People, change: Tables, log: dict[str, Any]
) -> None:
    """A row is taken out of the middle."""
    case = log["case"]
    with put_back(change, "ledger_journal", "chain = %s", case):
        change("DELETE FROM ledger_journal WHERE chain = %s AND n = 2", case)
        assert wrong(people)[0] == "event 2 is missing"
    assert wrong(people) == []


def test_two_events_that_changed_places_are_named_to_the_reporter(
    people: People, change: Tables, log: dict[str, Any]
) -> None:
    """The texts of two events are exchanged."""
    chain = log["case"]
    with put_back(change, "ledger_journal", "chain = %s", chain):
        texts = dict(
            change("SELECT n, event FROM ledger_journal WHERE chain = %s AND n IN (1, 2)", chain)
        )
        for n, other in ((1, 2), (2, 1)):
            change(
                "UPDATE ledger_journal SET event = %s WHERE chain = %s AND n = %s",
                texts[other],
                chain,
                n,
            )
        assert wrong(people) == ["event 1", "event 2"]


def test_an_edited_tile_is_named_to_the_reporter_and_to_the_operator(
    place: Service, people: People, change: Tables, log: dict[str, Any]
) -> None:
    """One bit of one leaf: the root that was signed is no longer that of the leaves."""
    where = "level < 0 AND number = 0"
    with put_back(change, "ledger_tile", where):
        ((data,),) = change(f"SELECT data FROM ledger_tile WHERE {where}")  # noqa: S608
        flipped = bytearray(data)
        flipped[40] ^= 1
        change(f"UPDATE ledger_tile SET data = %s WHERE {where}", bytes(flipped))  # noqa: S608
        assert wrong(people)[0] == "root"
        assert "tile entries/000" in faults(place)
    assert wrong(people) == []


def test_an_older_checkpoint_is_named_to_whoever_saw_a_newer_one(
    place: Service, people: People, change: Tables, log: dict[str, Any]
) -> None:
    """The newest batch is taken back, as by an older copy of the database."""
    ((newest,),) = change("SELECT max(number) FROM ledger_checkpoint")
    with put_back(change, "ledger_checkpoint", "number = %s", newest):
        change("DELETE FROM ledger_checkpoint WHERE number = %s", newest)
        assert "older" in wrong(people)
        assert f"says {log['size']} leaves; there are" in faults(place)
    assert wrong(people) == []


def test_a_checkpoint_that_somebody_else_signed_is_refused(
    people: People, change: Tables, log: dict[str, Any]
) -> None:
    """A signature of the right length by the wrong key."""
    ((newest,),) = change("SELECT max(number) FROM ledger_checkpoint")
    with put_back(change, "ledger_checkpoint", "number = %s", newest):
        ((note,),) = change("SELECT note FROM ledger_checkpoint WHERE number = %s", newest)
        head, _, signature = note.rstrip("\n").rpartition(" ")
        forged = signature[:8] + signature[8:][::-1].lstrip("=")
        forged = (forged + "A" * 8)[: len(signature)]
        change(
            "UPDATE ledger_checkpoint SET note = %s WHERE number = %s",
            f"{head} {forged}\n",
            newest,
        )
        with pytest.raises(Refused, match=r"LogRefused: (signature|note)"):
            people("audit", LOGGED)
    assert wrong(people) == []


def test_the_log_is_served_as_it_was_published(place: Service, log: dict[str, Any]) -> None:
    """After all of this the ledger holds."""
    assert "Verified" in faults(place)
    assert ask(place, "GET", "/log/checkpoint").status == 200
