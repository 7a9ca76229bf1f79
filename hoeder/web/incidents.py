"""Incidents as they go over the line, for the reporter and for those who look into them."""

from typing import Annotated

from hoeder.protection import models as protection
from hoeder.reports.models import Receipt
from hoeder.rooms.envelope import GRANT_CLASSES, sealed_size
from hoeder.rooms.rules import Holder
from hoeder.web.json import Base64, Day, Id, Most, Number, form
from hoeder.web.json import Holder as HolderLabel
from hoeder.web.shapes import Label, Room, ShownClock, clocks

SealedLetter = Annotated[bytes, Base64(sealed_size(max(GRANT_CLASSES)))]


@form
class Letter:
    """A sealed letter (docs/spec/identities.md) to one reader."""

    to: HolderLabel
    sealed: SealedLetter


@form
class SentAccount:
    """What an officer did with what they know, sealed to each of those who may read it."""

    letters: Annotated[list[Letter], Most(16)]


@form
class Account:
    """Who was asked to account, and the letters that are sealed to whoever asks."""

    holder: HolderLabel
    asked_on: Day
    answered_on: Day | None
    letters: list[Letter]


@form
class Incident:
    """That a name is out: no content, only what is due and what was done.

    `measures` and `notification` say on which day these were noted.
    """

    id: Id
    kind: Label
    #: The case, or the id that stands in its place when she reported elsewhere.
    case: Id
    elsewhere: bool
    body: Id
    #: How many were told at once.
    told: Number
    opened_on: Day
    measures_on: Day | None
    notification: Label | None
    notification_on: Day | None
    closed_on: Day | None
    clocks: list[ShownClock]
    accounts: list[Account]


@form
class Incidents:
    """Incidents, the oldest first."""

    incidents: list[Incident]


@form
class OpenedIncident:
    """An incident with the room of somebody who reported elsewhere, for those who are in it.

    Where there is a case, the room stands with the case.
    """

    incident: Incident
    holds_case: bool
    rooms: list[Room]


@form
class MyAlarm:
    """The alarm of somebody who reported elsewhere, from outside the seal."""

    case: Id
    body: Id
    rooms: list[Room]


@form
class Asked:
    """What an officer is asked to account for: an incident, its case, and nothing more of it."""

    incident: Id
    case: Id
    body: Id
    #: Whether they hold the case today, and can seal their answer to the reporter.
    holds: bool
    asked_on: Day
    answered_on: Day | None


@form
class AskedOf:
    """Everything that an officer is asked to account for."""

    accounts: list[Asked]


def incident(row: protection.Incident, to: Holder) -> Incident:
    """Shape one incident for somebody; only letters that are sealed to them are handed out."""
    return Incident(
        id=row.pk,
        kind=row.kind,
        case=row.chain,
        elsewhere=row.case_id is None,
        told=row.told,
        body=row.body_id,
        opened_on=row.opened_at.date(),
        measures_on=row.measures_on,
        notification=row.notification or None,
        notification_on=row.notification_on,
        closed_on=row.closed_on,
        clocks=clocks(row.clocks(), row.body.law),
        accounts=[_account(one, to) for one in row.accounts.all()],
    )


def _account(row: protection.Account, to: Holder) -> Account:
    return Account(
        holder=row.holder,
        asked_on=row.asked_on,
        answered_on=row.answered_on,
        letters=[
            Letter(one.to, bytes(one.sealed)) for one in row.letters.all() if one.to == to.label
        ],
    )


def seen_by(visible: protection.IncidentQuerySet, who: Holder | Receipt) -> Incidents:
    """Shape the incidents that somebody may see."""
    rows = visible.select_related("body").prefetch_related("accounts__letters")
    return Incidents([incident(row, who) for row in rows])


def asked(row: protection.Account, *, holds: bool) -> Asked:
    """Shape what one officer is asked."""
    incident = row.incident
    return Asked(
        row.incident_id, incident.chain, incident.body_id, holds, row.asked_on, row.answered_on
    )
