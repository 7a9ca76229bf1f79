"""The person concerned: heard before a finding, informed in time, cleared when nothing was found.

All words are sealed in the investigation room, where the reporter does not read.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import deciding, guards
from hoeder.cases.models import Case, Hearing, Postponement, Unheard
from hoeder.cases.rules import FINDINGS
from hoeder.clocks import actions as clocks
from hoeder.clocks.closing import latest_postponement
from hoeder.clocks.rules import ClockKind
from hoeder.errors import NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.sayings import digest
from hoeder.organisations.models import Officer
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import RoomKind


@transaction.atomic
def show_view(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Note that a person concerned was handed the redacted view. `item` seals what they got.

    Whoever is shown it is informed: a postponement ends by it.
    """
    case = guards.lock(case)
    if not _written(case, item, by):
        return case
    hearing = Hearing.objects.create(case=case, begun_by=by, shown_on=case.body.today())
    _end_postponement(case, by)
    ledger.append(kind="case.view-shown", case=case.pk, by=by, detail=_named(hearing))
    return case


@transaction.atomic
def hear(*, case: Case, hearing: Hearing, item: NewItem, by: Officer) -> Case:
    """Note that a person concerned was heard. `item` seals the record of what they said."""
    case = guards.lock(case)
    if not _written(case, item, by):
        return case
    hearing = _hearing(case, hearing)
    if hearing.heard_on is not None:
        raise NotNow(_("This hearing has been noted already."), kind="heard")
    hearing.heard_on = case.body.today()
    hearing.save(update_fields=["heard_on"])
    ledger.append(kind="case.heard", case=case.pk, by=by, detail=_named(hearing))
    return case


@transaction.atomic
def propose_unheard(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Propose a finding without a hearing, with sealed reasons; a second person decides."""
    case = guards.lock(case)
    if not _written(case, item, by):
        return case
    deciding.refuse_second(case.waiting_unheard())
    Unheard.objects.create(case=case, proposed_by=by, proposed_on=case.body.today())
    deciding.tell_the_others(case, "case.unheard-proposed", by)
    ledger.append(kind="case.unheard-proposed", case=case.pk, by=by)
    return case


@transaction.atomic
def confirm_unheard(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Agree, as a second officer, to a finding without a hearing."""
    case = guards.lock(case)
    if deciding.confirm(case, Case.waiting_unheard, item, by, room=_room(case)) is not None:
        ledger.append(kind="case.unheard-confirmed", case=case.pk, by=by)
    return case


@transaction.atomic
def refuse_unheard(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Disagree, or withdraw one's own proposal: nothing is found without a hearing."""
    case = guards.lock(case)
    if deciding.refuse(case, Case.waiting_unheard, item, by, room=_room(case)) is not None:
        ledger.append(kind="case.unheard-refused", case=case.pk, by=by)
    return case


@transaction.atomic
def postpone_informing(*, case: Case, until: date, item: NewItem, by: Officer) -> Case:
    """Put off informing the person concerned until a day. `item` seals why.

    The day is a clock: when it passes with nobody informed, that is on the record as a miss.
    """
    case = guards.lock(case)
    on = case.body.today()
    if not on < until <= latest_postponement(case.body.law, on):
        raise NotValid(_("Choose a day within three months from today."), kind="until")
    if not _written(case, item, by):
        return case
    _end_postponement(case, by)
    made = Postponement.objects.create(case=case, by=by, postponed_on=on, until=until)
    clocks.start(
        case=case.pk,
        kind=ClockKind.REVIEW,
        due_on=until,
        zone=case.body.time_zone,
        about=made.pk,
        by=by,
    )
    ledger.append(
        kind="case.informing-postponed",
        case=case.pk,
        by=by,
        detail={"postponement": made.pk.hex, "until": until.isoformat()},
    )
    return case


@transaction.atomic
def clear(*, case: Case, hearing: Hearing, item: NewItem, by: Officer) -> Case:
    """Note that a person concerned got the statement that nothing was established about them.

    `item` seals the statement as it was handed over (law.md ACC-07).
    """
    case = guards.lock(case)
    if not _written(case, item, by):
        return case
    hearing = _hearing(case, hearing)
    closing = case.closing()
    if closing is None or closing.closed_on is None or closing.outcome in FINDINGS:
        raise NotNow(_("Only a case that closed without a finding clears somebody."), kind="found")
    if hearing.cleared_on is not None:
        raise NotNow(_("This person has the statement already."), kind="cleared")
    hearing.cleared_on = case.body.today()
    hearing.save(update_fields=["cleared_on"])
    ledger.append(kind="case.cleared", case=case.pk, by=by, detail=_named(hearing))
    return case


def _named(hearing: Hearing) -> dict[str, str | int]:
    """Name a hearing by the hash of its id: the reporter reads the journal, and not this."""
    return {"hearing": digest(hearing.pk)}


def _room(case: Case) -> Room:
    room = case.rooms().filter(kind=RoomKind.INVESTIGATION).first()
    if room is None:
        raise NotNow(
            _("Open the investigation room first: what concerns this person is kept there."),
            kind="no-investigation",
        )
    return room


def _written(case: Case, item: NewItem, by: Officer) -> bool:
    """Write what the handler sealed in the investigation room; False when that was done before."""
    guards.is_handler(case, by)
    return not rooms.add_item(room=_room(case), item=item, by=by).repeated


def _hearing(case: Case, hearing: Hearing) -> Hearing:
    return case.hearings.select_for_update().get(pk=hearing.pk)


def _end_postponement(case: Case, by: Officer) -> None:
    running = case.postponements.filter(ended_on=None).first()
    if running is None:
        return
    running.ended_on = case.body.today()
    running.save(update_fields=["ended_on"])
    clocks.meet(
        case=case.pk,
        kind=ClockKind.REVIEW,
        on=case.body.today(),
        about=running.pk,
        by=by,
    )
