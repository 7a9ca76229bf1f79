"""Statements that go to the driver as they are keep what Django promises of its own."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hoeder.clocks.models import Clock, new_clock
from hoeder.clocks.rules import ClockKind
from hoeder.ledger.models import Chain
from hoeder.storing import ask, store

pytestmark = pytest.mark.django_db


def a_chain() -> dict[str, object]:
    return {"case": uuid.uuid4(), "key": bytes(32), "length": 3}


def test_values_come_back_as_they_were_stored() -> None:
    case = uuid.uuid4()
    row = new_clock(
        case=case, kind=ClockKind.FEEDBACK, due_on=date(2026, 11, 30), zone="Europe/Lisbon"
    )
    assert store(Clock, [row]) == 1
    clock = Clock.objects.get(case=case)
    assert {name: getattr(clock, name) for name in row} == row
    assert clock.due_at == datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)


def test_rows_are_told_that_were_there() -> None:
    chain = a_chain()
    assert store(Chain, [chain], unless_there=True) == 1
    assert store(Chain, [chain, a_chain()], unless_there=True) == 1


def test_a_constraint_that_does_not_hold_is_an_error_of_django() -> None:
    chain = a_chain()
    with pytest.raises(IntegrityError), transaction.atomic():
        store(Chain, [chain, chain])
    assert not Chain.objects.exists()


def test_an_answer_is_given_whole() -> None:
    store(Chain, [a_chain(), a_chain()])
    assert ask("SELECT length FROM ledger_chain WHERE length < %s", [4]) == [(3,), (3,)]


def test_nothing_more_is_run_in_a_transaction_that_must_be_undone() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            ask("SELECT length FROM ledger_chain", [])


def test_whoever_counts_queries_sees_these_too() -> None:
    with CaptureQueriesContext(connection) as queries:
        store(Chain, [a_chain()])
        ask("SELECT length FROM ledger_chain", [])
    assert len(queries) == 2
