"""Meetings that reporters asked for: where each stands, and not one word of it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hoeder.cases.meeting import OVER, MeetingState
from hoeder.cases.models.cases import Case


class Meeting(models.Model):
    """A request to meet. Where, with whom and on which day stands sealed in the dialogue."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey(Case, models.CASCADE, related_name="meetings")
    state = models.CharField(max_length=12, choices=MeetingState, default=MeetingState.ASKED)
    asked_on = models.DateField()
    changed_on = models.DateField()
    #: SHA-256 of the sealed item with the newest minutes.
    minutes = models.CharField(max_length=64, blank=True, default="")
    #: Requests are counted in their order: a random id has none.
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="meetings_count_in_each_case"),
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state__in=OVER), name="one_meeting_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values), name="meeting_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(minutes="")
                | ~Q(
                    state__in=[
                        MeetingState.RECORDED,
                        MeetingState.CORRECTED,
                        MeetingState.SIGNED,
                        MeetingState.UNSIGNED,
                    ]
                ),
                name="minutes_come_before_what_is_said_of_them",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting {self.number} of case:{self.case_id.hex}"
