"""What sending asks of the notices."""

from datetime import date

from .models import Notice


def due(on: date) -> list[str]:
    """Return the holders who must be told by the end of a day, each once."""
    waiting = Notice.objects.filter(due_on__lte=on, sent_on__isnull=True)
    return list(waiting.order_by("holder").values_list("holder", flat=True).distinct())
