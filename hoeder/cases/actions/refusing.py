"""What officers ask for in vain."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from hoeder.cases import refused
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Officer


@transaction.atomic
def note_refused(*, asked: Mapping[str, UUID], beside: Sequence[UUID], by: Officer) -> None:
    """Write down that an officer asked for what exists and is not for them, once a case and day.

    `asked` holds ids by name: `case`, `room`, `attachment`; `beside` the cases of what else they
    asked for. The answer must not depend on this, nor the time that it takes.
    """
    found = [*refused.cases_hidden_from(by, asked), *beside]
    ledger.append_daily(kind="access.refused", case=found[0] if found else None, by=by)
