"""Commitments as they go over the line, for the reporter, for desks and for their owners."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind
from hoeder.organisations.models import Officer
from hoeder.protection import models as protection
from hoeder.protection.keeping import Sealed, Terms
from hoeder.protection.promising import RefusalGround, Thing
from hoeder.rooms.models import NO_HASH
from hoeder.rooms.models import Room as RoomRow
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import Holder
from hoeder.web.boxes import Statement
from hoeder.web.json import Day, Id, Key, Most, Recipient, Signature, Text, form
from hoeder.web.json import Holder as HolderLabel
from hoeder.web.shapes import (
    Grants,
    Label,
    NewRoom,
    Room,
    SealedGrant,
    SealedItem,
    SentItem,
    by_holder,
    rooms_seen_by,
)

Kind = Annotated[str, Text(most=16, pattern="|".join(Thing.values))]
Ground = Annotated[str, Text(most=16, pattern="|".join(RefusalGround.values))]


@form
class WordsItem:
    """The first item of a commitment's room: who is in it, and the sealed words."""

    id: Id
    sealed: SealedItem


@form
class SentCommitment:
    """A promise to be accepted: its room, whose id is its own, and its sealed words."""

    kind: Kind
    owner: Id
    due_on: Day
    promised_on: Day | None
    room: NewRoom
    grants: Grants
    words: WordsItem

    def terms(self, owner: Officer) -> Terms:
        """Give the form that the action takes."""
        return Terms(Thing(self.kind), owner, self.due_on, self.promised_on)

    def sealed(self) -> Sealed:
        """Give the form that the action takes."""
        return sealed_in(self.room, self.grants, self.words)


@form
class SentProposal:
    """What an officer proposes to the reporter, said in a room that both are in."""

    id: Id
    kind: Kind
    owner: Id
    due_on: Day
    promised_on: Day | None
    room: Id
    item: SentItem


@form
class SentAcceptance:
    """The owner's signed yes (docs/spec/commitments.md)."""

    statement: Statement
    signature: Signature


@form
class SentWords:
    """A sealed item in the commitment's room: reasons, evidence, or why it was not kept."""

    item: SentItem


@form
class SentOwner:
    """Who keeps it from now on, with the room's key; up to two items say who is in."""

    to: Id
    sealed: SealedGrant
    items: Annotated[list[SentItem], Most(2)]


@form
class SentEmergency:
    """Something practical that cannot wait; the words are sealed in the room of the commission."""

    id: Id
    kind: Kind
    item: SentItem


@form
class SentGranted:
    """What was granted becomes a commitment; `item` tells it in the room of the commission."""

    owner: Id
    due_on: Day
    room: NewRoom
    grants: Grants
    words: WordsItem
    item: SentItem

    def sealed(self) -> Sealed:
        """Give the form that the action takes."""
        return sealed_in(self.room, self.grants, self.words)


@form
class SentRefused:
    """Why it was refused: a ground of the list, and sealed reasons."""

    ground: Ground
    item: SentItem


@form
class SentDone:
    """What the employer did about a task, in a new room that has the id of the task."""

    room: NewRoom
    grants: Grants
    words: WordsItem

    def sealed(self) -> Sealed:
        """Give the form that the action takes."""
        return sealed_in(self.room, self.grants, self.words)


@form
class ReaderKeys:
    """A reporter's public keys in one room alone: they are the same nowhere else."""

    recipient: Recipient
    verify: Key


@form
class Acceptance:
    """What the owner signed, and the public key that signed it."""

    statement: Statement
    signature: Signature
    key: Key


@form
class Commitment:
    """A promise without its words: of which kind, who keeps it, by when, how it stands."""

    id: Id
    kind: Label
    owner: Id | None
    due_on: Day
    promised_on: Day | None
    state: Label
    standing: Label
    proposed_by: HolderLabel
    offered_on: Day | None
    #: By when the owner answers, while that is awaited.
    answer_by: Day | None
    answered_on: Day | None
    claimed_on: Day | None
    settled_on: Day | None
    #: The day after its own, when that passed before it was kept. It stays.
    missed_on: Day | None
    acceptance: Acceptance | None


@form
class Emergency:
    """A request that cannot wait, and what the level above decided, if it did."""

    id: Id
    kind: Label
    asked_on: Day
    decide_by: Day
    missed_on: Day | None
    decision: Label | None
    ground: Label | None
    decided_on: Day | None


@form
class Duty:
    """A task of the employer that follows from what colleagues do."""

    id: Id
    kind: Label
    owner: Id | None
    due_on: Day
    missed_on: Day | None
    done_on: Day | None
    #: Whether what was done is sealed to the reporter too.
    reader: bool


@form
class Commitments:
    """Everything that was promised, asked for or ordered in one case."""

    commitments: list[Commitment]
    emergencies: list[Emergency]
    duties: list[Duty]


@form
class OwnCommitment:
    """A promise as its owner sees it: no case, no alias, and nothing of who wrote it down.

    `room` is null until the key was sealed to an owner who follows another one.
    """

    id: Id
    kind: Label
    body: Id
    due_on: Day
    promised_on: Day | None
    state: Label
    standing: Label
    answer_by: Day | None
    claimed_on: Day | None
    missed_on: Day | None
    room: Room | None


@form
class OwnDuty:
    """A task of the employer, as whoever has it sees it."""

    id: Id
    kind: Label
    body: Id
    given_on: Day
    due_on: Day
    missed_on: Day | None
    done_on: Day | None
    #: To whom else what was done is sealed: whoever asked for it, by keys that name nobody.
    reporter: ReaderKeys | None
    room: Room | None


@form
class OwnCommitments:
    """What one officer has to keep and to do, soonest first."""

    commitments: list[OwnCommitment]
    duties: list[OwnDuty]


def sealed_in(room: NewRoom, grants: Grants, words: WordsItem) -> Sealed:
    """Give a new room with its first item the form that the actions take."""
    first = NewItem(words.id, 1, NO_HASH, 1, words.sealed)
    return Sealed(room.recipient, by_holder(grants), first)


def of_case(
    commitments: protection.CommitmentQuerySet,
    emergencies: protection.EmergencyQuerySet,
    duties: protection.DutyQuerySet,
) -> Commitments:
    """Shape what was promised, asked for and ordered, in four queries."""
    promised, asked, ordered = list(commitments), list(emergencies), list(duties)
    clocks = _Clocks([one.pk for one in (*promised, *asked, *ordered)])
    return Commitments(
        commitments=[commitment(one, clocks) for one in promised],
        emergencies=[_emergency(one, clocks) for one in asked],
        duties=[
            Duty(
                id=one.pk,
                kind=one.kind,
                owner=one.owner_id,
                due_on=one.due_on,
                missed_on=clocks.missed(one.pk, ClockKind.DUTY),
                done_on=one.done_on,
                reader=bool(one.reader_recipient),
            )
            for one in ordered
        ],
    )


class _Clocks:
    """The clocks of several promises and tasks, in one query."""

    def __init__(self, about: Iterable[UUID]) -> None:
        self.by_cause: dict[tuple[UUID, str], list[Clock]] = {}
        for clock in Clock.objects.filter(about__in=list(about)).order_by("due_at", "pk"):
            if clock.about is not None:
                self.by_cause.setdefault((clock.about, clock.kind), []).append(clock)

    def missed(self, about: UUID, kind: ClockKind) -> date | None:
        """Tell since when something is, or was, too late."""
        found = [one.missed_on for one in self.by_cause.get((about, kind), ()) if one.missed_on]
        return found[0] if found else None

    def due(self, about: UUID, kind: ClockKind) -> date | None:
        """Tell by when something is due that was not done yet."""
        for one in self.by_cause.get((about, kind), ()):
            if one.met_on is None and one.ended_on is None:
                return one.due_on
        return None


def commitment(row: protection.Commitment, clocks: "_Clocks | None" = None) -> Commitment:
    """Shape one promise."""
    clocks = clocks or _Clocks([row.pk])
    missed_on = clocks.missed(row.pk, ClockKind.PROMISE)
    signed = Acceptance(row.statement, row.signature, row.signed_with) if row.statement else None
    return Commitment(
        id=row.pk,
        kind=row.kind,
        owner=row.owner_id,
        due_on=row.due_on,
        promised_on=row.promised_on,
        state=row.state,
        standing=row.standing(missed=missed_on is not None),
        proposed_by=row.proposed_by,
        offered_on=row.offered_on,
        answer_by=clocks.due(row.pk, ClockKind.ANSWER),
        answered_on=row.answered_on,
        claimed_on=row.claimed_on,
        settled_on=row.settled_on,
        missed_on=missed_on,
        acceptance=signed,
    )


def _emergency(row: protection.Emergency, clocks: _Clocks) -> Emergency:
    (clock,) = clocks.by_cause[row.pk, ClockKind.EMERGENCY]
    return Emergency(
        id=row.pk,
        kind=row.kind,
        asked_on=row.asked_on,
        decide_by=clock.due_on,
        missed_on=clock.missed_on,
        decision=row.decision or None,
        ground=row.ground or None,
        decided_on=row.decided_on,
    )


def emergency(row: protection.Emergency) -> Emergency:
    """Shape one request."""
    return _emergency(row, _Clocks([row.pk]))


def owned(
    commitments: protection.CommitmentQuerySet, duties: protection.DutyQuerySet, owner: Officer
) -> OwnCommitments:
    """Shape what one officer has to keep and to do."""
    promised = list(commitments.select_related("case"))
    ordered = list(duties.select_related("case"))
    ids = [one.pk for one in (*promised, *ordered)]
    clocks, rooms = _Clocks(ids), _rooms(ids, owner)
    return OwnCommitments(
        commitments=[_own(one, clocks, rooms) for one in promised],
        duties=[
            OwnDuty(
                id=one.pk,
                kind=one.kind,
                body=one.case.body_id,
                given_on=one.given_on,
                due_on=one.due_on,
                missed_on=clocks.missed(one.pk, ClockKind.DUTY),
                done_on=one.done_on,
                reporter=ReaderKeys(one.reader_recipient, one.reader_verify)
                if one.reader_recipient
                else None,
                room=rooms.get(one.pk),
            )
            for one in ordered
        ],
    )


def _rooms(ids: list[UUID], holder: Holder) -> Mapping[UUID, Room]:
    visible = RoomRow.objects.visible_to(holder).filter(pk__in=ids)
    return {room.id: room for room in rooms_seen_by(visible, holder)}


def _own(row: protection.Commitment, clocks: _Clocks, rooms: Mapping[UUID, Room]) -> OwnCommitment:
    missed_on = clocks.missed(row.pk, ClockKind.PROMISE)
    return OwnCommitment(
        id=row.pk,
        kind=row.kind,
        body=row.case.body_id,
        due_on=row.due_on,
        promised_on=row.promised_on,
        state=row.state,
        standing=row.standing(missed=missed_on is not None),
        answer_by=clocks.due(row.pk, ClockKind.ANSWER),
        claimed_on=row.claimed_on,
        missed_on=missed_on,
        room=rooms.get(row.pk),
    )
