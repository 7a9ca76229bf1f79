"""Promises with an owner and a date, what is asked for in an emergency, and tasks of the employer.

None of these rows holds a word of what was promised: that lies sealed in a room.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from hoeder.cases.models import Case
from hoeder.clocks.models import Clock, ClockQuerySet
from hoeder.clocks.rules import ClockKind
from hoeder.organisations.models import Officer
from hoeder.protection.promising import (
    RESTORING,
    Decision,
    DutyKind,
    Promise,
    RefusalGround,
    Standing,
    Thing,
    standing,
)
from hoeder.reports.models import Receipt
from hoeder.rooms.models import Item, Room


def _missed(kind: ClockKind) -> models.QuerySet[Clock]:
    """Find what was missed and is still not done, by what it is for."""
    return Clock.objects.running().missed().filter(kind=kind)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """The only way for pages to reach commitments."""

    def visible_to(self, who: Officer | Receipt) -> "CommitmentQuerySet":
        """Keep a reporter's own; those of cases that an officer holds; those that they are in.

        Whoever owns one sees it before its key was sealed to them.
        """
        if isinstance(who, Receipt):
            return self.filter(case=who.case)
        held = Case.objects.visible_to(who).values("pk")
        inside = Room.objects.visible_to(who).values("pk")
        return self.filter(Q(owner=who) | Q(pk__in=inside) | Q(case__in=held))

    def owned_by(self, officer: Officer) -> "CommitmentQuerySet":
        """Keep what this officer was asked to keep: the owner's page shows these and no others."""
        return self.filter(owner=officer).exclude(state__in=[Promise.PROPOSED, Promise.REFUSED])

    def unsettled(self) -> "CommitmentQuerySet":
        """Keep those about which somebody must still do something."""
        return self.filter(
            state__in=[
                Promise.OFFERED,
                Promise.ACCEPTED,
                Promise.DECLINED,
                Promise.CLAIMED,
                Promise.DISPUTED,
            ]
        )

    def restoring(self) -> "CommitmentQuerySet":
        """Keep what would put right what was done, and is not settled (law.md RET-11)."""
        return self.unsettled().filter(kind__in=RESTORING)

    def overdue(self) -> "CommitmentQuerySet":
        """Keep those whose day has passed without a word of their being kept."""
        return self.filter(pk__in=_missed(ClockKind.PROMISE).values("about"))

    def unanswered(self) -> "CommitmentQuerySet":
        """Keep those that their owner neither accepted nor declined in time."""
        return self.filter(pk__in=_missed(ClockKind.ANSWER).values("about"))

    def broken(self) -> "CommitmentQuerySet":
        """Keep those of which the owner says that they were kept, and the reporter that not."""
        return self.filter(state=Promise.DISPUTED)


class Commitment(models.Model):
    """One promise: of which kind, who keeps it, by when, and how far it has come.

    Its id is that of its room. Whoever keeps it sees that room and no case.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Thing)
    #: None while nobody is left who could keep it; the level above is told then.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    #: When it was said, if it was said aloud before it was written down.
    promised_on = models.DateField(null=True)
    state = models.CharField(max_length=16, choices=Promise)
    #: The label of whoever wrote it down.
    proposed_by = models.CharField(max_length=48)
    proposed_on = models.DateField()
    offered_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    #: The owner's signed yes (docs/spec/commitments.md §3), and the key that signed.
    statement = models.TextField(blank=True, default="")
    signature = models.CharField(max_length=128, blank=True, default="")
    signed_with = models.CharField(max_length=64, blank=True, default="")
    claimed_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Thing.values), name="commitment_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=Promise.values), name="commitment_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(statement="", signature="", signed_with="")
                | (~Q(statement="") & ~Q(signature="") & ~Q(signed_with="")),
                name="accepted_commitment_is_signed_or_not",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[Promise.PROPOSED, Promise.REFUSED], offered_on=None)
                | (~Q(state__in=[Promise.PROPOSED, Promise.REFUSED]) & Q(offered_on__isnull=False)),
                name="offered_commitment_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=Promise.ACCEPTED) | ~Q(statement=""),
                name="accepted_commitment_has_a_signature",
            ),
        ]

    def __str__(self) -> str:
        return f"commitment:{self.pk.hex}"

    def clocks(self) -> ClockQuerySet:
        """Find the clocks that run for this commitment."""
        return Clock.objects.filter(case=self.case_id, about=self.pk)

    def words(self) -> str | None:
        """Give the hash of the sealed words: the first item of its room."""
        first = Item.objects.filter(room=self.pk, sequence=1)
        return first.values_list("hash", flat=True).first()

    def standing(self, *, missed: bool) -> Standing:
        """Tell in one word how it stands."""
        return standing(Promise(self.state), missed=missed)


class EmergencyQuerySet(models.QuerySet["Emergency"]):
    """The only way for pages to reach requests in an emergency."""

    def visible_to(self, who: Officer | Receipt) -> "EmergencyQuerySet":
        """Keep a reporter's own; those of cases that an officer holds."""
        if isinstance(who, Receipt):
            return self.filter(case=who.case)
        return self.filter(case__in=Case.objects.visible_to(who).values("pk"))

    def silent(self) -> "EmergencyQuerySet":
        """Keep those on which nobody decided in time: silence is a refusal (law.md RET-10)."""
        return self.filter(decision="", pk__in=_missed(ClockKind.EMERGENCY).values("about"))

    def refused(self) -> "EmergencyQuerySet":
        """Keep those that were refused, with a ground."""
        return self.filter(decision=Decision.REFUSED)


class Emergency(models.Model):
    """Something practical that cannot wait, asked for in the reporter's room with the commission.

    When it is granted it becomes a commitment, which has the same id.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Thing)
    asked_on = models.DateField()
    decision = models.CharField(max_length=16, choices=Decision, blank=True, default="")
    ground = models.CharField(max_length=16, choices=RefusalGround, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_on = models.DateField(null=True)

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Thing.values), name="emergency_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_on=None)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_on__isnull=False)),
                name="decided_emergency_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=(Q(decision=Decision.REFUSED) & ~Q(ground=""))
                | (~Q(decision=Decision.REFUSED) & Q(ground="")),
                name="refused_emergency_has_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"emergency:{self.pk.hex}"

    def clock(self) -> Clock | None:
        """Find the clock within which the level above decides."""
        return Clock.objects.filter(case=self.case_id, about=self.pk).first()


class DutyQuerySet(models.QuerySet["Duty"]):
    """The only way for pages to reach tasks of the employer."""

    def visible_to(self, who: Officer | Receipt) -> "DutyQuerySet":
        """Keep a reporter's own; those of cases that an officer holds; those that they must do."""
        if isinstance(who, Receipt):
            return self.filter(case=who.case)
        held = Case.objects.visible_to(who).values("pk")
        inside = Room.objects.visible_to(who).values("pk")
        return self.filter(Q(owner=who) | Q(pk__in=inside) | Q(case__in=held))

    def overdue(self) -> "DutyQuerySet":
        """Keep those whose day has passed and of which nobody says what was done."""
        return self.filter(pk__in=_missed(ClockKind.DUTY).values("about"))


class Duty(models.Model):
    """A task that the law gives the employer; who reported, and what about, stands nowhere in it.

    What was done is sealed in a room that has the same id.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=DutyKind)
    #: None while nobody is left to do it; the level above is told then.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    given_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    #: The reporter's public keys in its room alone: what was done is sealed to her too.
    reader_recipient = models.TextField(blank=True, default="")
    reader_verify = models.CharField(max_length=64, blank=True, default="")

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DutyKind.values), name="duty_is_of_a_known_kind"
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(done_on=None),
                name="one_open_duty_per_case_and_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"duty:{self.pk.hex}"
