"""How the protection of one reporter stands: states and days. What they are about is sealed."""

import uuid
from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models import Q

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.protection.rules import Answer, PlanState, Settled, Way
from hoeder.reports.models import Receipt

#: Before any day on which the check-ins are looked after.
LONG_AGO: Final = timedelta(days=2)


class CareQuerySet(models.QuerySet["Care"]):
    """The only way for pages to reach how a protection stands."""

    def visible_to(self, who: Officer | Receipt) -> "CareQuerySet":
        """Keep a reporter's own; those of cases that an officer holds, by their state alone."""
        return self.filter(case__in=Case.objects.visible_to(who))

    def gone_without(self) -> "CareQuerySet":
        """Keep those whose case went on without a plan: what the level above looks at."""
        return self.filter(settled__in=[Settled.NO_ANSWER, Settled.NO_PLAN])


class Care(models.Model):
    """What is owed to the reporter of one case, and by whom. Made when it is first asked for."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    state = models.CharField(max_length=16, choices=PlanState, default=PlanState.NEEDED)
    #: The day on which it came to this state.
    since = models.DateField()
    #: When the risk was last assessed with her; an opening of her name makes it None again.
    assessed_on = models.DateField(null=True)
    #: By what the case may leave assessment; the day stands in the case.
    settled = models.CharField(max_length=16, choices=Settled, blank=True, default="")
    settled_by = models.CharField(max_length=48, blank=True, default="")
    #: What the clock of the plan that is owed is about; None while none is owed.
    owed = models.UUIDField(null=True)
    way = models.CharField(max_length=16, choices=Way, default=Way.PAGE)
    #: The check-in that lies ahead; None when there is none any more. A day of the past at first.
    next_on = models.DateField(null=True)

    objects = CareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values, way__in=Way.values),
                name="care_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(settled="", settled_by="") | (~Q(settled="") & ~Q(settled_by="")),
                name="settled_care_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["next_on"], name="care_by_next_check_in")]

    def __str__(self) -> str:
        return f"care of case:{self.case_id.hex}"

    @classmethod
    def of(cls, case: Case) -> "Care":
        """Lay out what is owed in a case that nobody has looked at yet, not stored."""
        return cls(case=case, since=case.received_on, next_on=case.received_on - LONG_AGO)


class Origin(models.Model):
    """A day from which check-ins count: the report, each opening of the name, each alarm."""

    care = models.ForeignKey(Care, models.CASCADE, related_name="origins", db_index=False)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["care", "day"], name="one_origin_per_case_and_day")
        ]

    def __str__(self) -> str:
        return f"check-ins of case:{self.care_id.hex} from {self.day}"


class Plan(models.Model):
    """One proposal of a plan, and her answer. The plan is a sealed item in the care room."""

    care = models.ForeignKey(Care, models.CASCADE, related_name="plans", db_index=False)
    #: Counts from 1; the last one is the one that counts.
    number = models.PositiveIntegerField()
    #: SHA-256 of the sealed item: what she signs her answer to.
    item = models.CharField(max_length=64)
    proposed_by = models.CharField(max_length=48)
    proposed_on = models.DateField()
    approved = models.BooleanField(null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["care", "number"], name="one_plan_per_number"),
            models.CheckConstraint(
                condition=Q(approved=None, answered_on=None)
                | Q(approved__isnull=False, answered_on__isnull=False),
                name="answered_plan_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.number} of case:{self.care_id.hex}"


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """The only way for pages to reach check-ins."""

    def visible_to(self, who: Receipt) -> "CheckInQuerySet":
        """Keep a reporter's own."""
        return self.filter(care__case__in=Case.objects.visible_to(who))

    def silent(self) -> "CheckInQuerySet":
        """Keep those that passed without an answer: the level above looks at them."""
        return self.filter(silent_on__isnull=False, answers=None)


class CheckIn(models.Model):
    """On one day a reporter is asked how she is (law.md RET-04)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    care = models.ForeignKey(Care, models.CASCADE, related_name="check_ins", db_index=False)
    #: From this day she is asked; the clock ends with `due_on`.
    opens_on = models.DateField()
    due_on = models.DateField()
    #: The day after it passed without an answer.
    silent_on = models.DateField(null=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["care", "due_on"], name="one_check_in_per_day")
        ]

    def __str__(self) -> str:
        return f"check-in of case:{self.care_id.hex} on {self.due_on}"


class CheckInAnswerQuerySet(models.QuerySet["CheckInAnswer"]):
    """Answers by what they say."""

    def begun(self) -> "CheckInAnswerQuerySet":
        """Keep those that say that it has begun: the level above looks at them at once."""
        return self.filter(answer=Answer.BEGUN)


class CheckInAnswer(models.Model):
    """What she answered. The last one counts, and all stay; her words are sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    care = models.ForeignKey(Care, models.CASCADE, related_name="answers")
    #: None when she said it without being asked.
    check_in = models.ForeignKey(CheckIn, models.CASCADE, null=True, related_name="answers")
    answer = models.CharField(max_length=16, choices=Answer)
    #: `reporter`, or the protection officer who reached her as she had chosen.
    by = models.CharField(max_length=48)
    #: The sealed item that it came with: sent twice, it is one answer.
    item = models.UUIDField(unique=True)
    day = models.DateField()
    number = models.PositiveIntegerField()

    objects = CheckInAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["care", "number"], name="one_answer_per_number"),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values), name="answer_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} in case:{self.care_id.hex}"
