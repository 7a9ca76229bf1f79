"""Forwarding a case from the desk to an authority outside."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404

from hoeder.cases import actions as cases
from hoeder.cases.authorities import BY_CODE
from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.web import shapes
from hoeder.web.interface import operation
from hoeder.web.json import Text, form


@form
class SentForwarding:
    """To whom, and the sealed item that tells the reporter so, with what was given."""

    authority: Annotated[str, Text(most=16, pattern="|".join(sorted(BY_CODE)))]
    item: shapes.SentItem


@operation(
    "officer",
    takes=SentForwarding,
    gives=shapes.Stored,
    status=HTTPStatus.CREATED,
    problems=(*shapes.WRITING, "declaration-needed"),
)
def forward(officer: Officer, sent: SentForwarding, case: UUID) -> shapes.Stored:
    """Note that the case was given to an authority outside; the same item tells the reporter."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    cases.forward(case=found, authority=sent.authority, item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()
