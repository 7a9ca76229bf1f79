"""law.md EVD-06, INT-15. What is veiled in an event tells nothing: not to officers who open it, not
to the reporter, and not to whoever printed her words and so has the key of her chain.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from hoeder.cases import actions as cases
from hoeder.identities import actions as identities
from hoeder.ledger import actions as ledger
from hoeder.ledger import leaves, reading
from hoeder.ledger.models import NO_CASE, Chain, Journal
from hoeder.ledger.records import tell
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Role
from hoeder.reports import actions as reports
from hoeder.reports.models import Joined, Receipt, find_receipt
from hoeder.reports.receiving import SENDER
from hoeder.reports.records import TABLES
from tests.build import Cast
from tests.cases.world import World, a_report, a_submission, a_world, an_officer
from tests.identities.world import a_report as a_named_report
from tests.identities.world import consented, letters, overridden, to_all
from tests.ledger.build import ADA, clock
from tests.records.changing import undone
from tests.records.ending import a_file
from tests.reports.test_actions import a_question
from tests.rooms.sealing import new_id, part

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
COMMITMENT = re.compile(r"[0-9a-f]{64}")


@pytest.fixture
def world() -> World:
    """The Kustdienst, where something happened before: the chain without a case has its key."""
    ledger.append(kind="example.done", by=ADA)
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


def test_no_event_of_a_case_tells_that_others_may_come_or_that_one_came(world: World) -> None:
    first, second = a_submission(world), a_submission(world)
    cases.receive(submission=first, by=SENDER)
    noor = find_receipt(first.lookup)
    assert noor is not None

    def made() -> None:
        reports.make_join_code(receipt=noor, code="aa" * 32, by=noor)

    assert unlike(first.case, lambda: None, made) == []
    made()
    joins = replace(second, joint="aa" * 32)
    for case in (first.case, second.case):
        ways = [partial(cases.receive, submission=one, by=SENDER) for one in (second, joins)]
        assert unlike(case, *ways) == []
    cases.receive(submission=joins, by=SENDER)
    assert Joined.objects.count() == 2
    outside = " ".join(Journal.objects.filter(chain=NO_CASE).values_list("event", flat=True))
    for known in (first.case, second.case, Joined.objects.values_list("group", flat=True)[0]):
        assert known.hex not in outside


def test_no_event_ties_a_case_to_a_talk_or_to_a_file(world: World) -> None:
    question = a_question(world)
    names = ("case", "lookup", "request_key", "author_key", "recipient")
    report = a_submission(world, **{name: getattr(question, name) for name in names})

    def advised() -> None:
        reports.begin_advice(question=question, by=SENDER)
        cases.receive(submission=report, by=SENDER)

    alone = partial(cases.receive, submission=report, by=SENDER)
    assert unlike(report.case, alone, advised) == [("case.received", "receipt")]
    advised()
    noor, new = find_receipt(report.lookup), a_file()
    assert noor is not None
    for case in (report.case, question.talk):
        opened = partial(reports.open_file, receipt=noor, new=new, by=noor)
        assert unlike(case, lambda: None, opened) == []
    reports.open_file(receipt=noor, new=new, by=noor)
    own = [events(one)[0]["detail"]["receipt"] for one in (report.case, question.talk, new.file)]
    assert len(set(own)) == 3


def test_a_file_that_is_tied_to_another_receipt_is_named(world: World) -> None:
    """From the side of the file: no journal but its own says whose it is."""
    noor, bram = (find_receipt(a_report(world).submission.lookup) for _ in range(2))
    assert noor is not None
    assert bram is not None
    reports.open_file(receipt=noor, new=a_file(), by=noor)
    tables = [one for one in TABLES if one.model is Receipt]

    def faults() -> list[str]:
        return [fault for rows in tell(tables).values() for fault in rows.faults()]

    assert faults() == []
    with undone():
        Receipt.objects.filter(pk=bram.pk).update(file=uuid4())
        assert "no event says that this row was made" in faults()[0]
    file = Receipt.objects.get(pk=noor.pk).file
    Receipt.objects.filter(pk=noor.pk).update(file=None)
    assert "it is gone" in faults()[0]
    Receipt.objects.filter(pk=bram.pk).update(file=file)
    assert "is not what event 0" in faults()[0]


def test_no_event_tells_who_wrote_a_letter_or_the_words_of_an_override(cast: Cast) -> None:
    ledger.append(kind="example.done", by=ADA)
    report = a_named_report(cast)
    opening, wim, half = consented(report), report.officer("wim"), part()
    answer = partial(identities.approve, opening=opening, sealed=half, by=wim)
    silent = partial(answer, letters={})
    written = partial(answer, letters=letters("reporter", report.officer("ada")))
    assert unlike(report.case.pk, silent, written) == [("opening.approved", "letters")]
    announce = partial(overridden, report, opening=new_id(), letters=to_all(report))
    other = partial(announce, authority_name="Rechtbank", legal_basis="art. 8:45 Awb")
    differ = [("override.announced", name) for name in ("authority", "basis")]
    assert unlike(report.case.pk, announce, other) == differ


def test_no_event_tells_who_of_a_line_was_kept_out_before(world: World) -> None:
    report = a_report(world)
    smit = an_officer(world.kustdienst, "Smit", Role.DIRECTOR)

    def cut() -> None:
        cases.cut_off(case=report.case, officers=[smit.pk], functions=[], by=world.ada)

    def cut_again() -> None:
        identities.shut_out(case=report.case.pk, officers=[smit], by=world.ruth)
        cut()

    assert unlike(report.case.pk, cut, cut_again) == [("case.cut-off", "out")]


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


def test_what_is_veiled_needs_no_earlier_event_without_a_case() -> None:
    assert not Journal.objects.filter(chain=NO_CASE).exists()
    report = a_report(a_world())
    assert COMMITMENT.fullmatch(events(report.case.pk)[0]["detail"]["number"])
