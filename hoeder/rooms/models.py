"""Rooms, epochs, members, grants, items and attachments.

Foreign keys have no index of their own where a constraint begins with the same column: receiving a
report writes every index of every table here while others wait.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hoeder.erasable.fields import ErasableField, Masked, mask
from hoeder.rooms.rules import PARTS, REPORTER, Holder, RoomKind, is_over, pieces_of

NO_HASH = "0" * 64


def today() -> date:
    """Give the UTC day; days in rooms do not depend on an organisation."""
    return timezone.now().date()


def cases_of(holder: Holder) -> tuple[UUID, ...]:
    """Give the ids under which a reporter's rooms stand; nothing for anybody else."""
    cases: tuple[UUID, ...] = getattr(holder, "cases", ())
    return cases


class MemberQuerySet(models.QuerySet["Member"]):
    """Questions about memberships."""

    def live(self) -> "MemberQuerySet":
        """Keep memberships that were not ended and whose last day is not past."""
        return self.filter(Q(until=None) | Q(until__gte=today()), removed_on=None)

    def in_cases(self) -> "MemberQuerySet":
        """Leave out those who keep one commitment: they hold no case by it."""
        return self.exclude(room__kind=RoomKind.COMMITMENT)


class RoomQuerySet(models.QuerySet["Room"]):
    """The only way for pages to reach rooms."""

    def visible_to(self, holder: Holder) -> "RoomQuerySet":
        """Keep the rooms that this holder is a live member of."""
        live = Member.objects.live().filter(holder=holder.label)
        rooms = self.filter(pk__in=live.values("room"), erased_on=None)
        if holder.label != REPORTER:
            return rooms
        # Every reporter has the same label, so the cases of the receipt are compared too.
        return rooms.filter(case__in=cases_of(holder))

    def seen_so_far(self, holder: Holder) -> dict[UUID, int]:
        """Tell how far a holder has fetched in each of these rooms."""
        members = Member.objects.filter(room__in=self.values("pk"), holder=holder.label)
        return dict(members.values_list("room_id", "seen_sequence"))

    def of_cases(self) -> "RoomQuerySet":
        """Leave out talks and files, which belong to no case, and commitments, which show none."""
        return self.exclude(kind__in=(RoomKind.ADVICE, RoomKind.FILE, RoomKind.COMMITMENT))


class Room(models.Model):
    """One key, its members and sealed items in order."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16, choices=RoomKind)
    case = models.UUIDField()
    epoch = models.PositiveIntegerField(default=1)
    head_sequence = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default=NO_HASH)
    head_on = models.DateField(null=True)
    #: A member left: the next writer must start a new epoch first.
    stale = models.BooleanField(default=False)
    #: Its items, grants and files were destroyed on this day. Who was in it stays on record.
    erased_on = models.DateField(null=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RoomKind.values), name="room_is_of_a_known_kind"
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=~Q(kind=RoomKind.COMMITMENT),
                name="one_room_per_case_and_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"room:{self.id.hex}"

    @property
    def label(self) -> str:
        """Name the room in the ledger."""
        return f"room:{self.id.hex}"

    @property
    def shown_case(self) -> UUID:
        """Say under which id members know this room: whoever keeps a commitment learns no case.

        Two commitments of one case would otherwise tell their owner that they belong together.
        """
        return self.id if self.kind == RoomKind.COMMITMENT else self.case

    def masked(self, sealed: bytes) -> Masked:
        """Mask what is stored in this room."""
        return mask(sealed, self.case, PARTS[RoomKind(self.kind)])

    def has_member(self, holder: Holder) -> bool:
        """Tell whether this holder is a live member."""
        return Room.objects.visible_to(holder).filter(pk=self.pk).exists()

    def needs_new_epoch(self, members: Iterable["Member"] | None = None) -> bool:
        """Tell whether somebody who still knows the key left, was removed or is past the last day.

        Pass the members when they are already loaded; otherwise this costs a query.
        """
        if self.stale:
            return True
        if members is None:
            members = self.members.all()
        return any(member.is_lapsed() for member in members)


class Epoch(models.Model):
    """The public half of one key of a room."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="epochs", db_index=False)
    number = models.PositiveIntegerField()
    recipient = models.TextField()
    started_on = models.DateField(default=today)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="one_epoch_per_number")
        ]

    def __str__(self) -> str:
        return f"epoch {self.number} of room:{self.room_id.hex}"


class Member(models.Model):
    """One holder's place in a room; it stays when it ends, so that all can see who was there."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="members", db_index=False)
    holder = models.CharField(max_length=48)
    until = models.DateField(null=True)
    removed_on = models.DateField(null=True)
    seen_sequence = models.PositiveIntegerField(default=0)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "holder"], name="one_membership_per_holder"),
        ]
        indexes = [models.Index(fields=["holder", "room"], name="rooms_of_a_holder")]

    def __str__(self) -> str:
        return f"{self.holder} in room:{self.room_id.hex}"

    def is_live(self) -> bool:
        """Tell whether this holder may fetch and write today."""
        return self.removed_on is None and not is_over(self.until, today())

    def is_lapsed(self) -> bool:
        """Tell whether the last day is past without a new epoch since."""
        return self.removed_on is None and is_over(self.until, today())


class Grant(models.Model):
    """The key of an epoch, sealed by one member to another; a later one by the same replaces it."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="grants", db_index=False)
    epoch = models.PositiveIntegerField()
    holder = models.CharField(max_length=48)
    by = models.CharField(max_length=48)
    sealed = ErasableField()
    granted_on = models.DateField(default=today)

    class Meta:
        ordering = ["epoch", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "holder", "epoch", "by"],
                name="one_grant_per_epoch_holder_and_giver",
            )
        ]

    def __str__(self) -> str:
        return f"grant of epoch {self.epoch} to {self.holder}"


class Item(models.Model):
    """One sealed thing, numbered without gaps; never changed and never deleted."""

    id = models.UUIDField(primary_key=True)
    room = models.ForeignKey(Room, models.CASCADE, related_name="items", db_index=False)
    sequence = models.PositiveIntegerField()
    epoch = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    sealed = ErasableField()
    by = models.CharField(max_length=48)
    day = models.DateField()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["room", "sequence"], name="one_item_per_sequence"),
            models.CheckConstraint(
                condition=Q(sequence__gte=1), name="items_are_numbered_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.sequence} of room:{self.room_id.hex}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """The only way for pages to reach attachments."""

    def visible_to(self, holder: Holder) -> "AttachmentQuerySet":
        """Keep the attachments of rooms that this holder is a live member of."""
        return self.filter(room__in=Room.objects.visible_to(holder).values("pk"))


class Attachment(models.Model):
    """A large sealed file, uploaded in pieces; its name, type and true size are inside the seal."""

    id = models.UUIDField(primary_key=True)
    room = models.ForeignKey(Room, models.CASCADE, related_name="attachments")
    epoch = models.PositiveIntegerField()
    by = models.CharField(max_length=48)
    sealed_size = models.PositiveBigIntegerField()
    pieces = models.PositiveIntegerField()
    complete = models.BooleanField(default=False)
    touched_on = models.DateField(default=today)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pieces__gte=1), name="attachment_has_a_piece")
        ]
        indexes = [
            models.Index(
                fields=["touched_on"], condition=Q(complete=False), name="unfinished_attachments"
            )
        ]

    def __str__(self) -> str:
        return f"attachment:{self.id.hex}"

    def missing(self) -> list[int]:
        """List the numbers of the pieces that have not arrived; costs a query."""
        here = set(self.stored.values_list("number", flat=True))
        return [number for number in range(pieces_of(self.sealed_size)) if number not in here]


class Piece(models.Model):
    """One piece of an attachment; its bytes lie in the default storage."""

    attachment = models.ForeignKey(
        Attachment, models.CASCADE, related_name="stored", db_index=False
    )
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["attachment", "number"], name="one_piece_per_number")
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of attachment:{self.attachment_id.hex}"

    @property
    def path(self) -> str:
        """Give the name under which the bytes are stored."""
        return piece_path(self.attachment_id, self.number)


class AttachmentFetch(models.Model):
    """That a holder fetched (a part of) an attachment on a day: journalled once, not per piece."""

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="+", db_index=False)
    holder = models.CharField(max_length=48)
    day = models.DateField(default=today)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attachment", "holder", "day"], name="one_fetch_per_holder_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.holder} fetched attachment:{self.attachment_id.hex}"


def piece_path(attachment: UUID, number: int) -> str:
    """Name a piece in the storage."""
    return f"{attachment.hex}/{number}"
