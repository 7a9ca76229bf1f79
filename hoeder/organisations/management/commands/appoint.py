"""`manage.py appoint`: give an officer a role at a body, or end it."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hoeder.errors import NotValid, Refusal
from hoeder.organisations import actions as organisations
from hoeder.organisations import finding
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Operator, Role

BY = Operator()


class Command(BaseCommand):
    """Appoint somebody."""

    help = "Give an officer a role at a body, or end it. The next directory says so."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the person, the role and the body."""
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--body", help="short name of the body; else the officer's own")
        parser.add_argument(
            "--until", type=datetime.date.fromisoformat, help="the last day, such as 2027-01-31"
        )
        parser.add_argument("--end", action="store_true", help="end this role now")

    def handle(
        self,
        *args: Any,
        email: str,
        role: str,
        body: str | None,
        until: datetime.date | None,
        end: bool,
        **options: Any,
    ) -> None:
        """Appoint, or end the appointment."""
        try:
            officer = finding.officer(email)
            place = finding.body(body) if body else officer.body
            if end:
                end_role(officer, Role(role), place)
            else:
                organisations.appoint(
                    officer=officer, role=Role(role), body=place, until=until, by=BY
                )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal


def end_role(officer: Officer, role: Role, place: Body) -> None:
    """End the appointment that holds now."""
    held = officer.appointed().filter(role=role, body=place).first()
    if held is None:
        raise NotValid(f"{officer.name} is no {role.label} at {place.slug}.")
    organisations.end_appointment(appointment=held, by=BY)
