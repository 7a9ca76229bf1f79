"""Incidents, and who was asked to account for what they know."""

import uuid

from django.db import models
from django.db.models import Q

from hoeder.cases.models import Case, Exclusion
from hoeder.clocks.models import Clock, ClockQuerySet
from hoeder.clocks.rules import BREACH_KINDS
from hoeder.erasable.fields import ErasableField
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Power
from hoeder.protection.rules import IncidentKind, Notification
from hoeder.reports.models import Receipt


class IncidentQuerySet(models.QuerySet["Incident"]):
    """The only way for pages to reach incidents."""

    def visible_to(self, who: Officer | Receipt) -> "IncidentQuerySet":
        """Keep a reporter's own; and those that an officer oversees without being part of them.

        Whoever is asked to account is a candidate: they see what they are asked, in `Account`, and
        nothing of the incident itself, whatever their role. Nor do those who are named in the case,
        or in the line of somebody who is.
        """
        if isinstance(who, Receipt):
            return self.filter(chain=who.case)
        asked = Account.objects.filter(holder=who.label).values("incident")
        cut_off = Exclusion.objects.filter(officer=who).values("case")
        watched = self.filter(body__in=who.bodies_where(Power.SEE_INCIDENTS))
        return watched.exclude(pk__in=asked).exclude(chain__in=cut_off)

    def open(self) -> "IncidentQuerySet":
        """Keep those that nobody has closed."""
        return self.filter(closed_on=None)


class Incident(models.Model):
    """That a reporter's name is out, or that somebody keeps trying for it. It holds no content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=IncidentKind)
    #: The chain of the ledger that its events are in: the case's, or that of a receipt without one.
    chain = models.UUIDField()
    #: None when the report was made elsewhere.
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    #: With the hour: it starts clocks that the law counts in hours.
    opened_at = models.DateTimeField()
    #: `reporter` or `system`.
    opened_by = models.CharField(max_length=48)
    #: How many were told at once. With nobody, the reporter is sent to the authority outside.
    told = models.PositiveSmallIntegerField(default=0)
    measures_on = models.DateField(null=True)
    notification = models.CharField(max_length=16, choices=Notification, blank=True, default="")
    notification_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_by = models.CharField(max_length=48, blank=True, default="")
    #: Where there is no case, those who watch the body are told here that a clock was missed.
    default_told_on = models.DateField(null=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "kind"],
                condition=Q(closed_on=None),
                name="one_open_incident_per_kind_and_case",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=IncidentKind.values), name="incident_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by="")
                | (Q(closed_on__isnull=False) & ~Q(closed_by="")),
                name="closed_incident_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(notification="", notification_on=None)
                | (~Q(notification="") & Q(notification_on__isnull=False)),
                name="decided_notification_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"incident:{self.pk.hex}"

    def clocks(self) -> ClockQuerySet:
        """Find the clocks that this incident runs by."""
        return Clock.objects.filter(case=self.chain, kind__in=BREACH_KINDS)


class ElsewhereQuerySet(models.QuerySet["Elsewhere"]):
    """The only way for pages to reach alarms of those who reported elsewhere."""

    def visible_to(self, receipt: Receipt) -> "ElsewhereQuerySet":
        """Keep a reporter's own."""
        return self.filter(receipt=receipt)


class Elsewhere(models.Model):
    """Somebody who reported elsewhere raised the alarm here: a receipt, a room, and no case."""

    receipt = models.OneToOneField(Receipt, models.PROTECT, primary_key=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    #: SHA-256 of the body of the request: the same body again is the same alarm.
    fingerprint = models.CharField(max_length=64)

    objects = ElsewhereQuerySet.as_manager()

    def __str__(self) -> str:
        return f"alarm by {self.receipt_id[:8]}"


class AccountQuerySet(models.QuerySet["Account"]):
    """The only way for pages to reach accounts."""

    def visible_to(self, officer: Officer) -> "AccountQuerySet":
        """Keep what this officer is asked."""
        return self.filter(holder=officer.label)


class Account(models.Model):
    """One officer is asked what they did with what they know. The answer itself is sealed."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="accounts")
    holder = models.CharField(max_length=48)
    asked_on = models.DateField()
    answered_on = models.DateField(null=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "holder"], name="one_account_per_incident_and_holder"
            )
        ]

    def __str__(self) -> str:
        return f"account of {self.holder}"


class AccountLetter(models.Model):
    """An answer, sealed to one of those who may read it (docs/spec/identities.md, letters)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="letters")
    to = models.CharField(max_length=48)
    sealed = ErasableField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "to"], name="one_letter_per_account_and_reader"
            )
        ]

    def __str__(self) -> str:
        return f"letter to {self.to}"
