"""Who knows, who promised to be silent, and under which name each sees the reporter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hoeder.identities.rules import How
from hoeder.organisations.models import Officer

from .openings import Opening


class Pledge(models.Model):
    """An officer's signed promise of secrecy about one case."""

    case = models.UUIDField()
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    statement = models.TextField()
    signature = models.CharField(max_length=128)
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "officer"], name="one_pledge_per_case")
        ]

    def __str__(self) -> str:
        return f"pledge of {self.officer_id.hex}"


class CircleRow(models.Model):
    """That somebody knows who the reporter of a case is. Rows are added and never changed."""

    case = models.UUIDField()
    #: `officer:…` or `function:…` of the directory, or `other`: never a name.
    knower = models.CharField(max_length=48)
    how = models.CharField(max_length=24, choices=How)
    ground = models.CharField(max_length=24, blank=True, default="")
    since = models.DateField()
    opening = models.ForeignKey(
        Opening, models.PROTECT, null=True, related_name="+", db_index=False
    )
    declared_by = models.CharField(max_length=48)
    day = models.DateField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "knower"],
                condition=Q(how=How.OPENED),
                name="one_row_per_person_who_opened",
            ),
            models.CheckConstraint(
                condition=Q(how=How.OPENED, opening__isnull=False)
                | (~Q(how=How.OPENED) & Q(opening=None)),
                name="only_an_opening_makes_a_row_of_opening",
            ),
            models.CheckConstraint(
                condition=Q(how__in=How.values), name="how_somebody_knows_is_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case"], name="circle_of_a_case")]

    def __str__(self) -> str:
        return f"{self.knower} {self.how}"


class Alias(models.Model):
    """The number of the name under which one officer sees the reporter of one case."""

    case = models.UUIDField()
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "officer"], name="one_alias_per_officer"),
            models.UniqueConstraint(fields=["case", "number"], name="no_alias_is_given_twice"),
        ]

    def __str__(self) -> str:
        return f"alias {self.number} in {self.case.hex}"
