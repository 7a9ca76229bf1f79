"""Forwarding a report to an authority outside, which the reporter hears in the same moment."""

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards
from hoeder.cases.authorities import authorities
from hoeder.cases.models import Case, Forwarding
from hoeder.errors import NotValid
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Officer
from hoeder.rooms import actions as rooms
from hoeder.rooms.opening import NewItem


@transaction.atomic
def forward(*, case: Case, authority: str, item: NewItem, by: Officer) -> Forwarding:
    """Note that a case was given to an authority. `item` tells her: to whom, why, and what exactly.

    Dir. art. 11(6), law.md EXT-05. There is no forwarding without her being told: it is one step.
    Her name is in her box, which no handler opens, and so in nothing that a handler can give.
    """
    case = guards.lock(case)
    guards.is_handler(case, by)
    known = {
        one.code for law in (case.body.law, "eu") for one in authorities(law, case.body.today())
    }
    if authority not in known:
        raise NotValid(_("This authority is not on the list for this body."), kind="authority")
    stored = rooms.add_item(room=case.dialogue(), item=item, by=by)
    if stored.repeated:
        return Forwarding.objects.get(item=stored.item.hash)
    forwarding = Forwarding.objects.create(
        case=case, authority=authority, item=stored.item.hash, by=by, day=case.body.today()
    )
    detail = {"authority": authority, "item": stored.item.hash}
    ledger.append(kind="case.forwarded", case=case.pk, by=by, detail=detail)
    return forwarding
