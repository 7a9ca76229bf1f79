"""The register of broken duties."""

import uuid

from django.db import models
from django.db.models import Q

from hoeder.cases.models import Case
from hoeder.organisations.models import Body
from hoeder.oversight.models.escalations import OverseenQuerySet
from hoeder.oversight.rules import Actor, BreachKind, Decision, Ground, Sanction
from hoeder.protection.models import Incident


class BreachQuerySet(OverseenQuerySet["Breach"]):
    """The only way for pages to reach entries of the register."""


class Breach(models.Model):
    """A duty that was, or may have been, broken. Names and reasons are sealed in the room."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    level = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=BreachKind)
    actor = models.CharField(max_length=24, choices=Actor, default=Actor.UNKNOWN)
    happened_on = models.DateField()
    #: Where it came up by itself; then it is possible until somebody decides.
    incident = models.OneToOneField(Incident, models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField()
    opened_by = models.CharField(max_length=48)
    decision = models.CharField(max_length=16, choices=Decision, blank=True, default="")
    sanction = models.CharField(max_length=16, choices=Sanction, blank=True, default="")
    ground = models.CharField(max_length=16, choices=Ground, blank=True, default="")
    closed_on = models.DateField(null=True)
    closed_by = models.CharField(max_length=48, blank=True, default="")

    objects = BreachQuerySet.as_manager()

    class Meta:
        ordering = ["opened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=BreachKind.values), name="breach_is_of_one_of_four_kinds"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by="", decision="", sanction="", ground="")
                | (
                    Q(closed_on__isnull=False)
                    & ~Q(closed_by="")
                    & ~Q(decision="")
                    & ~Q(sanction="")
                    & ~Q(ground="")
                ),
                name="a_breach_closes_with_a_decision_and_its_ground",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.NOT_ESTABLISHED) | Q(sanction=Sanction.NONE),
                name="no_sanction_where_there_was_no_breach",
            ),
        ]

    def __str__(self) -> str:
        return f"breach:{self.pk.hex}"
