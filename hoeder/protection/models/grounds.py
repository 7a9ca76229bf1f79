"""The employer's grounds: months in which everything is put on record, and reviews of decisions.

No row of the one points at a row of the other, or at a person: what was decided about whom, and on
which grounds, is sealed. Who is protected follows from no row that the employer causes or sees.
"""

import uuid

from django.db import models
from django.db.models import Q

from hoeder.cases.models import Case
from hoeder.clocks.models import Clock
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Power
from hoeder.protection.rules import Weighed
from hoeder.reports.models import Receipt
from hoeder.rooms.models import Room
from hoeder.rooms.rules import RoomKind


class GroundsMonthQuerySet(models.QuerySet["GroundsMonth"]):
    """The only way for pages to reach months of the register."""

    def visible_to(self, officer: Officer) -> "GroundsMonthQuerySet":
        """Keep those of bodies where this officer puts on record, protects, or oversees.

        Whether anybody there reported plays no part in it, so nothing follows from what one sees.
        """
        bodies: set[uuid.UUID] = set()
        for power in (Power.GIVE_GROUNDS, Power.PROTECT, Power.OVERSEE):
            bodies |= officer.bodies_where(power)
        return self.filter(body__in=bodies)


class GroundsMonth(models.Model):
    """All decisions of one month about people of one body. Its room has the same id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    #: Its first day.
    month = models.DateField()
    due_on = models.DateField()
    #: When the employer said that everything of this month is there; what follows is later.
    complete_on = models.DateField(null=True)
    complete_by = models.CharField(max_length=48, blank=True, default="")

    objects = GroundsMonthQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "month"], name="one_month_of_grounds_per_body"),
            models.CheckConstraint(
                condition=Q(complete_on=None, complete_by="")
                | (Q(complete_on__isnull=False) & ~Q(complete_by="")),
                name="complete_month_of_grounds_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"grounds:{self.pk.hex}"

    def room(self) -> Room | None:
        """Find its room, once the employer has opened it."""
        return Room.objects.filter(pk=self.pk).first()

    def missed(self) -> bool:
        """Tell whether the employer was late with it, also where it came later."""
        return Clock.objects.missed().filter(case=self.pk, about=None).exists()


class GroundsQuestion(models.Model):
    """Somebody who reviews asks for more, about several decisions at once. It is a sealed item."""

    #: The sealed question in the room of the month.
    item = models.UUIDField(primary_key=True)
    month = models.ForeignKey(GroundsMonth, models.CASCADE, related_name="questions")
    asked_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["asked_on", "pk"]

    def __str__(self) -> str:
        return f"question about {self.month}"


class GroundsReviewQuerySet(models.QuerySet["GroundsReview"]):
    """The only way for pages to reach reviews of decisions."""

    def visible_to(self, who: Officer | Receipt) -> "GroundsReviewQuerySet":
        """Keep a reporter's own; those of rooms of hers that an officer is in."""
        if isinstance(who, Receipt):
            return self.filter(case=who.case)
        inside = Room.objects.visible_to(who)
        kept = models.Q(pk__in=[])
        for kind in (RoomKind.CARE, RoomKind.COMMISSION):
            kept |= Q(room_kind=kind, case__in=inside.filter(kind=kind).values("case"))
        return self.filter(kept)


class GroundsReview(models.Model):
    """A decision against a reporter is weighed outside the line of whoever took it (RET-05)."""

    #: The copy that she shared, in the room with whoever weighs it.
    item = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    room_kind = models.CharField(max_length=16, choices=RoomKind)
    asked_on = models.DateField()
    due_on = models.DateField()
    weighed = models.CharField(max_length=16, choices=Weighed, blank=True, default="")
    weighed_on = models.DateField(null=True)
    weighed_by = models.CharField(max_length=48, blank=True, default="")

    objects = GroundsReviewQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weighed="", weighed_on=None, weighed_by="")
                | (~Q(weighed="") & Q(weighed_on__isnull=False) & ~Q(weighed_by="")),
                name="weighed_decision_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(weighed__in=("", *Weighed.values)), name="decision_is_weighed_as_known"
            ),
        ]

    def __str__(self) -> str:
        return f"review of a decision in case:{self.case_id.hex}"
