"""Registering a report that was first made elsewhere: to a director, a manager or an adviser."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoeder.cases import readers
from hoeder.cases.actions.receiving import Received, receive
from hoeder.clocks.rules import Parameter, earliest_start, legal_day
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.reports.models import Registration, lookup_hash
from hoeder.reports.receiving import SENDER, Submission


@transaction.atomic
def register(*, submission: Submission, first_contact: date, by: Officer) -> Received:
    """Take in what was told to `by`, sealed to others; the clocks begin with that first contact.

    Whoever registers gets no key and holds no membership. The reporter gets her words on paper, and
    sees in her journal who registered it.
    """
    if by.body.organisation_id != submission.organisation or not by.has(Power.REGISTER_REPORTS):
        raise NotAllowed(_("You do not have a role that allows this."))
    if by.label in submission.grants:
        raise NotValid(
            _("Whoever registers a report hands it over. Leave yourself out of the readers."),
            kind="holders",
        )
    way = readers.way_in(submission.organisation, submission.channel)
    day = legal_day(timezone.now(), way.time_zone)
    _refuse_day(first_contact, day, way.law)
    received = receive(submission=submission, first_contact=first_contact, by=SENDER)
    receipt = lookup_hash(submission.lookup)
    if received.repeated:
        if not Registration.objects.filter(pk=receipt, by=by).exists():
            raise NotNow(_("This receipt has been used for another report."), kind="receipt-used")
        return received
    Registration.objects.create(receipt_id=receipt, by=by, registered_on=day, possessed_on=None)
    ledger.append(
        kind="case.registered",
        case=submission.case,
        by=by,
        detail={"first_contact": first_contact.isoformat()},
    )
    return received


def _refuse_day(first_contact: date, on: date, law: str) -> None:
    if first_contact > on:
        raise NotValid(
            _("The day of first contact cannot be in the future. Choose today or a day before."),
            kind="first-contact",
        )
    if first_contact < earliest_start(law, Parameter.FIRST_CONTACT, on):
        raise NotValid(
            _(
                "This day is more than a year ago. Look whether the year is right. If it is, let "
                "the reporter report it, or go to the Huis voor Klokkenluiders: 088 133 10 00."
            ),
            kind="first-contact",
        )
