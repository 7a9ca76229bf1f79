"""Whose case a thing is of that an officer asked for in vain, a line for each id in an address.

Cases, rooms and files are looked up in `hoeder.cases.refused`: an address may name two of them.
"""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from hoeder.identities import reading
from hoeder.organisations.models import Officer
from hoeder.oversight import hidden as oversight
from hoeder.protection import asking
from hoeder.reports.models import talks_hidden_from
from hoeder.retention import reading as retention

CASES_OF: Final[Mapping[str, Callable[[UUID, Officer], list[UUID]]]] = {
    "breach": oversight.chains_of_breach,
    "commitment": asking.cases_of_commitment,
    "duty": asking.cases_of_duty,
    "escalation": oversight.chains_of_escalation,
    "hold": retention.cases_of_hold,
    "incident": asking.chains_of,
    "opening": reading.cases_of_opening,
    "recommendation": oversight.chains_of_recommendation,
    "review": oversight.chains_of_review,
    "share": reading.cases_of_share,
    "talk": talks_hidden_from,
}


def cases_of(ids: Mapping[str, UUID], officer: Officer) -> list[UUID]:
    """Find the cases of what this officer may not see. Made-up ids take the same statements."""
    named = [name for name in CASES_OF if name in ids]
    return [case for name in named for case in CASES_OF[name](ids[name], officer)]
