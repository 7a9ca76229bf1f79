"""Cases, their numbers, and who stands aside from them."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from hoeder.cases.rules import Classification, Status
from hoeder.clocks.models import Clock, ClockQuerySet
from hoeder.clocks.rules import ClockKind
from hoeder.organisations.models import Body, Officer
from hoeder.reports.models import Receipt, advised
from hoeder.rooms.models import Member, Room, RoomQuerySet
from hoeder.rooms.rules import RoomKind

if TYPE_CHECKING:
    from hoeder.cases.models.closings import Closing
    from hoeder.cases.models.decisions import Reclassification
    from hoeder.cases.models.hearings import Unheard
    from hoeder.cases.models.meetings import Meeting


class CaseQuerySet(models.QuerySet["Case"]):
    """The only way for pages to reach cases."""

    def visible_to(self, who: Officer | Receipt) -> "CaseQuerySet":
        """Keep the cases that an officer holds a live membership in; a reporter's own.

        Whoever stepped back from a case, or was cut off from it, does not see it, whatever
        memberships say.
        """
        if isinstance(who, Receipt):
            return self.filter(pk=who.case)
        held = Member.objects.live().in_cases().filter(holder=who.label).values("room__case")
        stepped_back = Recusal.objects.filter(officer=who).values("case")
        cut_off = Exclusion.objects.filter(officer=who).values("case")
        # Whoever advised this reporter is kept out here too, whatever memberships say.
        told = advised(who).values("case")
        aside = self.filter(pk__in=held).exclude(pk__in=stepped_back)
        return aside.exclude(pk__in=cut_off).exclude(pk__in=told)


class Case(models.Model):
    """A report that is being handled. It holds no content and no name of a reporter."""

    id = models.UUIDField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    #: Counts from 1 in each body, without gaps.
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=16, choices=Status, default=Status.RECEIVED)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    classification = models.CharField(
        max_length=24, choices=Classification, default=Classification.REPORT
    )
    received_on = models.DateField()
    acknowledged_on = models.DateField(null=True)
    #: What is due first and has not been done; kept here so that an inbox is sorted by an index.
    next_kind = models.CharField(max_length=16, choices=ClockKind, blank=True, default="")
    next_due_on = models.DateField(null=True)
    #: An alarm was raised on this day: nobody is let in until the commission has looked.
    frozen_on = models.DateField(null=True)
    #: From this day the case may leave assessment (law.md RET-01); why stands in `protection`.
    protection_settled_on = models.DateField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="one_case_per_number_and_body"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="case_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(classification__in=Classification.values),
                name="case_classification_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.RECEIVED, acknowledged_on=None)
                | (~Q(status=Status.RECEIVED) & Q(acknowledged_on__isnull=False)),
                name="acknowledged_case_says_when",
            ),
            models.CheckConstraint(
                condition=Q(next_kind="", next_due_on=None)
                | (~Q(next_kind="") & Q(next_due_on__isnull=False)),
                name="what_is_due_next_has_a_day",
            ),
        ]
        indexes = [models.Index(fields=["next_due_on"], name="cases_by_next_due")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name the case in the ledger."""
        return f"case:{self.id.hex}"

    def clocks(self) -> ClockQuerySet:
        """Find all clocks of this case, by due date."""
        return Clock.objects.filter(case=self.pk)

    def rooms(self) -> RoomQuerySet:
        """Find all rooms of this case, whoever may see them."""
        return Room.objects.filter(case=self.pk)

    def dialogue(self) -> Room:
        """Find the room that the reporter is in."""
        return Room.objects.get(case=self.pk, kind=RoomKind.DIALOGUE)

    def proposal(self) -> "Reclassification | None":
        """Find the reclassification that waits for a second person."""
        return self.reclassifications.filter(decided_on=None).first()

    def waiting_unheard(self) -> "Unheard | None":
        """Find the proposal to find without a hearing that waits for a second person."""
        return self.unheard.filter(decided_on=None).first()

    def may_find(self) -> bool:
        """Tell whether everybody concerned was heard, or two people said why nobody was."""
        if self.unheard.filter(confirmed=True).exists():
            return True
        return self.hearings.exists() and not self.hearings.filter(heard_on=None).exists()

    def closing(self) -> "Closing | None":
        """Find the closing that waits for an answer, or that closed the case."""
        return self.closings.filter(ended_on=None).first()

    def meeting(self) -> "Meeting | None":
        """Find the newest request to meet, also one that is over."""
        return self.meetings.last()

    def due_on(self, kind: ClockKind) -> date:
        """Tell by which day something of this kind must be, or should have been, done."""
        return self.clocks().filter(kind=kind).order_by("-pk")[0].due_on


class CaseNumber(models.Model):
    """The newest number that a body gave; counted up in the transaction of the case."""

    body = models.OneToOneField(Body, models.PROTECT, primary_key=True, related_name="+")
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.last} cases"


class Recusal(models.Model):
    """An officer stepped back from a case, for good."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="recusals")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "case"], name="one_recusal_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.officer_id.hex} from case:{self.case_id.hex}"


class Declaration(models.Model):
    """An officer declared to have no conflict of interest in a case, before reading any of it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="declarations", db_index=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "officer"], name="one_declaration_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.officer_id.hex} in case:{self.case_id.hex}"


class Exclusion(models.Model):
    """An officer was named in a case after it came in, or is in the line of somebody who was.

    Who of them was named, and who is only in the line, is kept nowhere.
    """

    # BUG: whoever takes a place in such a line later is not cut off. The functions that were named
    # would have to be kept for that, and would tell the server whom the case is about.
    case = models.ForeignKey(Case, models.CASCADE, related_name="exclusions")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "case"], name="one_exclusion_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.officer_id.hex} from case:{self.case_id.hex}"
