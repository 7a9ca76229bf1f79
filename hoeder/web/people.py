"""The people whom an officer meets in a case: those of the same organisation, by name."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from hoeder.organisations.models import Appointment, Officer
from hoeder.rooms.rules import officers_among
from hoeder.web.json import Id, form
from hoeder.web.shapes import Label, Room


@form
class Person:
    """An officer who holds a case."""

    id: Id
    name: str
    roles: list[Label]


def colleagues(officer: Officer) -> QuerySet[Officer]:
    """Keep the active officers of the same organisation: those whom its directory names anyway."""
    return in_organisation(officer.body.organisation_id)


def in_organisation(organisation: UUID) -> QuerySet[Officer]:
    """Keep the active officers of an organisation."""
    same: QuerySet[Officer] = Officer.objects.active().filter(body__organisation=organisation)
    return same.select_related("body")


def names_of(holders: Iterable[str]) -> dict[str, str]:
    """Name officers, by holder, in one query."""
    ids = [UUID(hex=holder.removeprefix("officer:")) for holder in holders]
    return {one.label: one.name for one in Officer.objects.filter(pk__in=ids)}


def people_in(rooms: Iterable[Room]) -> list[Person]:
    """Name the officers who are in these rooms today, in two queries."""
    holders = {
        member.holder for room in rooms for member in room.members if member.removed_on is None
    }
    ids = {UUID(hex=holder.removeprefix("officer:")) for holder in officers_among(holders)}
    roles: dict[UUID, set[str]] = {}
    appointed = Appointment.objects.filter(Appointment.holds_today(), officer__in=ids)
    for officer, role in appointed.values_list("officer", "role"):
        roles.setdefault(officer, set()).add(role)
    return [
        Person(officer.pk, officer.name, sorted(roles.get(officer.pk, ())))
        for officer in Officer.objects.filter(pk__in=ids).order_by("name", "pk")
    ]
