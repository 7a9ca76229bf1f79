"""What of a closed case is kept, and what was decided about it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from hoeder.cases.models import Case, TwoPersons
from hoeder.organisations.models import Body, Officer
from hoeder.reports.models import Receipt
from hoeder.retention.rules import DESTROYED, STAYS, Action, Ground, RecordClass


class KeepingQuerySet(models.QuerySet["Keeping"]):
    """The only way for pages to reach keepings."""

    def visible_to(self, who: Officer | Receipt) -> KeepingQuerySet:
        """Keep those of the cases that somebody sees."""
        return self.filter(case__in=Case.objects.visible_to(who))


class Keeping(models.Model):
    """That a case closed on a day, and that keeping its records is looked after since."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    closed_on = models.DateField()
    #: By which day somebody looks again. None where the law itself decides.
    review_on = models.DateField(null=True)
    #: The case was opened again on this day: nothing is destroyed meanwhile.
    suspended_on = models.DateField(null=True)

    objects = KeepingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"keeping of case:{self.case_id.hex}"

    def proposal(self) -> Decision | None:
        """Find the decision that waits for a second person."""
        return self.decisions.filter(decided_on=None).first()

    def records_in_order(self) -> list[Record]:
        """List the classes in their order."""
        order = [str(one) for one in RecordClass]
        return sorted(self.records.all(), key=lambda one: order.index(one.record))


class Record(models.Model):
    """One class of records of a case: when it goes, and how far that is."""

    keeping = models.ForeignKey(Keeping, models.CASCADE, related_name="records", db_index=False)
    record = models.CharField(max_length=16, choices=RecordClass)
    #: From which day it may be destroyed at all.
    not_before = models.DateField()
    destroy_on = models.DateField(null=True)
    ground = models.CharField(max_length=16, choices=Ground, blank=True, default="")
    offered_on = models.DateField(null=True)
    #: From here there is no way back: what was begun is finished, whatever happens meanwhile.
    begun_on = models.DateField(null=True)
    destroyed_on = models.DateField(null=True)
    #: Of the declaration: under which category, and how many rows and files went.
    category = models.CharField(max_length=40, blank=True, default="")
    count = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["keeping", "record"], name="one_record_per_class"),
            models.CheckConstraint(
                condition=Q(record__in=RecordClass.values), name="class_of_records_is_known"
            ),
            models.CheckConstraint(
                condition=Q(destroy_on=None, ground="")
                | Q(destroy_on__isnull=False, ground__in=Ground.values),
                name="what_will_be_destroyed_has_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(begun_on=None)
                | Q(record__in=DESTROYED, destroy_on__isnull=False, offered_on__isnull=False),
                name="nothing_is_destroyed_that_was_not_offered",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_on=None, count=None)
                | Q(destroyed_on__isnull=False, count__isnull=False, begun_on__isnull=False),
                name="what_was_destroyed_was_begun_and_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} of {self.keeping_id.hex}"

    @property
    def stays(self) -> bool:
        """Tell whether nobody can destroy this class."""
        return RecordClass(self.record) in STAYS


class Decision(TwoPersons):
    """Two officers say what is destroyed and when the rest is looked at again.

    The reasons are sealed in the dialogue.
    """

    keeping = models.ForeignKey(Keeping, models.CASCADE, related_name="decisions")
    #: The classes that go, with commas between.
    destroy = models.CharField(max_length=100, blank=True)
    review_on = models.DateField()

    class Meta(TwoPersons.Meta):
        abstract = False
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["keeping"],
                condition=Q(decided_on=None),
                name="one_decision_waits_per_keeping",
            ),
            *TwoPersons.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"decision about {self.keeping_id.hex}"

    @property
    def classes(self) -> list[RecordClass]:
        """List the classes that go."""
        return [RecordClass(one) for one in self.destroy.split(",") if one]


class Category(models.Model):
    """Under which category of its selectielijst a body keeps a class (law.md REG-07)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    record = models.CharField(max_length=16, choices=RecordClass)
    category = models.CharField(max_length=40)
    action = models.CharField(max_length=16, choices=Action)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "record"], name="one_category_per_class")
        ]

    def __str__(self) -> str:
        return f"{self.record}: {self.category}"
