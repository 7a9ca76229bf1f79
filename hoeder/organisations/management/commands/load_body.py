"""`manage.py load_body FILE`: make a body with its units, officers, lines and channels."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from hoeder.errors import NotValid, Refusal
from hoeder.organisations import actions as organisations
from hoeder.organisations import finding, loading
from hoeder.organisations.models import Body, Function, Officer, Organisation, Unit
from hoeder.organisations.rules import Operator, Power, Role

BY = Operator()
Made = TypeVar("Made")


class Command(BaseCommand):
    """Make a body as a file describes it, whole or not at all."""

    help = "Make a body as a TOML file describes it, and print an invitation for each officer."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the organisation."""
        parser.add_argument("file", help="a file, or - for what is typed or piped in")
        parser.add_argument("--organisation", required=True, help="its short name")

    def handle(self, *args: Any, file: str, organisation: str, **options: Any) -> None:
        """Load the file in one transaction, then print who must open which link."""
        try:
            with transaction.atomic():
                invited = load(
                    loading.read(finding.text_of(file)), finding.organisation(organisation)
                )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        for officer in invited:
            link = f"{settings.SITE_URL}/invitation/{officer.invitation()}/"
            self.stdout.write(f"{officer.email}\t{link}")


def load(described: loading.Description, organisation: Organisation) -> list[Officer]:
    """Make everything that the file describes; return the officers who were invited."""
    body = make_body(described.head, organisation)
    units = make_units(described, body)
    officers = make_officers(described, body)
    make_functions(described, units, officers)
    for channel in described.channels:
        made = organisations.open_channel(
            body=body, slug=channel["slug"], title_nl=channel["nl"], title_en=channel["en"], by=BY
        )
        readers = [named(officers, email, "officer") for email in channel["readers"]]
        organisations.set_readers(channel=made, readers=readers, by=BY)
    set_custody(described.head, body, officers)
    if described.head.get("keeps_grounds", False):
        organisations.begin_grounds(body=body, on=timezone.now().date(), by=BY)
    return list(officers.values())


def make_body(head: Mapping[str, Any], organisation: Organisation) -> Body:
    """Make the body itself."""
    above = None
    if slug := head.get("above"):
        above = Body.objects.filter(organisation=organisation, slug=slug).first()
        if above is None:
            raise NotValid(f"There is no body {slug} to stand above; load that one first.")
    return organisations.create_body(
        organisation=organisation,
        slug=head["slug"],
        name_nl=head["nl"],
        name_en=head["en"],
        kind=Body.Kind(head["kind"]),
        above=above,
        law=head.get("law", "nl"),
        time_zone=head.get("time_zone", "Europe/Amsterdam"),
        shows_readers=head.get("shows_readers", False),
        by=BY,
    )


def make_units(described: loading.Description, body: Body) -> dict[str, Unit]:
    """Make the units, parents before their parts."""
    units: dict[str, Unit] = {}
    for unit in described.units:
        parent = named(units, unit["parent"], "unit") if "parent" in unit else None
        units[unit["key"]] = organisations.add_unit(
            body=body, name_nl=unit["nl"], name_en=unit["en"], parent=parent, by=BY
        )
    return units


def make_officers(described: loading.Description, body: Body) -> dict[str, Officer]:
    """Invite the officers and give them their roles."""
    officers: dict[str, Officer] = {}
    for officer in described.officers:
        invited = organisations.invite_officer(
            body=body, email=officer["email"], name=officer["name"], by=BY
        )
        for role in officer["roles"]:
            organisations.appoint(officer=invited, role=Role(role), body=body, by=BY)
        officers[officer["email"]] = invited
    return officers


def make_functions(
    described: loading.Description, units: Mapping[str, Unit], officers: Mapping[str, Officer]
) -> None:
    """Make the functions, chiefs before those who report to them."""
    functions: dict[str, Function] = {}
    for function in described.functions:
        chief, holder = function.get("reports_to"), function.get("officer")
        functions[function["key"]] = organisations.add_function(
            unit=named(units, function["unit"], "unit"),
            title_nl=function["nl"],
            title_en=function["en"],
            reports_to=named(functions, chief, "function") if chief else None,
            holder=named(officers, holder, "officer") if holder else None,
            holder_name=function.get("holder_name", ""),
            by=BY,
        )


def set_custody(head: Mapping[str, Any], body: Body, officers: Mapping[str, Officer]) -> None:
    """Prepare who keeps the shares of this body, also people of bodies that were loaded before."""
    if "custodians" not in head:
        return
    places = [
        [officers.get(email) or finding.officer(email) for email in head.get(name, ())]
        for name in ("custodians", "deputies")
    ]
    for officer in (*places[0], *places[1]):
        if not officer.has(Power.HOLD_SHARE, body):
            organisations.appoint(officer=officer, role=Role.CUSTODIAN, body=body, by=BY)
    authority = officers.get(head["authority"]) or finding.officer(head["authority"])
    organisations.set_custody(
        body=body, custodians=places[0], deputies=places[1], authority=authority, by=BY
    )


def named(made: Mapping[str, Made], key: str, what: str) -> Made:
    """What was made earlier in the file under this name."""
    if key not in made:
        raise NotValid(f"The file names the {what} {key} before it describes it, or not at all.")
    return made[key]
