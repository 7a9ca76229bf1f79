"""Declared before reading, cut off when named later, and what then happens to the case."""

from collections.abc import Callable
from uuid import UUID

import pytest

from hoeder.cases import actions as cases
from hoeder.cases import guards
from hoeder.cases.models import Case, Declaration, Exclusion
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.notices.models import Notice
from hoeder.organisations.models import ChannelReader, Function, Officer, Unit
from hoeder.organisations.rules import Role
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Member, Room
from hoeder.rooms.rules import RoomKind
from tests.cases.steps import acknowledged, an_investigation
from tests.cases.world import DONE, Reported, World, a_key, a_report, an_officer, declared, journal
from tests.rooms.sealing import a_recipient, new_id, next_item, sealed

Break = Callable[[], None]


def kind_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.kind


def a_place(world: World, title: str, officer: Officer | None, above: Function | None) -> Function:
    unit, _new = Unit.objects.get_or_create(
        body=world.kustdienst, defaults={"name_nl": "Staf", "name_en": "Staff"}
    )
    return Function.objects.create(
        unit=unit, title_nl=title, title_en=title, holder=officer, reports_to=above
    )


def cut(report: Reported, *named: Officer, by: Officer, functions: tuple[UUID, ...] = ()) -> None:
    officers = [one.pk for one in named]
    cases.cut_off(case=report.case, officers=officers, functions=functions, by=by)


def holders(room: Room) -> set[str]:
    return set(Member.objects.live().filter(room=room).values_list("holder", flat=True))


# Declaring


def test_nothing_is_read_before_an_officer_declares(world: World) -> None:
    report = a_report(world, read=False)
    with pytest.raises(NotNow) as refusal:
        guards.may_read(report.case.pk, world.ada)
    assert kind_of(refusal) == "declaration-needed"
    with pytest.raises(NotNow) as refusal:
        acknowledged(report, world.ada)
    assert kind_of(refusal) == "declaration-needed"
    cases.declare(case=report.case, by=world.ada)
    guards.may_read(report.case.pk, world.ada)
    guards.may_read(report.case.pk, report.noor)
    assert acknowledged(report, world.ada).handler == world.ada


def test_declaring_twice_is_declaring_once(world: World) -> None:
    report = a_report(world, read=False)
    for _again in range(2):
        cases.declare(case=report.case, by=world.ada)
    assert Declaration.objects.get().officer == world.ada
    assert journal(report.case.pk) == ["case.received", "case.declared"]


def test_who_does_not_hold_a_case_declares_nothing(world: World, report: Reported) -> None:
    with pytest.raises(NotAllowed):
        cases.declare(case=report.case, by=world.eve)


def test_a_declaration_counts_for_one_case(world: World, report: Reported) -> None:
    other = a_report(world, read=False)
    guards.may_read(report.case.pk, world.ada)
    with pytest.raises(NotNow):
        guards.may_read(other.case.pk, world.ada)


def test_no_ledger_entry_no_declaration(world: World, break_ledger: Break) -> None:
    report = a_report(world, read=False)
    break_ledger()
    with pytest.raises(RuntimeError):
        cases.declare(case=report.case, by=world.ada)
    assert not Declaration.objects.exists()


# Stepping back before reading


def test_whoever_has_read_nothing_may_leave_a_case_to_nobody(world: World) -> None:
    report = a_report(world, world.ada, read=False)
    cases.recuse(case=report.case, by=world.ada)
    assert holders(report.case.dialogue()) == {"reporter"}
    assert report.case.dialogue().stale
    assert journal(report.case.pk)[-3:] == ["member.ended", "case.recused", "case.nobody-left"]
    assert Notice.objects.get(kind="case.nobody-left").holder == world.mira.label


def test_the_last_officer_who_has_read_still_hands_over_first(world: World) -> None:
    report = a_report(world, world.ada)
    with pytest.raises(NotNow) as refusal:
        cases.recuse(case=report.case, by=world.ada)
    assert kind_of(refusal) == "last-officer"


# Named later


def test_whoever_is_named_later_is_cut_off_in_every_room(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    an_investigation(world, report, world.ada, world.ruth)
    cut(report, world.ruth, by=world.ada)
    for room in report.case.rooms():
        assert world.ruth.label not in holders(room)
        assert room.stale
        with pytest.raises(NotAllowed):
            rooms.fetch_items(room=room, after=0, by=world.ruth)
    assert not Case.objects.visible_to(world.ruth).exists()
    assert not Room.objects.visible_to(world.ruth).exists()
    assert Case.objects.get().handler == world.ada
    assert journal(report.case.pk)[-3:] == ["member.ended", "member.ended", "case.cut-off"]
    told = set(Notice.objects.filter(kind="case.cut-off").values_list("holder", flat=True))
    assert told == {world.ada.label}


def test_everybody_above_and_below_is_cut_off_too(world: World, report: Reported) -> None:
    smit = an_officer(world.kustdienst, "Smit", Role.DIRECTOR)
    top = a_place(world, "Directeur", smit, None)
    head = a_place(world, "Hoofd", None, top)
    a_place(world, "Medewerker", world.ruth, head)
    beside = a_place(world, "Andere staf", world.ada, top)
    cut(report, by=world.ada, functions=(head.pk,))
    assert set(Exclusion.objects.values_list("officer", flat=True)) == {smit.pk, world.ruth.pk}
    assert holders(report.case.dialogue()) == {"reporter", world.ada.label}
    # Smit never held the case, and the journal does not draw his line.
    texts = " ".join(event_texts(report.case.pk))
    assert world.ruth.pk.hex in texts
    assert smit.pk.hex not in texts
    cut(report, by=world.ada, functions=(beside.pk,))
    assert holders(report.case.dialogue()) == {"reporter"}


def event_texts(case: UUID) -> list[str]:
    from hoeder.ledger import reading

    return [one.text for one in reading.events(case)]


def test_the_handlers_own_line_frees_the_case(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    cut(report, world.ada, by=world.ada)
    case = Case.objects.get()
    assert (case.handler, case.status) == (None, "acknowledged")
    assert not Case.objects.visible_to(world.ada).exists()
    cases.hand_over(case=case, to=world.ruth, grants={}, by=world.ruth)
    assert Case.objects.get().handler == world.ruth


def test_no_way_in_is_left_for_whoever_was_cut_off(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    cut(report, world.ruth, world.jonas, by=world.ada)
    dialogue = report.case.dialogue()
    cases.start_epoch(
        room=dialogue,
        number=2,
        recipient=a_recipient(),
        grants={"reporter": sealed(), world.ada.label: sealed()},
        by=world.ada,
    )
    with pytest.raises(NotAllowed):
        cases.add_member(
            room=dialogue, holder=world.ruth.label, sealed=sealed(), until=None, by=world.ada
        )
    with pytest.raises(NotAllowed):
        cases.hand_over(
            case=report.case, to=world.ruth, grants={dialogue.pk: sealed()}, by=world.ada
        )
    with pytest.raises(NotAllowed):
        an_investigation(world, report, world.ada, world.jonas)
    # A new key opens no old door either.
    a_key(world.ruth)
    # A membership that somebody restores by hand does not undo it.
    Member.objects.filter(holder=world.ruth.label).update(removed_on=None)
    assert not Case.objects.visible_to(world.ruth).exists()


def test_naming_the_same_again_changes_nothing(world: World, report: Reported) -> None:
    for _again in range(2):
        cut(report, world.ruth, by=world.ada)
    assert journal(report.case.pk).count("case.cut-off") == 1


def test_only_impartial_officers_of_the_dialogue_name_somebody(world: World) -> None:
    report = a_report(world, read=False)
    declared(report.case, world.ruth)
    for somebody in (world.eve, world.mira, world.jonas):
        with pytest.raises(NotAllowed):
            cut(report, world.ruth, by=somebody)
    with pytest.raises(NotNow) as refusal:
        cut(report, world.ruth, by=world.ada)
    assert kind_of(refusal) == "declaration-needed"
    cut(report, world.ada, by=world.ruth)
    assert holders(report.case.dialogue()) == {"reporter", world.ruth.label}


def test_nobody_unknown_can_be_named(world: World, report: Reported) -> None:
    for officers, functions in (([], []), ([new_id()], []), ([], [new_id()])):
        with pytest.raises(NotValid) as refusal:
            cases.cut_off(case=report.case, officers=officers, functions=functions, by=world.ada)
        assert kind_of(refusal) == "named"
    assert not Exclusion.objects.exists()


def test_no_ledger_entry_nobody_is_cut_off(
    world: World, report: Reported, break_ledger: Break
) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        cut(report, world.ruth, by=world.ada)
    assert not Exclusion.objects.exists()
    assert Case.objects.visible_to(world.ruth).exists()


# Nobody left


def nobody_left(world: World, report: Reported) -> Room:
    """Cut off Ada and Ruth, and let Noor's browser make the key that only she holds."""
    cut(report, world.ada, world.ruth, by=world.ada)
    room = report.case.dialogue()
    rooms.start_epoch(
        room=room,
        number=2,
        recipient=a_recipient(),
        grants={"reporter": sealed()},
        by=report.noor,
    )
    return room


def let_in(report: Reported, *officers: Officer) -> None:
    cases.let_in_above(
        case=report.case, grants={one.label: sealed() for one in officers}, by=report.noor
    )


def test_when_nobody_is_left_the_level_above_is_told_and_gets_no_key(
    world: World, report: Reported
) -> None:
    sanne = an_officer(world.ministry, "Sanne", Role.COMMISSION_MEMBER)
    cut(report, world.ada, world.ruth, sanne, by=world.ada)
    assert Notice.objects.get(kind="case.nobody-left").holder == world.mira.label
    assert journal(report.case.pk)[-1] == "case.nobody-left"
    assert holders(report.case.dialogue()) == {"reporter"}
    assert not Case.objects.visible_to(world.mira).exists()


def test_the_reporter_lets_in_the_level_above(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    room = nobody_left(world, report)
    for _again in range(2):
        let_in(report, world.mira)
    assert holders(room) == {"reporter", world.mira.label}
    assert journal(report.case.pk)[-2:] == ["member.granted", "case.let-in-above"]
    cases.declare(case=report.case, by=world.mira)
    cases.hand_over(case=report.case, to=world.mira, grants={}, by=world.mira)
    item = next_item(report.case.dialogue(), epoch=2)
    case = cases.give_feedback(
        case=report.case, item=item, answer=DONE, next_on=None, by=world.mira
    )
    assert (case.handler, case.status) == (world.mira, "answered")


def test_she_lets_in_nobody_while_an_officer_is_left(world: World, report: Reported) -> None:
    with pytest.raises(NotNow) as refusal:
        let_in(report, world.mira)
    assert kind_of(refusal) == "somebody-left"


def test_she_lets_in_only_readers_of_the_level_above(world: World, report: Reported) -> None:
    sanne = an_officer(world.ministry, "Sanne", Role.COMMISSION_MEMBER)
    nobody_left(world, report)
    # Ruth was cut off, Eve is beside, Sanne is above and reads no channel.
    for somebody in (world.ruth, world.eve, sanne, world.omar):
        with pytest.raises(NotAllowed):
            let_in(report, somebody)
    ChannelReader.objects.create(channel=world.above, officer=sanne)
    Exclusion.objects.create(
        case=report.case, officer=sanne, by=world.ada, day=report.case.received_on
    )
    with pytest.raises(NotAllowed):
        let_in(report, sanne)
    with pytest.raises(NotValid):
        let_in(report)


def test_she_lets_nobody_in_with_a_key_that_others_know(world: World, report: Reported) -> None:
    cut(report, world.ada, world.ruth, by=world.ada)
    with pytest.raises(NotNow) as refusal:
        let_in(report, world.mira)
    assert kind_of(refusal) == "new-epoch-needed"


def test_no_ledger_entry_nobody_is_let_in(
    world: World, report: Reported, break_ledger: Break
) -> None:
    room = nobody_left(world, report)
    break_ledger()
    with pytest.raises(RuntimeError):
        let_in(report, world.mira)
    assert holders(room) == {"reporter"}


def test_an_officer_alone_in_a_room_gives_it_a_new_key(world: World, report: Reported) -> None:
    """After a cut nothing may hinder the new key, not even the rule that two hold a room."""
    acknowledged(report, world.ada)
    an_investigation(world, report, world.ada, world.ruth)
    cut(report, world.ruth, by=world.ada)
    room = report.case.rooms().get(kind=RoomKind.INVESTIGATION)
    cases.start_epoch(
        room=room,
        number=2,
        recipient=a_recipient(),
        grants={world.ada.label: sealed()},
        by=world.ada,
    )
    room.refresh_from_db()
    assert (room.epoch, room.stale) == (2, False)
