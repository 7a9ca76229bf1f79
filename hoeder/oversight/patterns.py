"""What repeats over cases: for the independent level alone (law.md STA-03).

The server knows the body of a case, its alarms and what is in the register. It knows the unit only
where the reporter's own browser said so when she went to the commission, and never which person a
case is about: “the same manager” cannot be seen here, only by somebody who reads, or in matching.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from hoeder.clocks.rules import add_months
from hoeder.organisations.models import Body, Officer, Unit
from hoeder.organisations.rules import Power
from hoeder.oversight.models import Breach, Escalation
from hoeder.oversight.models.escalations import chains_closed_to
from hoeder.oversight.rules import PATTERN_CASES, PATTERN_MONTHS, BreachKind, Decision
from hoeder.protection.models import Incident
from hoeder.protection.rules import IncidentKind
from hoeder.rooms.models import today


class Repeats(StrEnum):
    """What came back."""

    UNIT = "unit"
    LEAK = "leak"
    RETALIATION = "retaliation"


@dataclass(frozen=True)
class Pattern:
    """Something that came up in several cases of one body."""

    repeats: Repeats
    body: Body
    unit: Unit | None
    cases: int


def patterns(officer: Officer, on: date | None = None) -> list[Pattern]:
    """Find what repeats in the bodies that this officer oversees. Nobody below is told."""
    since = add_months(on or today(), -PATTERN_MONTHS)
    bodies = officer.bodies_where(Power.OVERSEE)
    closed = {chain for query in chains_closed_to(officer) for chain in query}
    found: dict[tuple[Repeats, UUID, UUID | None], set[UUID]] = defaultdict(set)
    leaks = Incident.objects.filter(kind=IncidentKind.NAME_OUT, opened_at__date__gte=since)
    for chain, body in leaks.values_list("chain", "body"):
        found[Repeats.LEAK, body, None].add(chain)
    harmed = Breach.objects.filter(kind=BreachKind.RETALIATION, opened_on__gte=since).exclude(
        decision=Decision.NOT_ESTABLISHED
    )
    for chain, body in harmed.values_list("chain", "body"):
        found[Repeats.RETALIATION, body, None].add(chain)
    said = Escalation.objects.filter(unit__isnull=False, opened_on__gte=since)
    for chain, body, unit in said.values_list("chain", "body", "unit"):
        found[Repeats.UNIT, body, unit].add(chain)
    by_id = Body.objects.in_bulk({body for _repeats, body, _unit in found if body in bodies})
    units = Unit.objects.in_bulk({unit for _repeats, _body, unit in found if unit is not None})
    return sorted(
        (
            Pattern(repeats, by_id[body], None if unit is None else units[unit], len(left))
            for (repeats, body, unit), chains in found.items()
            if body in by_id and len(left := chains - closed) >= PATTERN_CASES
        ),
        key=lambda one: (-one.cases, one.body.slug, one.repeats),
    )
