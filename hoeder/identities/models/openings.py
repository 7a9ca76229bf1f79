"""Openings with their letters and approvals, and who is shut out of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hoeder.erasable.fields import ErasableField
from hoeder.identities.rules import LIVE, Ground, LetterKind, OpeningKind, Purpose, State
from hoeder.organisations.models import Officer

from .boxes import Box


class OpeningQuerySet(models.QuerySet["Opening"]):
    """Questions about openings."""

    def live(self) -> OpeningQuerySet:
        """Keep those that have not come to an end."""
        return self.filter(state__in=LIVE)


class Opening(models.Model):
    """One request that one person may see who the reporter of one case is."""

    id = models.UUIDField(primary_key=True)
    box = models.ForeignKey(Box, models.CASCADE, related_name="openings")
    kind = models.CharField(max_length=16, choices=OpeningKind)
    to = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=24, choices=Purpose, blank=True, default="")
    ground = models.CharField(max_length=24, choices=Ground, blank=True, default="")
    authority_name = models.CharField(max_length=200, blank=True, default="")
    legal_basis = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=16, choices=State)
    requested_on = models.DateField()
    #: The last day on which anything is handed out.
    not_after = models.DateField()
    #: An override: the first day on which custodians may approve.
    opens_on = models.DateField(null=True)
    #: An override of which the reporter hears later: on which day, and when that was done.
    deferred_until = models.DateField(null=True)
    notice_given_on = models.DateField(null=True)
    consent = models.TextField(blank=True, default="")
    consent_signature = models.CharField(max_length=128, blank=True, default="")
    #: The reporter's half of the key, sealed to `to`; erased when the opening ends.
    half = models.BinaryField(null=True)
    ended_on = models.DateField(null=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=State.values, kind__in=OpeningKind.values),
                name="opening_is_of_a_known_kind_and_state",
            ),
            models.CheckConstraint(
                condition=Q(kind=OpeningKind.CONSENT, ground="", opens_on=None, deferred_until=None)
                & ~Q(purpose="")
                | Q(kind=OpeningKind.OVERRIDE, purpose="", opens_on__isnull=False)
                & ~Q(ground="")
                & ~Q(authority_name="")
                & ~Q(legal_basis=""),
                name="an_opening_says_what_it_is_for",
            ),
            models.CheckConstraint(
                condition=Q(half=None) | Q(state__in=[State.CONSENTED, State.OPEN]),
                name="a_half_is_kept_only_while_it_may_be_used",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=LIVE) & Q(ended_on=None))
                | (~Q(state__in=LIVE) & Q(ended_on__isnull=False)),
                name="an_opening_that_ended_says_when",
            ),
            models.UniqueConstraint(
                fields=["box", "to", "kind"],
                condition=Q(state__in=LIVE),
                name="one_live_opening_per_box_and_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["not_after"], condition=Q(state__in=LIVE), name="openings_that_may_lapse"
            )
        ]

    def __str__(self) -> str:
        return f"opening:{self.id.hex}"

    @property
    def is_told(self) -> bool:
        """Tell whether the reporter may see this opening by now."""
        return self.deferred_until is None or self.notice_given_on is not None


class Letter(models.Model):
    """Sealed text about an opening, to one holder."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="letters", db_index=False)
    kind = models.CharField(max_length=16, choices=LetterKind)
    holder = models.CharField(max_length=48)
    by = models.CharField(max_length=48)
    sealed = ErasableField()
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opening", "kind", "holder", "by"], name="one_letter_of_a_kind_per_holder"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["holder"], name="letters_of_a_holder")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.holder}"


class Approval(models.Model):
    """What one custodian answered: their share, sealed to the person, or a refusal."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="approvals", db_index=False)
    custodian = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    index = models.PositiveSmallIntegerField()
    approved = models.BooleanField()
    #: Erased when the opening ends.
    sealed = models.BinaryField(null=True)
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opening", "index"], name="one_answer_per_opening_and_share"
            ),
            models.UniqueConstraint(
                fields=["opening", "custodian"], name="one_answer_per_opening_and_custodian"
            ),
            models.CheckConstraint(
                condition=Q(approved=True) | Q(sealed=None), name="a_refusal_hands_out_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.index} to opening:{self.opening_id.hex}"


class ShutOut(models.Model):
    """An officer who never again asks for, approves or sees a box of one case."""

    case = models.UUIDField()
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    by = models.CharField(max_length=48)
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "officer"], name="shut_out_of_a_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.officer_id.hex} out of {self.case.hex}"
