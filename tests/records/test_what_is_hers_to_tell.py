"""law.md EVD-06, RET-05. Rows are held against events that tell their readers nothing of them.

Each test goes two ways that differ in one hidden fact alone: whoever opens the events of the case
sees other bytes in one commitment, of the same length, and no other difference.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from uuid import UUID

import pytest

from hoeder.clocks.rules import SYSTEM
from hoeder.ledger import actions as ledger
from hoeder.ledger.models import NO_CASE, Journal
from hoeder.ledger.records import tell
from hoeder.organisations.models import Officer, Unit
from hoeder.oversight import actions as oversight
from hoeder.oversight.rules import Cause
from hoeder.protection import actions as protection
from hoeder.protection.models import Account, AccountLetter, GroundsReview
from hoeder.protection.rules import DetrimentForm, Weighed
from hoeder.rooms.models import Member, Room
from hoeder.web import records
from tests.cases.world import Reported, World, a_report, a_world
from tests.protection.care import opened
from tests.records.test_veiled import events, unlike
from tests.rooms.sealing import next_item, sealed

pytestmark = pytest.mark.django_db
Way = Callable[[], object]


@pytest.fixture
def world() -> World:
    """The ministry, the Kustdienst and the Havendienst."""
    return a_world()


@pytest.fixture
def report(world: World) -> Reported:
    """Noor has reported to Ada and Ruth."""
    return a_report(world)


@pytest.fixture
def care(world: World, report: Reported) -> Room:
    """Her room with Omar, who protects her."""
    return opened(report, world.omar)


@contextmanager
def the_same_ids() -> Iterator[None]:
    """New rows get the same ids whichever way is gone."""
    numbers = count(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uuid.os, "urandom", lambda size: next(numbers).to_bytes(size, "big"))  # type: ignore[attr-defined]
        yield


def differ(case: UUID, *ways: Way) -> list[tuple[str, str]]:
    """Name the members of events in which two ways differ."""

    def going(way: Way) -> Way:
        def gone() -> None:
            with the_same_ids():
                way()

        return gone

    return unlike(case, *map(going, ways))


@pytest.mark.parametrize("form", DetrimentForm)
def test_no_event_tells_which_harm_she_shares(
    report: Reported, care: Room, form: DetrimentForm
) -> None:
    item = next_item(care)

    def sharing(form: DetrimentForm | None) -> Way:
        return lambda: protection.share_detriment(
            room=Room.objects.get(pk=care.pk),
            item=item,
            form=form,
            colleagues=False,
            by=report.noor,
        )

    assert differ(report.case.pk, sharing(None), sharing(form)) == [("detriment.shared", "chosen")]


def test_no_event_tells_what_the_grounds_of_a_decision_came_to(
    world: World, report: Reported, care: Room
) -> None:
    protection.share_detriment(
        room=care, item=next_item(care), form=None, colleagues=False, weigh=True, by=report.noor
    )
    item = next_item(care)

    def weighing(weighed: Weighed) -> Way:
        return lambda: protection.weigh(
            review=GroundsReview.objects.get(), weighed=weighed, item=item, by=world.omar
        )

    ways = (weighing(Weighed.JUSTIFIED), weighing(Weighed.NO_GROUNDS))
    assert differ(report.case.pk, *ways) == [("grounds.weighed", "weighed")]


def test_no_event_of_the_case_tells_where_it_happened_or_that_she_said_so(
    world: World, report: Reported
) -> None:
    case = report.case
    harbour = Unit.objects.create(body=case.body, name_nl="Haven", name_en="Harbour")

    def pressing(*units: Unit | None) -> Way:
        def way() -> None:
            for unit in units:
                oversight.escalate(
                    chain=case.pk, body=case.body, cause=Cause.ASKED, unit=unit, by=report.noor
                )

        return way

    at_once = differ(case.pk, pressing(None), pressing(harbour))
    assert at_once == [("escalation.opened", "unit")]
    assert differ(case.pk, pressing(None, None), pressing(None, harbour)) == []
    pressing(None, harbour)()
    assert Journal.objects.filter(chain=NO_CASE, kind="escalation.said-where").count() == 1
    assert "escalation.said-where" not in {event["kind"] for event in events(case.pk)}


def test_no_event_tells_who_is_asked_to_account(world: World, report: Reported) -> None:
    ruth = Member.objects.filter(room=report.case.dialogue(), holder=world.ruth.label)

    def asking(officer: Officer) -> Way:
        def way() -> None:
            ruth.update(holder=officer.label)
            protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)
            assert Account.objects.filter(holder=officer.label).exists()

        return way

    ways = (asking(world.ruth), asking(world.jonas))
    assert differ(report.case.pk, *ways) == [("incident.opened", "who")]


def test_no_event_tells_to_whom_an_account_is_sealed(world: World, report: Reported) -> None:
    incident = protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)

    def sealing(*officers: Officer) -> Way:
        letters = {one: sealed() for one in ("reporter", *(each.label for each in officers))}
        return lambda: protection.account(incident=incident, letters=letters, by=world.ada)

    ways = (sealing(world.mira), sealing(world.eve))
    assert differ(report.case.pk, *ways) == [("account.given", "sealed")]


def faults() -> list[str]:
    """What is named of accounts and letters."""
    tables = [one for one in records.TABLES if one.model in (Account, AccountLetter)]
    return [fault for rows in tell(tables).values() for fault in rows.faults()]


def test_each_of_those_who_are_asked_and_each_letter_is_held(
    world: World, report: Reported
) -> None:
    incident = protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)
    letters = {one: sealed() for one in ("reporter", world.mira.label)}
    account = protection.account(incident=incident, letters=letters, by=world.ada)
    assert faults() == []
    Account.objects.filter(holder=world.ruth.label).update(holder=world.jonas.label)
    named = (
        f"protection.Account (asked) incident_id={incident.pk.hex}: holder, asked_on is not what"
    )
    assert [fault.split(" event")[0] for fault in faults()] == [named]
    Account.objects.filter(holder=world.jonas.label).update(holder=world.ruth.label)
    assert faults() == []
    AccountLetter.objects.filter(to=world.mira.label).update(to=world.eve.label)
    assert "to, sealed is not what event" in faults()[0]
    AccountLetter.objects.filter(account=account).delete()
    assert "(account.given) names" in faults()[0]


def test_letters_that_went_with_their_class_are_not_missed(world: World, report: Reported) -> None:
    incident = protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)
    protection.account(incident=incident, letters={"reporter": sealed()}, by=world.ada)
    told = {"record": "protection"}
    ledger.append(kind="retention.destroying", case=report.case.pk, by=SYSTEM, detail=told)
    AccountLetter.objects.update(to="officer:q")
    assert faults() == []
    AccountLetter.objects.all().delete()
    ledger.append(kind="retention.destroyed", case=report.case.pk, by=SYSTEM, detail=told)
    assert faults() == []
