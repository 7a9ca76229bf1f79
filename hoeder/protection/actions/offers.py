"""Offering support: at intake, after a leak, after she shared what was done to her (SUP-04)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards, readers
from hoeder.cases.models import Case
from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind, due_after
from hoeder.errors import NotNow
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.protection import caring
from hoeder.protection.models import SupportOffer
from hoeder.protection.rules import OfferCause
from hoeder.rooms import actions as rooms
from hoeder.rooms.opening import NewItem


@transaction.atomic
def owe_support(*, case: Case, cause: OfferCause, about: UUID, by: Actor) -> SupportOffer:
    """Have whoever protects her ask how she is and offer her help, by a date. Twice is once.

    Where she chose nobody, it falls to those who hold her report.
    """
    case = guards.lock(case)
    on = case.body.today()
    offer, new = SupportOffer.objects.get_or_create(
        case=case, cause=cause, about=about, defaults={"since": on}
    )
    if not new:
        return offer
    clocks.start(
        case=case.pk,
        kind=ClockKind.DUTY,
        about=offer.pk,
        due_on=due_after(case.body.law, ClockKind.DUTY, on),
        zone=case.body.time_zone,
        by=by,
    )
    room = caring.care_room(case)
    holders = caring.holders_in(room) if room else []
    notices.tell(holders=holders or readers.officers_of(case.pk), kind="care.support-owed", by=by)
    ledger.append(
        kind="care.support-owed",
        case=case.pk,
        by=by,
        detail={"offer": offer.pk.hex, "cause": str(cause), "about": about.hex},
    )
    return offer


@transaction.atomic
def offer_support(*, offer: SupportOffer, item: NewItem, by: Officer) -> SupportOffer:
    """Meet an offer with a sealed item to her, in the care room or where there is none the talk."""
    case = guards.lock(offer.case)
    guards.may_read(case.pk, by)
    room = caring.care_room(case)
    if room is None or not caring.has_protector(room):
        room = case.dialogue()
    if rooms.add_item(room=room, item=item, by=by).repeated:
        offer.refresh_from_db()
        return offer
    offer = SupportOffer.objects.select_for_update().get(pk=offer.pk)
    if offer.met_on is not None:
        raise NotNow(_("This support was offered already."), kind="offered")
    offer.met_on, offer.met_by = case.body.today(), by.label
    offer.save(update_fields=["met_on", "met_by"])
    running = Clock.objects.running().filter(case=case.pk, kind=ClockKind.DUTY, about=offer.pk)
    if running.exists():
        clocks.meet(case=case.pk, kind=ClockKind.DUTY, about=offer.pk, on=offer.met_on, by=by)
    ledger.append(kind="care.support-offered", case=case.pk, by=by, detail={"offer": offer.pk.hex})
    return offer
