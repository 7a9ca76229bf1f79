"""Reports that come in together are committed together, and each is answered for itself."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation

from hoeder import committing
from hoeder.cases import actions as cases
from hoeder.cases.actions import Received
from hoeder.cases.models import Case, CaseNumber
from hoeder.errors import NotNow, Refusal
from hoeder.ledger import actions as ledger
from hoeder.ledger.models import Journal
from hoeder.reports.models import Receipt
from hoeder.reports.receiving import SENDER, Submission
from tests.cases.world import World, a_submission, a_world

pytestmark = pytest.mark.django_db(transaction=True)

Outcome = Received | Exception


@dataclass
class Commits:
    """How often a transaction was committed, and how many of the next shall fail."""

    count: int = 0
    failing: int = 0


@pytest.fixture
def world(transactional_db: None) -> World:
    return a_world()


@pytest.fixture
def commits(world: World, monkeypatch: pytest.MonkeyPatch) -> Commits:
    seen = Commits()
    commit = BaseDatabaseWrapper.commit

    def counted(database: BaseDatabaseWrapper) -> None:
        if seen.failing:
            seen.failing -= 1
            raise DatabaseError("the disk is full")
        seen.count += 1
        commit(database)

    monkeypatch.setattr(BaseDatabaseWrapper, "commit", counted)
    return seen


def sent_together(*submissions: Submission, languages: Sequence[str] = ()) -> list[Outcome]:
    """Send from a thread each, in this order, all before the first is carried out."""
    outcomes: dict[int, Outcome] = {}

    def send(place: int) -> None:
        try:
            with translation.override(languages[place] if languages else "en"):
                outcomes[place] = cases.receive(submission=submissions[place], by=SENDER)
        except (Refusal, RuntimeError, DatabaseError) as fault:
            outcomes[place] = fault
        finally:
            connection.close()

    def here() -> int:
        return len(committing.waiting) + len(outcomes)

    threads = [threading.Thread(target=send, args=[place]) for place in range(len(submissions))]
    with committing.turn:
        for number, thread in enumerate(threads, 1):
            thread.start()
            wait_for(here, number)
    for thread in threads:
        thread.join()
    return [outcomes[place] for place in range(len(submissions))]


def wait_for(count: Callable[[], int], number: int) -> None:
    deadline = time.monotonic() + 20
    while count() < number:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def are_stored(*submissions: Submission) -> list[bool]:
    return [Case.objects.filter(pk=one.case).exists() for one in submissions]


def test_reports_that_wait_together_are_committed_together(world: World, commits: Commits) -> None:
    sent = [a_submission(world) for _ in range(5)]
    received = sent_together(*sent)
    assert [one.case for one in received if isinstance(one, Received)] == [s.case for s in sent]
    assert all(are_stored(*sent))
    # PostgreSQL has many writers, and gathers their commits itself.
    assert commits.count == (1 if connection.vendor == "sqlite" else 5)
    assert CaseNumber.objects.get(pk=world.kustdienst.pk).last == 5
    assert Journal.objects.filter(chain__in=[one.case for one in sent]).count() == 5


def test_one_that_is_refused_does_not_touch_its_neighbours(world: World) -> None:
    sent = [a_submission(world), a_submission(world, world.eve), a_submission(world)]
    first, refused, last = sent_together(*sent)
    assert isinstance(refused, NotNow)
    assert refused.kind == "directory-changed"
    assert isinstance(first, Received)
    assert isinstance(last, Received)
    assert are_stored(*sent) == [True, False, True]
    assert Receipt.objects.count() == CaseNumber.objects.get().last == 2


def test_one_that_breaks_does_not_touch_its_neighbours(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = [a_submission(world) for _ in range(3)]
    append = ledger.append

    def fail_for_one(**entry: object) -> None:
        if entry["case"] == sent[1].case:
            raise RuntimeError("the ledger cannot write")
        append(**entry)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger, "append", fail_for_one)
    assert [type(one) for one in sent_together(*sent)] == [Received, RuntimeError, Received]
    assert are_stored(*sent) == [True, False, True]


def test_a_refusal_is_in_the_language_of_who_asked(world: World) -> None:
    sent = [a_submission(world, world.eve) for _ in range(4)]
    refused = sent_together(*sent, languages=["nl", "en", "nl", "en"])
    words = ["functionarissen", "officers", "functionarissen", "officers"]
    assert [word in str(one) for word, one in zip(words, refused, strict=True)] == [True] * 4


def test_the_same_report_twice_at_once_is_one_report(world: World) -> None:
    once = a_submission(world)
    first, second = sent_together(once, replace(once))
    assert isinstance(first, Received)
    assert isinstance(second, Received)
    assert {first.repeated, second.repeated} == {False, True}
    assert first.case == second.case
    assert Case.objects.count() == 1


def test_when_the_commit_fails_each_is_tried_alone(world: World, commits: Commits) -> None:
    sent = [a_submission(world) for _ in range(3)]
    commits.failing = 1
    outcomes = sent_together(*sent)
    stored = are_stored(*sent)
    assert [isinstance(one, Received) for one in outcomes] == stored
    assert stored == ([True] * 3 if connection.vendor == "sqlite" else stored)
    assert sum(stored) >= 2


def test_nobody_is_told_that_a_report_is_stored_when_it_is_not(
    world: World, commits: Commits
) -> None:
    sent = [a_submission(world) for _ in range(3)]
    commits.failing = 4
    assert all(isinstance(one, DatabaseError) for one in sent_together(*sent))
    assert are_stored(*sent) == [False] * 3


def test_a_call_that_cannot_be_undone_alone_undoes_all_and_each_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is when SQLite ends a transaction by itself, because the disk is full."""
    sent = [a_submission(world) for _ in range(3)]
    append = ledger.append

    def fail_for_one(**entry: object) -> None:
        append(**entry)  # type: ignore[arg-type]
        if entry["case"] == sent[1].case:
            connection.needs_rollback = True
            raise DatabaseError("the disk is full")

    def cannot(database: BaseDatabaseWrapper, savepoint: str) -> None:
        raise DatabaseError("there is no such savepoint")

    monkeypatch.setattr(ledger, "append", fail_for_one)
    monkeypatch.setattr(BaseDatabaseWrapper, "savepoint_rollback", cannot)
    assert [type(one) for one in sent_together(*sent)] == [Received, DatabaseError, Received]
    assert are_stored(*sent) == [True, False, True]


def test_within_a_transaction_nothing_is_handed_to_another(world: World) -> None:
    sent = a_submission(world)
    with committing.turn, transaction.atomic():
        cases.receive(submission=sent, by=SENDER)
        transaction.set_rollback(True)
    assert are_stored(sent) == [False]


def test_what_was_not_committed_is_never_answered() -> None:
    call = committing.Call(lambda: "stored")
    call.carry_out()
    with pytest.raises(DatabaseError):
        call.outcome()
