"""What follows an incident: accounts, measures, the authority, and closing it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import actions as cases
from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind
from hoeder.erasable.fields import mask
from hoeder.erasable.keys import Part
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.sayings import digest, digest_of_set
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.protection import asking
from hoeder.protection.models import Account, AccountLetter, Incident
from hoeder.protection.rules import Notification
from hoeder.rooms import envelope


@transaction.atomic
def account(*, incident: Incident, letters: Mapping[str, bytes], by: Officer) -> Account:
    """Answer what one did with what one knows, sealed to the reporter and the commission.

    The first answer counts and cannot be changed: an account is evidence.
    """
    asked = Account.objects.select_for_update().filter(incident=incident, holder=by.label).first()
    if asked is None:
        raise NotAllowed(_("You were not asked to account for this."))
    if asked.answered_on is not None:
        raise NotNow(_("You have answered already. Your answer stands."), kind="answered")
    if not letters:
        raise NotValid(_("An account is sealed to at least one reader."), kind="holders")
    for sealed in letters.values():
        envelope.check_grant(sealed)
    AccountLetter.objects.bulk_create(
        AccountLetter(account=asked, to=to, sealed=mask(sealed, incident.chain, Part.PROTECTION))
        for to, sealed in letters.items()
    )
    asked.answered_on = incident.body.today()
    asked.save(update_fields=["answered_on"])
    ledger.append(
        kind="account.given",
        case=incident.chain,
        by=by,
        detail={"incident": incident.pk.hex, "letters": len(letters)},
        veiled={"sealed": digest_of_set([to, digest(one)] for to, one in letters.items())},
    )
    return asked


@transaction.atomic
def note_measures(*, incident: Incident, by: Officer) -> Incident:
    """Note that measures were taken against the breach; what they are is told sealed."""
    incident = _lock(incident)
    _refuse_part_of_it(incident, by)
    _refuse_closed(incident)
    if incident.measures_on is not None:
        return incident
    incident.measures_on = incident.body.today()
    incident.save(update_fields=["measures_on"])
    _meet(incident, ClockKind.BREACH_MEASURES, by)
    ledger.append(
        kind="incident.measures",
        case=incident.chain,
        by=by,
        detail={"incident": incident.pk.hex},
    )
    return incident


@transaction.atomic
def decide_notification(*, incident: Incident, decision: Notification, by: Officer) -> Incident:
    """Note that the data protection authority was notified, or why not (GDPR art. 33(1))."""
    incident = _lock(incident)
    if not by.has(Power.SEE_INCIDENTS, at=incident.body) or by.label in _asked(incident):
        raise NotAllowed(_("Only somebody who was not part of this case can decide this."))
    _refuse_closed(incident)
    if incident.notification == Notification.MADE:
        raise NotNow(_("The authority was notified already."), kind="answered")
    incident.notification = decision
    incident.notification_on = incident.body.today()
    incident.save(update_fields=["notification", "notification_on"])
    _meet(incident, ClockKind.BREACH_NOTICE, by)
    ledger.append(
        kind="incident.notification",
        case=incident.chain,
        by=by,
        detail={"incident": incident.pk.hex, "decision": str(decision)},
    )
    return incident


@transaction.atomic
def close_incident(*, incident: Incident, by: Officer) -> Incident:
    """Close an incident and end the freeze: the commission alone, and nobody in the body's line."""
    incident = _lock(incident)
    _refuse_part_of_it(incident, by)
    _refuse_closed(incident)
    running = incident.clocks().running()
    if running.exists():
        raise NotNow(
            _("Something is still due: note the measures and the decision on notifying first."),
            kind="still-due",
        )
    incident.closed_on, incident.closed_by = incident.body.today(), by.label
    incident.save(update_fields=["closed_on", "closed_by"])
    others = Incident.objects.open().filter(chain=incident.chain).exclude(pk=incident.pk)
    if incident.case is not None and not others.exists():
        cases.thaw(case=incident.case, by=by)
    ledger.append(
        kind="incident.closed",
        case=incident.chain,
        by=by,
        detail={"incident": incident.pk.hex},
    )
    return incident


def _lock(incident: Incident) -> Incident:
    return (
        Incident.objects.select_for_update(of=("self",))
        .select_related("body", "case")
        .get(pk=incident.pk)
    )


def _asked(incident: Incident) -> set[str]:
    return set(incident.accounts.values_list("holder", flat=True))


def _refuse_part_of_it(incident: Incident, by: Officer) -> None:
    if not asking.may_close(by, incident.body, _asked(incident)):
        raise NotAllowed(
            _("Only the commission above can do this, by somebody who was not part of the case.")
        )


def _refuse_closed(incident: Incident) -> None:
    if incident.closed_on is not None:
        raise NotNow(_("This incident is closed."), kind="closed")


def _meet(incident: Incident, kind: ClockKind, by: Officer) -> None:
    if Clock.objects.running().filter(case=incident.chain, kind=kind).exists():
        clocks.meet(case=incident.chain, kind=kind, on=incident.body.today(), by=by)
