"""Incidents, for those who look into them and for those who are asked to account."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.protection import actions as protection
from hoeder.protection.models import Account, Incident
from hoeder.protection.rules import Notification
from hoeder.rooms.models import Room
from hoeder.rooms.rules import RoomKind
from hoeder.web import incidents, shapes
from hoeder.web.interface import operation
from hoeder.web.json import Text, form

PROBLEMS = ("not-allowed", "not-now")


@form
class SentDecision:
    """Whether the data protection authority was notified; the reasons are told sealed."""

    decision: Annotated[str, Text(most=8, pattern="made|no-risk")]


@operation("officer", gives=incidents.Incidents)
def list_incidents(officer: Officer) -> incidents.Incidents:
    """List the incidents of the bodies that this officer watches, without content."""
    return incidents.seen_by(Incident.objects.visible_to(officer), officer)


@operation("officer", gives=incidents.OpenedIncident)
def see_incident(officer: Officer, incident: UUID) -> incidents.OpenedIncident:
    """See one incident, and what somebody who reported elsewhere wrote to the commission."""
    one = get_object_or_404(
        Incident.objects.visible_to(officer)
        .select_related("body")
        .prefetch_related("accounts__letters"),
        pk=incident,
    )
    rooms = Room.objects.visible_to(officer).filter(case=one.chain, kind=RoomKind.COMMISSION)
    return incidents.OpenedIncident(
        incidents.incident(one, officer),
        Case.objects.visible_to(officer).filter(pk=one.chain).exists(),
        shapes.rooms_seen_by(rooms, officer) if one.case_id is None else [],
    )


@operation("officer", takes=shapes.Nothing, problems=PROBLEMS)
def note_measures(officer: Officer, sent: shapes.Nothing, incident: UUID) -> None:
    """Note that measures were taken. Only the commission above, and nobody who is a candidate."""
    found = get_object_or_404(Incident.objects.visible_to(officer), pk=incident)
    protection.note_measures(incident=found, by=officer)


@operation("officer", takes=SentDecision, problems=PROBLEMS)
def decide_notification(officer: Officer, sent: SentDecision, incident: UUID) -> None:
    """Note that the data protection authority was notified, or that a risk is unlikely."""
    found = get_object_or_404(Incident.objects.visible_to(officer), pk=incident)
    protection.decide_notification(incident=found, decision=Notification(sent.decision), by=officer)


@operation("officer", takes=shapes.Nothing, problems=PROBLEMS)
def close_incident(officer: Officer, sent: shapes.Nothing, incident: UUID) -> None:
    """Close an incident and let people into the case again."""
    found = get_object_or_404(Incident.objects.visible_to(officer), pk=incident)
    protection.close_incident(incident=found, by=officer)


@operation("officer", gives=incidents.AskedOf)
def list_accounts(officer: Officer) -> incidents.AskedOf:
    """List what this officer is asked to account for."""
    rows = Account.objects.visible_to(officer).select_related("incident")
    chains = [row.incident.chain for row in rows]
    held = Case.objects.visible_to(officer).filter(pk__in=chains).values_list("pk", flat=True)
    return incidents.AskedOf(
        [incidents.asked(row, holds=row.incident.chain in held) for row in rows]
    )


@operation("officer", takes=incidents.SentAccount, status=HTTPStatus.NO_CONTENT, problems=PROBLEMS)
def account(officer: Officer, sent: incidents.SentAccount, incident: UUID) -> None:
    """Say what one did with what one knows, sealed to the reporter and the commission. Once."""
    asked = get_object_or_404(
        Account.objects.visible_to(officer).select_related("incident"), incident=incident
    )
    protection.account(
        incident=asked.incident,
        letters={letter.to: letter.sealed for letter in sent.letters},
        by=officer,
    )
