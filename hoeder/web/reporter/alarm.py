"""The alarm: a reporter says that her name is out, in one press."""

from http import HTTPStatus

from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.protection import actions as protection
from hoeder.protection.models import Incident
from hoeder.reports.models import Receipt
from hoeder.web import incidents, shapes
from hoeder.web.interface import operation


@operation("reporter", takes=shapes.Nothing, gives=incidents.Incident, status=HTTPStatus.CREATED)
def raise_alarm(receipt: Receipt, sent: shapes.Nothing) -> incidents.Incident:
    """Raise the alarm: the name is out. Pressed again, it is the same incident."""
    case = get_object_or_404(Case.objects.visible_to(receipt).select_related("body"))
    raised = protection.raise_alarm(chain=case.pk, body=case.body, by=receipt)
    return incidents.incident(raised, receipt)


@operation("reporter", gives=incidents.Incidents)
def my_incidents(receipt: Receipt) -> incidents.Incidents:
    """See what became of the alarm, with the accounts that are sealed to her."""
    return incidents.seen_by(Incident.objects.visible_to(receipt), receipt)
