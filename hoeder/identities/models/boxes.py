"""The box of a case, and the shares of its key."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from hoeder.erasable.fields import ErasableField
from hoeder.organisations.models import Body, Officer
from hoeder.rooms.rules import REPORTER, Holder


class BoxQuerySet(models.QuerySet["Box"]):
    """Questions about boxes."""

    def visible_to(self, holder: Holder) -> BoxQuerySet:
        """Keep the box of a reporter's own case. Officers reach boxes only by their openings."""
        case = getattr(holder, "case", None)
        if holder.label != REPORTER or not isinstance(case, UUID):
            return self.none()
        return self.filter(case=case, erased_on=None)


class Box(models.Model):
    """Who one reporter is, sealed to a key that nobody holds. There is one whatever is in it."""

    id = models.UUIDField(primary_key=True)
    case = models.UUIDField(unique=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    recipient = models.TextField()
    content = ErasableField()
    version = models.PositiveIntegerField()
    #: What the reporter signed of the box: its key, and the hash of every share.
    statement = models.TextField()
    signature = models.CharField(max_length=128)
    author_key = models.CharField(max_length=64)
    authority = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    authority_sealed = models.BinaryField()
    authority_hash = models.CharField(max_length=64)
    authority_proof_hash = models.CharField(max_length=64)
    made_on = models.DateField()
    #: An alarm was raised on this day: nothing is asked, released or shown until it is ended.
    frozen_on = models.DateField(null=True)
    #: Its content and every share were destroyed on this day.
    erased_on = models.DateField(null=True)

    objects = BoxQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(version__gte=1), name="box_versions_begin_at_one")
        ]

    def __str__(self) -> str:
        return f"box:{self.id.hex}"

    def shares_in_use(self) -> list[Share]:
        """List the shares that count, in order; one that is being handed over counts where it was.

        Those that still work are for the caller to tell (`hoeder.identities.quorum`).
        """
        found = self.shares.filter(ended_on=None, waiting=False)
        return list(found.select_related("custodian").order_by("index"))


class Share(models.Model):
    """A share of the key of one box, sealed to one custodian.

    While it is handed over there are two with one index: the new one waits until its holder has
    tested it, and only then does the old one end. So there is no day without.
    """

    id = models.UUIDField(primary_key=True)
    box = models.ForeignKey(Box, models.CASCADE, related_name="shares", db_index=False)
    custodian = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    index = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=64)
    proof_hash = models.CharField(max_length=64)
    sealed = models.BinaryField()
    sealed_on = models.DateField()
    tested_on = models.DateField(null=True)
    waiting = models.BooleanField(default=False)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["box", "index", "waiting"],
                condition=Q(ended_on=None),
                name="one_share_per_index_and_one_that_waits",
            ),
            models.UniqueConstraint(
                fields=["custodian", "box"],
                condition=Q(ended_on=None),
                name="one_share_per_custodian_and_box",
            ),
            models.CheckConstraint(
                condition=Q(waiting=False) | Q(tested_on=None), name="a_tested_share_does_not_wait"
            ),
        ]

    def __str__(self) -> str:
        return f"share {self.index} of box:{self.box_id.hex}"
