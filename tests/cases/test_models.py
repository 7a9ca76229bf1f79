from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hoeder.cases import actions as cases
from hoeder.cases.holdings import room_of, rooms_of
from hoeder.cases.inbox import PAGE, inbox
from hoeder.cases.models import Case
from hoeder.cases.rules import Status
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Member, today
from tests.cases.world import Reported, World, a_report
from tests.rooms.sealing import next_item


def test_a_case_is_visible_to_those_who_hold_it_and_nobody_else(
    world: World, report: Reported
) -> None:
    other = a_report(world, world.mira)
    for who in (world.ada, world.ruth, report.noor):
        assert Case.objects.visible_to(who).get() == report.case
    for stranger in (world.eve, world.omar, world.ilse, world.jonas, world.pim):
        assert not Case.objects.visible_to(stranger).exists()
    assert Case.objects.visible_to(other.noor).get() == other.case


def test_a_case_is_not_visible_past_the_last_day(world: World, report: Reported) -> None:
    Member.objects.filter(holder=world.ada.label).update(until=today() - timedelta(days=1))
    assert not Case.objects.visible_to(world.ada).exists()


def test_the_database_refuses_an_acknowledgement_without_a_day(report: Reported) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.update(status=Status.ACKNOWLEDGED)


def test_the_inbox_is_sorted_by_what_is_due_and_counts_what_is_unread(world: World) -> None:
    first, second = a_report(world), a_report(world)
    Case.objects.filter(pk=second.case.pk).update(next_due_on=date(2020, 1, 1))
    room = first.case.dialogue()
    rooms.add_item(room=room, item=next_item(room), by=first.noor)
    page = inbox(world.ada)
    assert [row.case for row in page.rows] == [second.case, first.case]
    assert [row.unread for row in page.rows] == [1, 2]
    assert page.rows[1].last_on == today()
    rooms.fetch_items(room=room, after=0, by=world.ada)
    assert inbox(world.ada).rows[1].unread == 0
    assert [row.case for row in inbox(world.ada, order="received").rows] == [
        second.case,
        first.case,
    ]


def test_a_case_with_nothing_due_comes_last(world: World) -> None:
    first, second = a_report(world), a_report(world)
    Case.objects.filter(pk=first.case.pk).update(next_due_on=None, next_kind="")
    assert [row.case for row in inbox(world.ada).rows] == [second.case, first.case]


def test_pages_are_as_many_as_needed_and_past_the_last_is_nothing(world: World) -> None:
    for _ in range(PAGE + 1):
        a_report(world)
    page = inbox(world.ada, page=9)
    assert (page.page, page.pages, page.total, len(page.rows)) == (9, 2, PAGE + 1, 0)
    assert len(inbox(world.ada, page=2).rows) == 1
    empty = inbox(world.eve, page=0)
    assert (empty.page, empty.pages, empty.total, empty.rows) == (1, 1, 0, [])


def test_the_inbox_asks_the_same_number_of_questions_whatever_it_holds(world: World) -> None:
    for count in (1, 20):
        for _ in range(count):
            a_report(world)
        with CaptureQueriesContext(connection) as queries:
            inbox(world.ada)
        assert len(queries) == 4


def test_a_holder_sees_rooms_with_members_keys_and_own_grants(
    world: World, report: Reported
) -> None:
    for who in (world.ada, report.noor):
        with CaptureQueriesContext(connection) as queries:
            seen = rooms_of(report.case.pk, who)
        assert len(queries) <= 6
        (room,) = seen
        members = {member.holder: member for member in room.members}
        assert set(members) == {"reporter", world.ada.label, world.ruth.label}
        assert members["reporter"].verify == report.submission.author_key
        key = world.ada.confirmed_key()
        assert key is not None
        assert members[world.ada.label].recipient == key.recipient
        assert [grant.holder for grant in room.grants] == [who.label]
        assert (room.stale, len(room.epochs)) == (False, 1)
        assert room_of(room.room.pk, who) == room


def test_a_stranger_sees_no_rooms(world: World, report: Reported) -> None:
    room = report.case.dialogue().pk
    for who in (world.eve, a_report(world).noor):
        assert rooms_of(report.case.pk, who) == []
        assert room_of(room, who) is None


def test_who_left_is_still_listed_with_the_keys_they_wrote_with(
    world: World, report: Reported
) -> None:
    cases.recuse(case=report.case, by=world.ruth)
    world.ruth.keys.update(withdrawn_on=today())
    (room,) = rooms_of(report.case.pk, world.ada)
    left = next(member for member in room.members if member.holder == world.ruth.label)
    assert room.stale
    assert left.removed_on == today()
    assert left.verify is not None
