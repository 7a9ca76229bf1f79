"""What is destroyed leaves its proofs: they hold as before, and say nothing of what is gone."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import pytest
from django.core.management import call_command
from django.db import connection

from hoeder.clocks.rules import SYSTEM
from hoeder.ledger import actions as ledger
from hoeder.ledger import leaves, reading, tree
from hoeder.ledger.models import NO_CASE
from hoeder.ledger.note import open_checkpoint
from hoeder.ledger.reading import Event
from hoeder.ledger.reported import open_proof
from hoeder.ledger.tiles import Tiles
from hoeder.organisations.models import Officer
from hoeder.retention import carrying
from hoeder.retention.rules import DESTROYED
from hoeder.rooms.models import Item
from tests.identities.world import Reported
from tests.retention.doing import publish
from tests.retention.test_destroying import due

#: The ledger key of the receipt with which `a_report` reports.
KEY = bytes(32)


@dataclass(frozen=True)
class Kept:
    """What Noor saved while everything was there, as her own copy or dossier."""

    note: str
    proof_of_report: str
    events: list[Event]
    sealed: bytes


def save(closed: Reported) -> Kept:
    """Save what proves her side."""
    publish()
    note, proof = reading.newest_checkpoint(), reading.proof_of_report(closed.case.pk)
    assert note
    assert proof
    sealed = bytes(Item.objects.get(room=closed.case.dialogue(), sequence=1).sealed)
    return Kept(note, proof, reading.events(closed.case.pk), sealed)


def leaf_at(index: int) -> bytes:
    """Read a leaf as the log serves it now."""
    data = Tiles().read(tree.ENTRIES, index // tree.TILE_WIDTH)
    at = index % tree.TILE_WIDTH * leaves.LEAF_SIZE
    return data[at : at + leaves.LEAF_SIZE]


def still_proves(kept: Kept) -> None:
    """Check all that she saved against the log as it is now."""
    verifier = reading.verifier()
    newest = reading.newest_checkpoint()
    assert verifier
    assert newest
    older, newer = open_checkpoint(kept.note, verifier), open_checkpoint(newest, verifier)
    grown = tree.consistency_proof(older.size, newer.size, Tiles().read)
    assert tree.is_consistent(older.size, newer.size, older.root, newer.root, grown)
    for event in kept.events:
        assert event.leaf is not None
        leaf = leaf_at(event.leaf)
        found = leaves.read_leaf(leaf)
        assert found.handle == leaves.handle(KEY, event.n)
        assert found.commit == leaves.commit(KEY, event.n, event.text.encode())
        path = reading.prove(event.leaf, newer.size)
        root = tree.root_from_inclusion(event.leaf, newer.size, tree.leaf_hash(leaf), path)
        assert root == newer.root
    proof = open_proof(kept.proof_of_report, verifier)
    assert proof.hash == sha256(kept.sealed).hexdigest()
    assert proof.handle == leaves.handle(KEY, 0).hex()
    call_command("verify_ledger", verbosity=0)


@pytest.fixture
def erased(closed: Reported, ada: Officer, ruth: Officer) -> Callable[[], Reported]:
    """Destroy every class that can be destroyed."""

    def erase() -> Reported:
        due(closed, ada, ruth, *sorted(DESTROYED))
        carrying.destroy_due(by=SYSTEM)
        publish()
        return closed

    return erase


def test_after_every_class_is_destroyed_all_proofs_hold(
    closed: Reported, erased: Callable[[], Reported]
) -> None:
    """law.md REG-03, EVD-01: what was destroyed is gone; that it was there, and when, is proven."""
    kept = save(closed)
    erased()
    assert not Item.objects.filter(room__case=closed.case.pk).exists()
    still_proves(kept)
    assert reading.proof_of_report(closed.case.pk) == kept.proof_of_report


def test_what_is_left_in_the_log_and_journal_opens_nothing(
    closed: Reported, erased: Callable[[], Reported]
) -> None:
    kept = save(closed)
    erased()
    texts = " ".join(event.text for event in reading.events(closed.case.pk))
    # A hash of sealed bytes tells only those who have these bytes that they are the same.
    assert sha256(kept.sealed).hexdigest() in texts
    everything = dump()
    assert kept.sealed[:64] not in everything
    assert kept.sealed[-64:] not in everything


def test_a_case_that_is_forgotten_leaves_noise_and_a_tree_that_holds(
    closed: Reported, erased: Callable[[], Reported]
) -> None:
    kept = save(closed)
    erased()
    case = closed.case.pk
    ledger.forget_case(case=case, by=SYSTEM)
    publish()
    # What she saved herself proves as before.
    still_proves(kept)
    # The service has neither a text nor a key any more that tells her leaves from dummies.
    assert reading.events(case) == []
    assert reading.proof_of_report(case) is None
    ledger_only = dump("ledger_")
    for event in kept.events:
        assert event.text.encode() not in ledger_only
    said = [one for one in reading.events(NO_CASE) if "case_forgotten" in one.text]
    assert len(said) == 1


def dump(tables: str = "") -> bytes:
    """Everything that the database holds in tables whose names begin so."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(tables):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
                for row in cursor.fetchall():
                    found += [
                        bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode()
                        for one in row
                    ]
    return b"\x00".join(found)
