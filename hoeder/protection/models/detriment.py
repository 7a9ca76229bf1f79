"""That something was done to a reporter and she shared it. What it was is sealed."""

from django.db import models
from django.db.models import Q

from hoeder.organisations.models import Body
from hoeder.protection.rules import DetrimentForm
from hoeder.rooms.rules import RoomKind


class SharedDetriment(models.Model):
    """One copy out of a reporter's file that she put in a room with others.

    Her file itself is known to nobody. Nothing here says which entry was copied, or what is in it.
    """

    #: The item in the room that is the copy.
    item = models.UUIDField(primary_key=True)
    #: The case, or the id that stands in its place when she reported elsewhere.
    chain = models.UUIDField(db_index=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    #: With whom: the room with the protection officer, or that with the commission.
    room_kind = models.CharField(max_length=16, choices=RoomKind)
    #: Which form it was, only if she agreed that the commission may count it; else empty.
    form = models.CharField(max_length=32, choices=DetrimentForm, blank=True, default="")
    #: She asks that the employer stops colleagues (law.md RET-09).
    colleagues = models.BooleanField(default=False)
    shared_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(room_kind__in=(RoomKind.CARE, RoomKind.COMMISSION)),
                name="detriment_is_shared_in_a_room_of_hers",
            ),
            models.CheckConstraint(
                condition=Q(form__in=("", *DetrimentForm.values)),
                name="shared_detriment_has_a_known_form_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"detriment shared on {self.shared_on}"
