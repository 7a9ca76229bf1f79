"""Accepting the written duties of one's roles, before the first access and each year."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.clocks.law.table import Parameter
from hoeder.clocks.rules import day_after
from hoeder.errors import NotNow
from hoeder.ledger import actions as ledger
from hoeder.organisations.asking import must_be_active
from hoeder.organisations.duties import VERSION, why_asked
from hoeder.organisations.models import Officer, Undertaking, today
from hoeder.organisations.rules import Role


@transaction.atomic
def accept_duties(*, version: int, roles: Iterable[Role], by: Officer) -> Undertaking:
    """Accept the duties of all one's roles, as they were read; twice is once.

    `version` and `roles` are those of the page that was read: nobody accepts what they did not see.
    """
    officer = Officer.objects.select_for_update().get(pk=by.pk)
    must_be_active(officer)
    held = officer.roles()
    if version != VERSION or set(roles) != set(held):
        raise NotNow(
            _("Something changed while you read. Please open the page again and read your duties.")
        )
    newest = officer.undertaking()
    if newest is not None and why_asked(newest, held, today()) is None:
        return newest
    undertaking = Undertaking.objects.create(
        officer=officer,
        number=newest.number + 1 if newest else 1,
        version=version,
        of_roles=" ".join(held),
        until=day_after(officer.body.law, Parameter.DUTIES_ACCEPTED, today()),
    )
    ledger.append(
        kind="duties.accepted",
        by=by,
        detail={
            "undertaking": undertaking.pk.hex,
            "number": undertaking.number,
            "version": version,
            "roles": undertaking.of_roles,
            "until": undertaking.until.isoformat(),
        },
    )
    return undertaking
