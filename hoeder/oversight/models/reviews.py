"""How a reporter was treated: reviews, and what was recommended."""

import uuid

from django.db import models
from django.db.models import Q

from hoeder.cases.models import Case
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Role
from hoeder.oversight.models.escalations import OverseenQuerySet, chains_closed_to
from hoeder.oversight.rules import Finding, Measure
from hoeder.reports.models import Receipt
from hoeder.rooms.models import Member
from hoeder.rooms.rules import RoomKind


class ReviewQuerySet(OverseenQuerySet["Review"]):
    """The only way for pages to reach reviews."""


class Review(models.Model):
    """The commission looks at how one reporter was treated. The reasons are sealed in her room."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    level = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField()
    opened_by = models.CharField(max_length=48)
    protection = models.CharField(max_length=16, choices=Finding, default=Finding.NOT_YET)
    protection_on = models.DateField(null=True)
    care = models.CharField(max_length=16, choices=Finding, default=Finding.NOT_YET)
    care_on = models.DateField(null=True)
    reporter_heard_on = models.DateField(null=True)
    body_heard_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_by = models.CharField(max_length=48, blank=True, default="")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain"], condition=Q(closed_on=None), name="one_open_review_per_case"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | ~(Q(protection=Finding.NOT_YET) | Q(care=Finding.NOT_YET)),
                name="a_review_closes_with_both_findings",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{subject: Finding.NOT_YET, f"{subject}_on": None})
                    | (~Q(**{subject: Finding.NOT_YET}) & Q(**{f"{subject}_on__isnull": False})),
                    name=f"finding_on_{subject}_says_when",
                )
                for subject in ("protection", "care")
            ),
        ]

    def __str__(self) -> str:
        return f"review:{self.pk.hex}"


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """The only way for pages to reach recommendations."""

    def visible_to(self, who: Officer | Receipt) -> "RecommendationQuerySet":
        """Keep a reporter's own; those of reviews that an officer oversees; those they own.

        An owner is whoever holds that role at that body, and is not named in the case.
        """
        if isinstance(who, Receipt):
            return self.filter(review__chain=who.case)
        overseen = Review.objects.visible_to(who).values("pk")
        owned = self.owned_by(who).values("pk")
        return self.filter(Q(review__in=overseen) | Q(pk__in=owned))

    def owned_by(self, who: Officer) -> "RecommendationQuerySet":
        """Keep those that this officer must carry out. Such an officer sees nothing of the case.

        Of the handlers only those of the case itself: another one may be who it is about, and the
        reporter's own browser, which left them out, told nobody.
        """
        held = Q(pk__in=[])
        for role, body in who.appointed().values_list("role", "body"):
            owned = Q(owner_role=role, owner_body=body)
            if role == Role.HANDLER:
                live = Member.objects.live().filter(holder=who.label, room__kind=RoomKind.DIALOGUE)
                owned &= Q(review__chain__in=live.values("room__case"))
            held |= owned
        named = chains_closed_to(who)[0]
        return self.filter(held).exclude(review__chain__in=named)


class Recommendation(models.Model):
    """Something that a body must do by a day. What exactly is sealed in the room."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, models.CASCADE, related_name="recommendations")
    owner_body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    owner_role = models.CharField(max_length=24, choices=Role)
    measure = models.CharField(max_length=16, choices=Measure)
    due_on = models.DateField()
    made_on = models.DateField()
    made_by = models.CharField(max_length=48)
    #: The owner says that it is done; the commission looks, and only then it is.
    said_done_on = models.DateField(null=True)
    said_done_by = models.CharField(max_length=48, blank=True, default="")
    done_on = models.DateField(null=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(said_done_on=None, said_done_by="")
                | (Q(said_done_on__isnull=False) & ~Q(said_done_by="")),
                name="said_done_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"recommendation:{self.pk.hex}"
