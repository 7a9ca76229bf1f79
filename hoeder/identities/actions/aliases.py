"""The names under which officers see a reporter, another one for each."""

import secrets
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed
from hoeder.identities import asking
from hoeder.identities.models import Alias, Box
from hoeder.identities.rules import ALIASES, alias
from hoeder.ledger import actions as ledger
from hoeder.ledger import reading
from hoeder.organisations.models import Officer


@transaction.atomic
def give_alias(*, case: UUID, by: Officer) -> str:
    """Give the name under which this officer sees the reporter; choose one before the first view.

    The ledger gets a commitment to it and not the name: whoever reads the journal learns nothing,
    and once a name turns up somewhere the reporter can prove whose it was.
    """
    before = Alias.objects.filter(case=case, officer=by).first()
    if before is not None:
        return alias(before.number)
    if not asking.holds_case(case, by):
        raise NotAllowed(_("You do not hold this case."))
    # Two officers at once must not draw the same number.
    Box.objects.select_for_update().filter(case=case).first()
    taken = set(Alias.objects.filter(case=case).values_list("number", flat=True))
    turns = len(taken) // len(ALIASES) + 1
    free = [number for number in range(turns * len(ALIASES)) if number not in taken]
    number = secrets.choice(free)
    Alias.objects.create(case=case, officer=by, number=number)
    commit = reading.commitment(case, f"alias\n{by.label}\n{number}".encode())
    ledger.append(
        kind="alias.given", case=case, by=by, detail={"holder": by.label, "commit": commit}
    )
    return alias(number)
