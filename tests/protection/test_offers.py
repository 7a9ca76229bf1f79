"""Support is owed at intake, after a leak and after something was done to her, by a date."""

from uuid import uuid4

import pytest

from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind
from hoeder.errors import NotAllowed, NotNow
from hoeder.notices.models import Notice
from hoeder.protection import actions as protection
from hoeder.protection.models import SupportOffer
from hoeder.protection.rules import OfferCause
from tests.cases.world import Reported, World
from tests.protection.care import later, opened
from tests.rooms.sealing import next_item


def clock_of(offer: SupportOffer) -> Clock:
    """The clock of an offer."""
    return Clock.objects.get(kind=ClockKind.DUTY, about=offer.pk)


def test_support_is_owed_when_she_has_chosen_who_protects_her(
    world: World, report: Reported
) -> None:
    """law.md SUP-04: at intake."""
    room = opened(report, world.omar)
    offer = SupportOffer.objects.get()
    assert (offer.cause, clock_of(offer).due_on) == (OfferCause.INTAKE, later(14))
    protection.offer_support(offer=offer, item=next_item(room), by=world.omar)
    offer.refresh_from_db()
    assert offer.met_by == world.omar.label
    assert clock_of(offer).met_on == later(0)
    with pytest.raises(NotNow):
        protection.offer_support(offer=offer, item=next_item(room), by=world.omar)


def test_support_is_owed_after_a_leak(world: World, report: Reported) -> None:
    """law.md SUP-04: after a leak; where nobody protects her yet, by those who hold her report."""
    protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)
    offer = SupportOffer.objects.get(cause=OfferCause.LEAK)
    told = set(Notice.objects.filter(kind="care.support-owed").values_list("holder", flat=True))
    assert told == {world.ada.label, world.ruth.label}
    item = next_item(report.case.dialogue())
    protection.offer_support(offer=offer, item=item, by=world.ada)
    # The answer was lost, and it is sent again.
    protection.offer_support(offer=offer, item=item, by=world.ada)
    assert not SupportOffer.objects.owed().exists()


def test_support_is_owed_once_for_each_entry_that_she_shared(
    world: World, report: Reported
) -> None:
    """law.md SUP-04: after each retaliation incident."""
    entry = uuid4()
    for about in (entry, entry, uuid4()):
        protection.owe_support(
            case=report.case, cause=OfferCause.DETRIMENT, about=about, by=report.noor
        )
    assert SupportOffer.objects.owed().count() == 2
    assert Clock.objects.running().filter(kind=ClockKind.DUTY).count() == 2


def test_where_somebody_protects_her_nobody_else_offers(world: World, report: Reported) -> None:
    opened(report, world.omar)
    offer = SupportOffer.objects.get()
    with pytest.raises(NotAllowed):
        protection.offer_support(offer=offer, item=next_item(report.case.dialogue()), by=world.ada)
    assert SupportOffer.objects.visible_to(world.omar).exists()
    assert not SupportOffer.objects.visible_to(world.eve).exists()
