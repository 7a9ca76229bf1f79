"""Registering a report that was told to an officer, who hands it over and keeps nothing."""

from http import HTTPStatus

from hoeder.cases import actions as cases
from hoeder.organisations.models import Officer
from hoeder.web.interface import Repeated, operation
from hoeder.web.officer import forms


@operation(
    "officer",
    takes=forms.SentRegistration,
    gives=forms.Registered,
    status=HTTPStatus.CREATED,
    problems=("not-allowed", "not-now"),
)
def register_report(officer: Officer, sent: forms.SentRegistration) -> forms.Registered | Repeated:
    """Hand over a report that was told to this officer, sealed to others."""
    received = cases.register(
        submission=sent.as_submission(officer.body.organisation_id),
        first_contact=sent.first_contact,
        by=officer,
    )
    answer = forms.Registered(received.received_on, received.acknowledge_by, received.feedback_by)
    return Repeated(answer) if received.repeated else answer
