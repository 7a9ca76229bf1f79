"""Whose case a thing of the commission is that an officer asked for in vain."""

from uuid import UUID

from hoeder.organisations.models import Officer
from hoeder.oversight.models import Breach, Escalation, Recommendation, Review


def chains_of_escalation(escalation: UUID, officer: Officer) -> list[UUID]:
    """Find the chain of an escalation that this officer may not see."""
    seen = Escalation.objects.visible_to(officer).values("pk")
    hidden = Escalation.objects.filter(pk=escalation).exclude(pk__in=seen)
    return list(hidden.values_list("chain", flat=True))


def chains_of_review(review: UUID, officer: Officer) -> list[UUID]:
    """Find the chain of a review that this officer may not see."""
    seen = Review.objects.visible_to(officer).values("pk")
    hidden = Review.objects.filter(pk=review).exclude(pk__in=seen)
    return list(hidden.values_list("chain", flat=True))


def chains_of_breach(breach: UUID, officer: Officer) -> list[UUID]:
    """Find the chain of an entry of the register that this officer may not see."""
    seen = Breach.objects.visible_to(officer).values("pk")
    hidden = Breach.objects.filter(pk=breach).exclude(pk__in=seen)
    return list(hidden.values_list("chain", flat=True))


def chains_of_recommendation(recommendation: UUID, officer: Officer) -> list[UUID]:
    """Find the chain of a recommendation that this officer neither made nor owns."""
    seen = Recommendation.objects.visible_to(officer).values("pk")
    hidden = Recommendation.objects.filter(pk=recommendation).exclude(pk__in=seen)
    return list(hidden.values_list("review__chain", flat=True))
