"""Drills: a box with nothing in it, so that everybody proves that they can open their part."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hoeder.organisations.models import Custody, Officer


class Drill(models.Model):
    """One exercise of the custody of a body."""

    id = models.UUIDField(primary_key=True)
    custody = models.ForeignKey(Custody, models.PROTECT, related_name="+")
    statement = models.TextField()
    signature = models.CharField(max_length=128)
    started_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()

    def __str__(self) -> str:
        return f"drill:{self.id.hex}"


class DrillShare(models.Model):
    """The part of one custodian, or of the authority (index 0), in a drill."""

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="shares", db_index=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    index = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=64)
    proof_hash = models.CharField(max_length=64)
    #: Erased once it was opened.
    sealed = models.BinaryField(null=True)
    passed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["drill", "officer"], name="one_part_per_drill"),
            models.CheckConstraint(
                condition=Q(passed_on=None, sealed__isnull=False)
                | Q(passed_on__isnull=False, sealed=None),
                name="what_was_opened_in_a_drill_is_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.index} of drill:{self.drill_id.hex}"
