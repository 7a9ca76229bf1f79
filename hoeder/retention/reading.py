"""What others may ask of retention."""

import json
from uuid import UUID

from hoeder.ledger import reading as ledger
from hoeder.organisations.models import Officer
from hoeder.retention.models import Hold


def declared_at(case: UUID) -> dict[str, int]:
    """Tell for each class that was destroyed at which leaf of the log that is declared."""
    found = {}
    for event in ledger.events(case):
        if event.leaf is None or '"retention.destroyed"' not in event.text:
            continue
        said = json.loads(event.text)
        found[str(said["detail"]["record"])] = event.leaf
    return found


def cases_of_hold(hold: UUID, officer: Officer) -> list[UUID]:
    """Find the case of a hold that this officer may not see."""
    hidden = Hold.objects.filter(pk=hold).exclude(pk__in=Hold.objects.visible_to(officer))
    return list(hidden.values_list("case", flat=True))
