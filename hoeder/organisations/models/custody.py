"""Who keeps the shares of a body's identity boxes."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from hoeder.organisations.rules import CUSTODIANS, MOST_DEPUTIES

from .people import Officer
from .places import Body


class Custody(models.Model):
    """Five custodians, their deputies and the authority of one body.

    It is in force once every share was tested. A new one is prepared beside it, so that there is
    never a day without: the earlier one counts until the next is ready.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="custodies")
    number = models.PositiveIntegerField()
    authority = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    ready_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "number"], name="custodies_are_numbered"),
            models.UniqueConstraint(
                fields=["body"], condition=Q(ready_on=None), name="one_custody_is_prepared"
            ),
        ]

    def __str__(self) -> str:
        return f"custody {self.number} of {self.body_id.hex}"

    @staticmethod
    def in_force(body: uuid.UUID) -> Custody | None:
        """Return the newest custody of a body of which every share was tested."""
        return _newest(Custody.objects.filter(body=body, ready_on__isnull=False))

    @staticmethod
    def newest(body: uuid.UUID) -> Custody | None:
        """Return the custody that is being prepared, or else the one in force."""
        return _newest(Custody.objects.filter(body=body))

    def custodians(self) -> list[Officer]:
        """List the five in order."""
        return [place.officer for place in self.in_order() if not place.is_deputy]

    def deputies(self) -> list[Officer]:
        """List the deputies in order."""
        return [place.officer for place in self.in_order() if place.is_deputy]

    def in_order(self) -> list[CustodyPlace]:
        """List all places in order."""
        return list(self.places.select_related("officer__body").order_by("number"))


def _newest(custodies: models.QuerySet[Custody]) -> Custody | None:
    return custodies.select_related("body", "authority__body").order_by("-number").first()


class CustodyPlace(models.Model):
    """An officer's place in a custody: 1 to 5 are custodians, those behind them deputies."""

    custody = models.ForeignKey(Custody, models.CASCADE, related_name="places")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["custody", "officer"], name="one_place_per_officer_in_a_custody"
            ),
            models.UniqueConstraint(
                fields=["custody", "number"], name="places_in_a_custody_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=CUSTODIANS + MOST_DEPUTIES),
                name="a_custody_has_few_places",
            ),
        ]

    def __str__(self) -> str:
        return f"place {self.number} of {self.custody_id.hex}"

    @property
    def is_deputy(self) -> bool:
        """Tell whether this officer stands in for a custodian and holds no share yet."""
        return self.number > CUSTODIANS
