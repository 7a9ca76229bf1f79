"""`manage.py invite_officer`: invite somebody, or invite them again, and print the link."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hoeder.errors import NotValid, Refusal
from hoeder.organisations import actions as organisations
from hoeder.organisations import finding
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import INVITATION_DAYS, Operator, Role

BY = Operator()


class Command(BaseCommand):
    """Invite an officer."""

    help = (
        "Invite an officer and print the link, which works once and for "
        f"{INVITATION_DAYS} days. For somebody who is there already, make a new link: "
        "their password ends, their keys stay locked behind their passphrase."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the body, the person and the roles."""
        parser.add_argument("email")
        parser.add_argument("--body", help="short name of the body; for somebody new")
        parser.add_argument("--name", help="for somebody new")
        parser.add_argument("--role", action="append", default=[], choices=Role.values)
        parser.add_argument(
            "--lost-telephone", action="store_true", help="they lost their second factor too"
        )

    def handle(
        self,
        *args: Any,
        email: str,
        body: str,
        name: str,
        role: list[str],
        lost_telephone: bool,
        **options: Any,
    ) -> None:
        """Invite, appoint and print; or change nothing."""
        try:
            with transaction.atomic():
                officer = invite(email, body, name)
                for one in role:
                    organisations.appoint(officer=officer, role=Role(one), body=officer.body, by=BY)
                if lost_telephone:
                    organisations.forget_second_factor(officer=officer, by=BY)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{settings.SITE_URL}/invitation/{officer.invitation()}/")


def invite(email: str, body: str | None, name: str | None) -> Officer:
    """Invite somebody new, or somebody who is there already once more."""
    known = Officer.objects.filter(email=email.strip().lower()).first()
    if known is not None:
        return organisations.invite_again(officer=known, by=BY)
    if not body or not name:
        raise NotValid("Nobody has this address yet: say --body and --name too.")
    return organisations.invite_officer(body=finding.body(body), email=email, name=name, by=BY)
