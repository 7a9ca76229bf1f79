"""Writing in the journal, publishing it, and forgetting a case."""

import json
from contextlib import suppress
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from hoeder.ledger import actions as ledger
from hoeder.ledger import leaves, reading, tree, verification
from hoeder.ledger.models import (
    NO_CASE,
    Chain,
    Checkpoint,
    Journal,
    Log,
    Tile,
    WrittenOnceError,
)
from hoeder.ledger.note import open_checkpoint
from hoeder.ledger.tree import ENTRIES
from tests.ledger.build import (
    ADA,
    BEGIN,
    HOUR,
    KEY,
    NOOR,
    SYSTEM,
    Person,
    a_case,
    a_log,
    clock,
    some_events,
    tamper,
)

pytestmark = pytest.mark.django_db


def entry(index: int) -> bytes:
    """A leaf, as it is published."""
    tile = Tile.objects.get(level=ENTRIES, number=index // 256)
    return bytes(tile.data)[index % 256 * 96 :][:96]


@pytest.mark.parametrize("veiled", [None, {"number": "17"}])
def test_an_event_is_one_update_and_one_insert(veiled: dict[str, str] | None) -> None:
    case = a_case()
    ledger.append(kind="example.done", by=ADA)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        ledger.append(kind="case.acknowledged", case=case, by=ADA, veiled=veiled)
    kinds = [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert kinds == ["UPDATE", "INSERT"]


def test_what_happens_often_is_told_once_for_each_who_did_it_case_and_day() -> None:
    first, second = a_case(), a_case()
    again = [BEGIN, BEGIN + HOUR, BEGIN + 24 * HOUR]
    for moment in again:
        with clock(moment):
            for case, by in [(first, ADA), (second, ADA), (first, SYSTEM), (None, ADA)]:
                ledger.append_daily(kind="access.refused", case=case, by=by)
    found = Journal.objects.filter(kind="access.refused")
    assert found.count() == 6
    assert {(row.chain, row.actor) for row in found} == {
        *((first, ADA.label), (first, SYSTEM.label)),
        (second, ADA.label),
    }
    assert verification.verify().faults == []


def test_events_of_a_case_are_counted_without_gaps() -> None:
    first, second = a_case(), a_case()
    some_events(first, 2)
    some_events(second, 1)
    some_events(None, 2)
    assert [one.n for one in reading.events(first)] == [0, 1, 2]
    assert [one.n for one in reading.events(second)] == [0, 1]
    loose = Journal.objects.filter(chain=NO_CASE).order_by("pk")
    assert list(loose.values_list("n", flat=True)) == [0, 1]


def test_a_reporters_hour_is_not_kept() -> None:
    with clock(BEGIN):
        case = a_case()
        some_events(case, 1)
    of_noor, of_ada = Journal.objects.order_by("n")
    assert of_noor.at is None
    assert "at" not in json.loads(of_noor.event)
    assert json.loads(of_ada.event)["at"] == "2026-11-23T09:30:00Z"
    assert json.loads(of_noor.event) == {
        "actor": "reporter",
        "case": case.hex,
        "day": "2026-11-23",
        "detail": {"size": 4096},
        "kind": "report.received",
        "n": 0,
        "v": 1,
    }


def test_the_database_too_keeps_no_hour_for_a_reporter() -> None:
    with pytest.raises(IntegrityError, match="no_hour_is_kept_for_a_reporter"):
        Journal.objects.create(
            chain=NO_CASE, n=0, kind="a", actor="reporter", day=BEGIN.date(), at=BEGIN, event="{}"
        )


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_a_transaction() -> None:
    with pytest.raises(TransactionManagementError, match="transaction of its change"):
        ledger.append(kind="case.acknowledged", by=ADA)
    with pytest.raises(TransactionManagementError, match="transaction of its change"):
        ledger.adopt_case(case=uuid4(), key=KEY, by=NOOR)
    assert not Journal.objects.exists()
    assert not Chain.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_leaves_with_the_change_that_failed() -> None:
    @transaction.atomic
    def change_that_fails() -> None:
        ledger.append(kind="case.acknowledged", case=case, by=ADA)
        raise RuntimeError

    case = a_case()
    with pytest.raises(RuntimeError):
        change_that_fails()
    some_events(case, 1)
    assert [one.n for one in reading.events(case)] == [0, 1]


def test_a_failed_entry_takes_its_change_with_it_even_when_caught() -> None:
    @transaction.atomic
    def change_that_goes_on() -> None:
        Log.objects.create(origin="a", key="b")
        with suppress(LookupError):
            ledger.append(kind="case.acknowledged", case=uuid4(), by=ADA)

    with suppress(TransactionManagementError):
        change_that_goes_on()
    assert not Log.objects.exists()


def test_a_case_is_adopted_first_and_once_by_its_reporter() -> None:
    case = a_case()
    with pytest.raises(LookupError, match="adopt the case first"), transaction.atomic():
        ledger.append(kind="case.acknowledged", case=uuid4(), by=ADA)
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.adopt_case(case=case, key=KEY, by=NOOR)
    for wrong in [
        {"case": uuid4(), "key": KEY[1:], "by": NOOR},
        {"case": uuid4(), "key": KEY, "by": ADA},
        {"case": NO_CASE, "key": KEY, "by": NOOR},
    ]:
        with pytest.raises(ValueError, match="adopted by its reporter"), transaction.atomic():
            ledger.adopt_case(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "Not a kind"},
        {"by": Person("Ada Kok")},
        {"detail": {"text": "w" * 201}},
        {"detail": {"text": "two\nlines"}},
        {"detail": {"Text": "a"}},
        {"detail": {"number": 2**53}},
        {"detail": {"number": True}},
        {"detail": {"number": 1.5}},
    ],
)
def test_what_could_be_content_is_refused(wrong: dict[str, object]) -> None:
    given: dict[str, object] = {"kind": "example.done", "by": ADA} | wrong
    with pytest.raises(ValueError, match=r"label|detail"), transaction.atomic():
        ledger.append(**given)  # type: ignore[arg-type]
    assert not Journal.objects.exists()


def test_rows_are_never_changed() -> None:
    a_log(batches=1)
    rows: list[Journal | Checkpoint] = [Journal.objects.all()[0], Checkpoint.objects.all()[0]]
    for row in rows:
        with pytest.raises(WrittenOnceError):
            row.save()
        with pytest.raises(WrittenOnceError):
            row.delete()
    with pytest.raises(WrittenOnceError):
        Journal.objects.update(kind="other")
    with pytest.raises(WrittenOnceError):
        Journal.objects.all().delete()
    with pytest.raises(WrittenOnceError):
        Journal.objects.bulk_update(Journal.objects.all(), ["kind"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_journal SET kind = 'other'",
        "UPDATE ledger_journal SET leaf = leaf + 1000",
        "UPDATE ledger_journal SET event = '{}' WHERE leaf IS NULL",
        "UPDATE ledger_checkpoint SET note = ''",
    ],
)
def test_the_database_refuses_to_change_them(statement: str) -> None:
    a_log(batches=1)
    some_events(None, 1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_batch_has_a_fixed_size_and_one_day_whatever_happened() -> None:
    with clock(BEGIN):
        case = a_case()
        some_events(case, 64)
        assert ledger.publish(by=SYSTEM) == 128
    with clock(BEGIN + HOUR):
        assert ledger.publish(by=SYSTEM) == 192
    assert {leaves.read_leaf(entry(index)).day for index in range(192)} == {BEGIN.date()}


def test_an_event_stands_where_its_row_says_among_leaves_in_no_order() -> None:
    case = a_log()
    events = reading.events(case)
    for one in events:
        assert one.leaf is not None
        day = leaves.read_leaf(entry(one.leaf)).day
        assert entry(one.leaf) == leaves.leaf(KEY, one.n, one.text.encode(), day)
    places = [one.leaf for one in events if one.leaf is not None]
    assert {place // 64 for place in places} == {0, 1, 2}
    assert len({entry(index) for index in range(192)}) == 192


def test_a_leaf_of_yesterday_does_not_stand_out_today() -> None:
    with clock(BEGIN):
        case = a_case()
    with clock(BEGIN + 24 * HOUR):
        ledger.publish(by=SYSTEM)
    (one,) = reading.events(case)
    assert one.leaf is not None
    assert leaves.read_leaf(entry(one.leaf)).day == (BEGIN + 24 * HOUR).date()


def test_a_batch_is_made_once_in_each_slot() -> None:
    with clock(BEGIN):
        assert ledger.publish(by=SYSTEM) == 64
        assert ledger.publish(by=SYSTEM) is None
        assert ledger.publish(by=SYSTEM, at_once=True) == 128
    with clock(BEGIN + HOUR / 3):
        assert ledger.publish(by=SYSTEM) is None
    with clock(BEGIN + HOUR / 2):
        assert ledger.publish(by=SYSTEM) == 192


def test_a_clock_that_was_set_back_does_not_set_the_log_back() -> None:
    with clock(BEGIN):
        ledger.publish(by=SYSTEM)
    with clock(BEGIN - 48 * HOUR):
        assert ledger.publish(by=SYSTEM) is None
        assert ledger.publish(by=SYSTEM, at_once=True) == 128
    assert verification.verify().faults == []


def test_the_size_of_a_batch_is_a_setting(settings: Settings) -> None:
    settings.LEDGER_BATCH_LEAVES = 16
    assert ledger.publish(by=SYSTEM) == 16


def test_the_checkpoint_is_signed_over_the_root_of_all_leaves() -> None:
    a_log()
    verifier, note = reading.verifier(), reading.newest_checkpoint()
    assert verifier is not None
    assert note is not None
    statement = open_checkpoint(note, verifier)
    frontier = tree.Frontier()
    for index in range(192):
        frontier.add(tree.leaf_hash(entry(index)))
    assert (statement.origin, statement.size) == ("meldpunt.example/log", 192)
    assert statement.root == frontier.root()
    for index in [0, 63, 64, 191]:
        leaf, proof = tree.leaf_hash(entry(index)), reading.prove(index, 192)
        assert tree.root_from_inclusion(index, 192, leaf, proof) == statement.root


@pytest.mark.parametrize(
    "broken",
    [
        "hoeder.ledger.tiles.Tiles.write",
        "hoeder.ledger.tree.root",
        "hoeder.ledger.actions._note_places",
        "hoeder.ledger.checkpoint.LogKey.sign",
        "hoeder.ledger.models.Checkpoint.save",
    ],
)
def test_a_batch_that_breaks_off_leaves_all_as_it_was(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_log()
    some_events(None, 3)
    before = list(Tile.objects.order_by("id").values_list())

    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(broken, breaks)
        with pytest.raises(RuntimeError):
            ledger.publish(by=SYSTEM, at_once=True)
    assert list(Tile.objects.order_by("id").values_list()) == before
    assert Checkpoint.objects.count() == 3
    assert Journal.objects.filter(leaf__isnull=True).count() == 3
    assert ledger.publish(by=SYSTEM, at_once=True) == 256
    assert verification.verify().faults == []


@pytest.mark.django_db(transaction=True)
def test_an_older_database_is_not_published_again() -> None:
    @transaction.atomic
    def publish_from_an_older_copy() -> None:
        tamper("DELETE FROM ledger_tile")
        tamper("DELETE FROM ledger_checkpoint")
        ledger.publish(by=SYSTEM)

    ledger.publish(by=SYSTEM)
    with pytest.raises(ImproperlyConfigured, match="older than the log"):
        publish_from_an_older_copy()
    assert ledger.publish(by=SYSTEM, at_once=True) == 128


def test_forgetting_a_case_leaves_the_tree_valid() -> None:
    case = a_log()
    before = reading.newest_checkpoint()
    ledger.forget_case(case=case, by=SYSTEM)
    assert reading.events(case) == []
    assert Chain.objects.get(case=case).key is None
    assert reading.newest_checkpoint() == before
    assert verification.verify().faults == []
    with pytest.raises(LookupError), transaction.atomic():
        ledger.append(kind="case.acknowledged", case=case, by=ADA)


def test_a_case_is_forgotten_once_and_not_before_its_events_are_published() -> None:
    case = a_case()
    with pytest.raises(LookupError, match="not published yet"), transaction.atomic():
        ledger.forget_case(case=case, by=SYSTEM)
    ledger.publish(by=SYSTEM)
    ledger.forget_case(case=case, by=SYSTEM)
    with pytest.raises(LookupError, match="no key to destroy"), transaction.atomic():
        ledger.forget_case(case=case, by=SYSTEM)


def test_nothing_is_forgotten_when_the_ledger_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_log(batches=1)

    def breaks(**kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(ledger, "append", breaks)
    with pytest.raises(RuntimeError):
        ledger.forget_case(case=case, by=SYSTEM)
    assert len(reading.events(case)) == 3
    assert Chain.objects.get(case=case).key is not None


def test_rows_say_what_they_are() -> None:
    case = a_log(batches=1)
    row = Journal.objects.get(chain=case, n=0)
    assert str(row) == f"journal row {row.pk} (event 0 of {case.hex})"
    names = [str(one) for one in Chain.objects.order_by("case")]
    assert names == ["chain without a case", f"chain of {case.hex}"]
    assert [str(one) for one in Tile.objects.order_by("level")] == [
        "tile entries/000.p/64",
        "tile 0/000.p/64",
    ]
    assert [str(one) for one in Log.objects.all()] == ["meldpunt.example/log"]
    assert [str(one) for one in Checkpoint.objects.all()] == ["checkpoint 0 (size 64)"]


def test_a_log_whose_tiles_were_cut_is_not_continued() -> None:
    a_log(batches=1)
    for level in [ENTRIES, 0]:
        tile = Tile.objects.get(level=level)
        Tile.objects.filter(pk=tile.pk).update(data=bytes(tile.data)[:-1])
        with pytest.raises(ValueError, match="shorter than the"):
            ledger.publish(by=SYSTEM, at_once=True)
        Tile.objects.filter(pk=tile.pk).update(data=tile.data)
    assert Checkpoint.objects.count() == 1


def test_a_log_without_leaves_proves_nothing() -> None:
    with pytest.raises(ValueError, match="is not in a tree of 0"):
        reading.prove(0, 0)
