"""The alarm: opened in one press, or by itself; closed by nobody near the case."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.cases.models import Exclusion
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.identities import actions as identities
from hoeder.identities.models import CircleRow
from hoeder.identities.rules import How
from hoeder.ledger import actions as ledger
from hoeder.notices.models import Notice
from hoeder.organisations.models import Appointment, Officer
from hoeder.organisations.rules import Role
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Escalation
from hoeder.protection import actions as protection
from hoeder.protection.models import Account, Incident
from hoeder.protection.rules import STARTS, IncidentKind, Notification
from hoeder.reports.receiving import SENDER, Alarm
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import today
from tests.build import Cast
from tests.cases.world import DONE, Reported, World, an_officer, journal, settled
from tests.identities.world import a_report, approve, asked, consented, overridden, pledged
from tests.rooms.sealing import a_recipient, hash_of, new_id, next_item, sealed


def raised(report: Reported) -> Incident:
    """Noor presses once."""
    return protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)


def told(kind: str) -> set[str]:
    """Who has a notice of this kind."""
    return set(Notice.objects.filter(kind=kind).values_list("holder", flat=True))


def try_in_vain(report: Reported, officer: Officer, times: int) -> None:
    """Somebody asks for what is not theirs, and it is on record."""
    for _ in range(times):
        with transaction.atomic():
            ledger.append(kind="access.refused", case=report.case.pk, by=officer)


def test_one_press_freezes_tells_and_starts_the_clocks(
    world: World, report: Reported, fg: Officer
) -> None:
    before = timezone.now()
    incident = raised(report)
    report.case.refresh_from_db()
    assert report.case.frozen_on is not None
    assert told("incident.opened") == {world.mira.label, fg.label}
    assert told("account.asked") == {world.ada.label, world.ruth.label}
    due = {clock.kind: clock.due_at - before for clock in incident.clocks()}
    assert set(due) == {"breach_measures", "breach_notice"}
    assert timedelta(hours=24) <= due["breach_measures"] < timedelta(hours=24, minutes=1)
    assert timedelta(hours=72) <= due["breach_notice"] < timedelta(hours=72, minutes=1)
    events = journal(report.case.pk)
    assert {"alarm.raised", "incident.opened", "case.frozen", "clock.started"} <= set(events)


def test_a_second_press_is_the_same_incident(report: Reported) -> None:
    assert raised(report) == raised(report)
    assert Incident.objects.count() == 1
    assert journal(report.case.pk).count("incident.opened") == 1


def test_without_the_ledger_there_is_no_incident(
    report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise OSError("no ledger")

    monkeypatch.setattr(ledger, "append", broken)
    with pytest.raises(OSError, match="no ledger"):
        raised(report)
    assert not Incident.objects.exists()
    report.case.refresh_from_db()
    assert report.case.frozen_on is None


def test_nobody_is_let_in_while_it_is_frozen(world: World, report: Reported) -> None:
    cases.acknowledge(case=report.case, item=next_item(report.case.dialogue()), by=world.ada)
    raised(report)
    room = report.case.dialogue()
    with pytest.raises(NotNow) as refused:
        cases.add_member(
            room=room, holder=world.mira.label, sealed=sealed(), until=None, by=world.ada
        )
    assert refused.value.kind == "frozen"
    with pytest.raises(NotNow):
        cases.hand_over(case=report.case, to=world.mira, grants={room.pk: sealed()}, by=world.ada)
    # She is not cut off from those who help her, and people can still leave.
    rooms.add_item(room=room, item=next_item(room), by=report.noor)
    cases.recuse(case=report.case, by=world.ruth)


def test_a_candidate_sees_nothing_of_the_incident_whatever_their_role(
    world: World, report: Reported
) -> None:
    Appointment.objects.create(officer=world.ada, role=Role.COMMISSION_MEMBER, body=world.ministry)
    incident = raised(report)
    assert list(Incident.objects.visible_to(world.mira)) == [incident]
    assert list(Incident.objects.visible_to(report.noor)) == [incident]
    for officer in (world.ada, world.ruth, world.eve, world.pim, world.omar):
        assert not Incident.objects.visible_to(officer).exists(), officer
    with pytest.raises(NotAllowed):
        protection.note_measures(incident=incident, by=world.ada)


def test_nobody_in_the_body_closes_it(world: World, report: Reported, fg: Officer) -> None:
    incident = raised(report)
    inside = an_officer(world.kustdienst, "Tarik", Role.COMMISSION_MEMBER)
    for officer in (world.ada, world.omar, world.pim, fg, inside):
        with pytest.raises(NotAllowed):
            protection.close_incident(incident=incident, by=officer)
    incident.refresh_from_db()
    assert incident.closed_on is None


def test_it_is_closed_by_the_commission_once_nothing_is_due(
    world: World, report: Reported, fg: Officer
) -> None:
    incident = raised(report)
    with pytest.raises(NotNow) as refused:
        protection.close_incident(incident=incident, by=world.mira)
    assert refused.value.kind == "still-due"
    protection.note_measures(incident=incident, by=world.mira)
    protection.decide_notification(incident=incident, decision=Notification.MADE, by=fg)
    closed = protection.close_incident(incident=incident, by=world.mira)
    assert closed.closed_by == world.mira.label
    report.case.refresh_from_db()
    assert report.case.frozen_on is None
    assert journal(report.case.pk)[-1] == "incident.closed"
    for again in (protection.close_incident, protection.note_measures):
        with pytest.raises(NotNow):
            again(incident=incident, by=world.mira)


def test_the_freeze_lasts_as_long_as_any_incident(world: World, report: Reported) -> None:
    incident = raised(report)
    try_in_vain(report, world.eve, 3)
    assert protection.notice_probing(case=report.case, by=SYSTEM) is not None
    protection.note_measures(incident=incident, by=world.mira)
    protection.decide_notification(incident=incident, decision=Notification.NO_RISK, by=world.mira)
    protection.close_incident(incident=incident, by=world.mira)
    report.case.refresh_from_db()
    assert report.case.frozen_on is not None


def test_feedback_does_not_meet_the_clocks_of_an_alarm(world: World, report: Reported) -> None:
    cases.acknowledge(case=report.case, item=next_item(report.case.dialogue()), by=world.ada)
    incident = raised(report)
    settled(report.case)
    cases.give_feedback(
        case=report.case,
        item=next_item(report.case.dialogue()),
        answer=DONE,
        next_on=None,
        by=world.ada,
    )
    assert {clock.met_on for clock in incident.clocks()} == {None}
    report.case.refresh_from_db()
    assert report.case.next_kind == ""


def test_a_missed_clock_goes_to_the_level_above_by_itself(world: World, report: Reported) -> None:
    incident = raised(report)
    later = timezone.now() + timedelta(hours=25)
    assert cases.sweep_clocks(by=SYSTEM, now=later) == 1
    missed = incident.clocks().get(kind=ClockKind.BREACH_MEASURES)
    assert missed.missed_on is not None
    oversight.escalate_missed(by=SYSTEM)
    assert Escalation.objects.filter(duty=ClockKind.BREACH_MEASURES).exists()
    assert cases.sweep_clocks(by=SYSTEM, now=later) == 0


def test_everybody_who_could_know_is_asked_also_those_who_left(
    world: World, report: Reported
) -> None:
    cases.recuse(case=report.case, by=world.ruth)
    incident = raised(report)
    assert set(incident.accounts.values_list("holder", flat=True)) == {
        world.ada.label,
        world.ruth.label,
    }


def test_an_account_is_given_once_and_stands(world: World, report: Reported) -> None:
    incident = raised(report)
    letters = {"reporter": sealed(), world.mira.label: sealed()}
    given = protection.account(incident=incident, letters=letters, by=world.ada)
    assert given.answered_on is not None
    assert set(given.letters.values_list("to", flat=True)) == set(letters)
    assert "account.given" in journal(report.case.pk)
    with pytest.raises(NotNow) as refused:
        protection.account(incident=incident, letters=letters, by=world.ada)
    assert refused.value.kind == "answered"


@pytest.mark.parametrize("letters", [{}, {"reporter": b"not sealed"}])
def test_an_account_that_nobody_could_read_is_refused(
    world: World, report: Reported, letters: dict[str, bytes]
) -> None:
    incident = raised(report)
    with pytest.raises(Refusal):
        protection.account(incident=incident, letters=letters, by=world.ada)
    assert Account.objects.get(holder=world.ada.label).answered_on is None


def test_only_those_who_were_asked_account(world: World, report: Reported) -> None:
    incident = raised(report)
    with pytest.raises(NotAllowed):
        protection.account(incident=incident, letters={"reporter": sealed()}, by=world.eve)


def test_the_authority_is_notified_or_it_is_said_why_not(
    world: World, report: Reported, fg: Officer
) -> None:
    incident = raised(report)
    with pytest.raises(NotAllowed):
        protection.decide_notification(
            incident=incident, decision=Notification.NO_RISK, by=world.ada
        )
    protection.decide_notification(incident=incident, decision=Notification.NO_RISK, by=fg)
    # The risk may turn out to be there after all; a notification that was made stands.
    after = protection.decide_notification(
        incident=incident, decision=Notification.MADE, by=world.mira
    )
    assert after.notification == "made"
    clock = Clock.objects.get(case=report.case.pk, kind=ClockKind.BREACH_NOTICE)
    assert clock.met_on is not None
    with pytest.raises(NotNow):
        protection.decide_notification(
            incident=incident, decision=Notification.NO_RISK, by=world.mira
        )


def test_whoever_keeps_trying_raises_it_too(world: World, report: Reported) -> None:
    try_in_vain(report, world.eve, 2)
    try_in_vain(report, world.pim, 2)
    assert protection.notice_probing(case=report.case, by=SYSTEM) is None
    try_in_vain(report, world.eve, 1)
    call_command("tick", verbosity=0)
    incident = Incident.objects.get()
    assert (incident.kind, incident.opened_by) == ("probing", "system")
    assert {clock.kind for clock in incident.clocks()} == {"breach_measures"}
    assert told("incident.opened") == {world.mira.label}
    call_command("tick", verbosity=0)
    assert Incident.objects.count() == 1


def test_every_kind_of_incident_starts_something() -> None:
    assert set(STARTS) == set(IncidentKind)
    assert all(STARTS.values())


def test_a_probing_incident_that_was_closed_is_not_opened_again_for_the_same_tries(
    world: World, report: Reported
) -> None:
    try_in_vain(report, world.eve, 3)
    incident = protection.notice_probing(case=report.case, by=SYSTEM)
    assert incident is not None
    protection.note_measures(incident=incident, by=world.mira)
    protection.close_incident(incident=incident, by=world.mira)
    assert protection.notice_probing(case=report.case, by=SYSTEM) == incident
    assert Incident.objects.count() == 1


def test_letters_that_are_no_sealed_thing_are_refused_whole(world: World, report: Reported) -> None:
    incident = raised(report)
    with pytest.raises(NotValid):
        protection.account(
            incident=incident,
            letters={"reporter": sealed(), world.mira.label: b"plain"},
            by=world.ada,
        )
    assert not Account.objects.exclude(answered_on=None).exists()


def test_who_is_named_in_the_case_is_not_told_and_sees_no_incident(
    world: World, report: Reported
) -> None:
    sanne = an_officer(world.ministry, "Sanne", Role.COMMISSION_MEMBER)
    Exclusion.objects.create(case=report.case, officer=sanne, by=world.ada, day=today())
    incident = raised(report)
    assert told("incident.opened") == {world.mira.label}
    assert incident.told == 1
    assert not Incident.objects.visible_to(sanne).exists()


def test_with_nobody_to_tell_it_says_so(world: World, report: Reported) -> None:
    Appointment.objects.filter(role=Role.COMMISSION_MEMBER).delete()
    assert raised(report).told == 0


def test_who_says_that_they_know_is_asked_and_who_was_told_by_her_word_is_not(
    world: World, report: Reported
) -> None:
    for knower, declared_by in (
        (world.omar.label, world.omar.label),
        (world.eve.label, "reporter"),
    ):
        CircleRow.objects.create(
            case=report.case.pk,
            knower=knower,
            how=How.TOLD_BY_REPORTER,
            since=today(),
            declared_by=declared_by,
            day=today(),
        )
    holders = set(raised(report).accounts.values_list("holder", flat=True))
    assert world.omar.label in holders
    assert world.eve.label not in holders


def test_the_box_is_frozen_with_the_case_and_thawed_with_it(cast: Cast) -> None:
    """Ada has Noor's yes and two of five; after the alarm no third one, and nobody looks."""
    noors = a_report(cast)
    opening = consented(noors)
    approve(noors, opening, "wim", "sanne")
    incident = protection.raise_alarm(chain=noors.case.pk, body=noors.case.body, by=noors.noor)
    for step in (
        lambda: approve(noors, opening, "tarik"),
        lambda: asked(noors, to="omar", by="ada"),
        lambda: overridden(noors),
    ):
        with pytest.raises(NotNow) as refused:
            step()
        assert refused.value.kind == "frozen"
    # Fewer people may always come to know: her own no still counts.
    Clock.objects.filter(case=noors.case.pk).update(met_on=today())
    protection.close_incident(incident=incident, by=noors.officer("mira"))
    approve(noors, opening, "tarik")
    pledged(noors, "ada")
    again = protection.raise_alarm(chain=noors.case.pk, body=noors.case.body, by=noors.noor)
    with pytest.raises(NotNow) as refused:
        identities.fetch_box(opening=opening, by=noors.officer("ada"))
    assert refused.value.kind == "frozen"
    assert again != incident
    identities.withdraw(opening=opening, by=noors.noor)
    opening.refresh_from_db()
    assert opening.state == "withdrawn"


def test_a_missed_clock_without_a_case_is_told_once(world: World) -> None:
    incident = protection.raise_elsewhere(alarm=an_alarm(world), by=SENDER).incident
    assert protection.tell_default(by=SYSTEM) == 0
    cases.sweep_clocks(by=SYSTEM, now=timezone.now() + timedelta(hours=25))
    assert protection.tell_default(by=SYSTEM) == 1
    assert told("clock.missed-below") == {world.mira.label}
    assert protection.tell_default(by=SYSTEM) == 0
    assert "incident.default-told" in journal(incident.chain)


def test_an_incident_without_a_case_is_closed_like_any_other(world: World) -> None:
    incident = protection.raise_elsewhere(alarm=an_alarm(world), by=SENDER).incident
    protection.note_measures(incident=incident, by=world.mira)
    protection.decide_notification(incident=incident, decision=Notification.MADE, by=world.mira)
    assert protection.close_incident(incident=incident, by=world.mira).closed_on is not None


def an_alarm(world: World) -> Alarm:
    """Yara reported elsewhere; she seals what she knows to Mira."""
    item = sealed()
    return Alarm(
        organisation=world.organisation.pk,
        body=world.kustdienst.pk,
        chain=new_id(),
        lookup="ab" * 32,
        request_key="11" * 32,
        author_key="22" * 32,
        recipient=a_recipient(),
        ledger_key=bytes(32),
        room=new_id(),
        room_recipient=a_recipient(),
        grants={"reporter": sealed(), world.mira.label: sealed()},
        item=new_id(),
        sealed=item,
        hash=hash_of(item),
        fingerprint="cd" * 32,
    )
