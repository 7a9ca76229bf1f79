"""law.md EVD-06, INT-15. What is veiled in an event tells nothing: not to officers who open it, not
to the reporter, and not to whoever printed her words and so has the key of her chain.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from hoeder.cases import actions as cases
from hoeder.ledger import leaves, reading
from hoeder.ledger.models import NO_CASE, Chain, Journal
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Role
from hoeder.reports.receiving import SENDER
from tests.cases.world import World, a_report, a_submission, a_world, an_officer
from tests.ledger.build import clock
from tests.records.changing import undone

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
COMMITMENT = re.compile(r"[0-9a-f]{64}")


@pytest.fixture
def world() -> World:
    """The Kustdienst, of which the chain without a case has its key."""
    return a_world()


def events(case: UUID) -> list[dict[str, Any]]:
    """What a reader of a case opens."""
    return [json.loads(event.text) for event in reading.events(case)]


def unlike(case: UUID, *ways: Callable[[], object]) -> list[tuple[str, str]]:
    """Go each way from where the case is; name the members that differ, each with its event.

    All else must be equal, and so must the length of every text.
    """
    found = []
    for way in ways:
        with undone(), clock(NOW):
            way()
            found.append(events(case))
    one, other = found
    assert [len(json.dumps(event)) for event in one] == [len(json.dumps(event)) for event in other]
    differ = []
    for mine, theirs in zip(one, other, strict=True):
        assert mine.keys() == theirs.keys()
        assert {**mine, "detail": 0} == {**theirs, "detail": 0}
        assert mine["detail"].keys() == theirs["detail"].keys()
        for name, value in mine["detail"].items():
            if value != theirs["detail"][name]:
                assert COMMITMENT.fullmatch(value)
                assert COMMITMENT.fullmatch(theirs["detail"][name])
                differ.append((mine["kind"], name))
    return differ


def test_no_event_tells_how_many_report(world: World) -> None:
    mine = a_submission(world)

    def after(others: int) -> Callable[[], object]:
        def way() -> None:
            for _ in range(others):
                cases.receive(submission=a_submission(world), by=SENDER)
            cases.receive(submission=mine, by=SENDER)

        return way

    cases.receive(submission=a_submission(world), by=SENDER)
    assert unlike(mine.case, after(0), after(7)) == [("case.received", "number")]


def test_no_event_tells_who_is_in_the_line_of_whoever_is_named(world: World) -> None:
    report = a_report(world, world.ada)
    smit, jan = (an_officer(world.kustdienst, name, Role.DIRECTOR) for name in ("Smit", "Jan"))

    def cut(*officers: Officer) -> Callable[[], object]:
        ids = [one.pk for one in officers]
        return lambda: cases.cut_off(case=report.case, officers=ids, functions=[], by=world.ada)

    differ = unlike(report.case.pk, cut(smit), cut(jan))
    assert ("case.cut-off", "officer_1") in differ
    assert {kind for kind, _name in differ} == {"case.cut-off"}


def test_not_even_the_key_of_the_chain_tries_a_value(world: World) -> None:
    """The reporter has it, and so has whoever printed her words when he registered the report."""
    report = a_report(world, world.ada)
    said = events(report.case.pk)[0]["detail"]["number"]
    key = bytes(Chain.objects.get(case=report.case.pk).key or b"")
    own = reading.own_key()

    def tried(key: bytes) -> list[int]:
        veils = [leaves.veil(key, report.case.pk, 0, "number", str(one)) for one in range(500)]
        return [one for one, veil in enumerate(veils) if veil == said]

    assert tried(own) == [report.case.number]
    assert tried(key) == []
    assert own not in {key, b""}


def test_the_same_value_looks_like_another_each_time(world: World) -> None:
    case = a_report(world, world.ada).case.pk
    veils = {leaves.veil(bytes(32), case, n, name, "1") for n in range(2) for name in ("a", "b")}
    veils.add(leaves.veil(bytes(32), NO_CASE, 0, "a", "1"))
    assert len(veils) == 5


def test_what_is_veiled_needs_no_earlier_event_without_a_case(world: World) -> None:
    assert not Journal.objects.filter(chain=NO_CASE).exists()
    report = a_report(world, world.ada)
    assert COMMITMENT.fullmatch(events(report.case.pk)[0]["detail"]["number"])
