"""The employer's grounds as they go over the line: months, questions and reviews, no content."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from hoeder.clocks.models import Clock
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.protection import models as protection
from hoeder.protection.keeping import Sealed
from hoeder.protection.rules import Weighed
from hoeder.rooms.models import Room as RoomRow
from hoeder.web.commitments import WordsItem, sealed_in
from hoeder.web.json import Day, Id, Text, form
from hoeder.web.shapes import (
    Grants,
    Label,
    NewRoom,
    Room,
    SealedGrant,
    SentItem,
    rooms_seen_by,
)


@form
class SentGrounds:
    """The room of a month, which has its id: the first item says who is in."""

    room: NewRoom
    grants: Grants
    words: WordsItem

    def sealed(self) -> Sealed:
        """Give the form that the action takes."""
        return sealed_in(self.room, self.grants, self.words)


@form
class SentStep:
    """A sealed item in the room of a month: that it is complete, a question, an answer."""

    item: SentItem


@form
class SentReader:
    """Somebody whose role came later, with the key sealed to them."""

    to: Id
    sealed: SealedGrant


@form
class SentWeighed:
    """What a review came to; the reasons are sealed in the room with the reporter."""

    weighed: Annotated[str, Text(most=16, pattern="|".join(Weighed.values))]
    item: SentItem


@form
class Question:
    """That more was asked about several decisions, and whether it was answered."""

    id: Id
    asked_on: Day
    due_on: Day
    missed_on: Day | None
    answered_on: Day | None


@form
class Month:
    """All decisions of a month about the people of a body, from outside the seal."""

    id: Id
    body: Id
    month: Day
    due_on: Day
    missed_on: Day | None
    complete_on: Day | None
    #: Whether whoever asks puts on record here; the others review.
    gives: bool
    questions: list[Question]
    room: Room | None


@form
class Months:
    """The months of the bodies that this officer has to do with, the newest first."""

    months: list[Month]


@form
class Review:
    """A decision against a reporter that is weighed, or was."""

    #: The copy that she shared, in the room of this kind.
    id: Id
    room_kind: Label
    asked_on: Day
    due_on: Day
    missed_on: Day | None
    weighed: Label | None
    weighed_on: Day | None


@form
class Reviews:
    """The reviews of one case, the oldest first."""

    reviews: list[Review]


def months(rows: protection.GroundsMonthQuerySet, officer: Officer) -> Months:
    """Shape months with their rooms, in a few queries whatever their number."""
    found = list(rows.prefetch_related("questions"))
    ids = [one.pk for one in found]
    gives = officer.bodies_where(Power.GIVE_GROUNDS)
    inside = RoomRow.objects.visible_to(officer).filter(pk__in=ids)
    rooms: Mapping[UUID, Room] = {one.id: one for one in rooms_seen_by(inside, officer)}
    late = _Missed(ids)
    return Months(
        [
            Month(
                id=one.pk,
                body=one.body_id,
                month=one.month,
                due_on=one.due_on,
                missed_on=late.of(one.pk, None),
                complete_on=one.complete_on,
                gives=one.body_id in gives,
                questions=[
                    Question(
                        id=asked.pk,
                        asked_on=asked.asked_on,
                        due_on=asked.due_on,
                        missed_on=late.of(one.pk, asked.pk),
                        answered_on=asked.answered_on,
                    )
                    for asked in one.questions.all()
                ],
                room=rooms.get(one.pk),
            )
            for one in found
        ]
    )


def reviews(rows: protection.GroundsReviewQuerySet) -> Reviews:
    """Shape the reviews of one case."""
    found = list(rows)
    late = _Missed([one.case_id for one in found])
    return Reviews(
        [
            Review(
                id=one.pk,
                room_kind=one.room_kind,
                asked_on=one.asked_on,
                due_on=one.due_on,
                missed_on=late.of(one.case_id, one.pk),
                weighed=one.weighed or None,
                weighed_on=one.weighed_on,
            )
            for one in found
        ]
    )


class _Missed:
    """Since when something is, or was, too late: one query."""

    def __init__(self, chains: list[UUID]) -> None:
        late = Clock.objects.missed().filter(case__in=set(chains))
        self.days = {(one.case, one.about): one.missed_on for one in late}

    def of(self, chain: UUID, about: UUID | None) -> Day | None:
        return self.days.get((chain, about))
