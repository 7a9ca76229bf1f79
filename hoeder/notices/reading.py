"""What sending asks of the notices, and what the desk shows of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from .models import Notice, NoticeQuerySet


def due(on: date) -> list[str]:
    """Return the holders who must be told by the end of a day, each once."""
    waiting = Notice.objects.filter(due_on__lte=on, sent_on__isnull=True)
    return list(waiting.order_by("holder").values_list("holder", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class ToDo:
    """That something of one kind happened, how often, and since when. Never in which case."""

    kind: str
    count: int
    since: date


def to_do(unseen: NoticeQuerySet) -> list[ToDo]:
    """Sum notices up by kind, the oldest first."""
    rows = unseen.values("kind").annotate(count=Count("pk"), since=Min("due_on"))
    return [ToDo(**row) for row in rows.order_by("since", "kind")]
