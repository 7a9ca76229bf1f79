"""`manage.py send_notices`: tell officers by mail that there is something to read, never what."""

import secrets
from datetime import date
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import mail
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string
from django.utils import timezone

from hoeder.clocks.rules import SYSTEM
from hoeder.notices import actions as notices
from hoeder.notices import reading
from hoeder.organisations.models import Officer

TEMPLATE = "mail/something-to-read.txt"
#: Text and address together always have this length, so that a sealed mail's size says nothing.
LENGTH = 2048
#: A server that fails this often in a row is left alone until the next hour of mail.
GIVE_UP = 3


class Command(BaseCommand):
    """Send one mail to each officer who has something to read, at fixed hours."""

    help = "Mail officers who have something to read. The mail never says what, or how much."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--now`."""
        parser.add_argument("--now", action="store_true", help="send outside the fixed hours too")

    def handle(self, *args: Any, now: bool = False, **options: Any) -> None:
        """Send what is due, unless this is not one of the hours of NOTICE_HOURS."""
        moment = timezone.now()
        # The fixed hours keep the time of a mail from telling when somebody reported or wrote.
        if not settings.EMAIL_HOST or (not now and moment.hour not in settings.NOTICE_HOURS):
            return
        today = moment.date()
        if not now and not notices.begin_round(day=today, hour=moment.hour, by=SYSTEM):
            return
        holders = reading.due(today)
        failed = _send_all(holders, today)
        notices.end_round(told=len(holders) - failed, failed=failed, by=SYSTEM)
        if failed:
            raise CommandError(f"The mail server did not take {failed} of {len(holders)} mails.")


def _send_all(holders: list[str], today: date) -> int:
    """Send to each holder; return how many could not be told. They stay due for the next hours."""
    addresses = _addresses(holders)
    connection = mail.get_connection()
    failed = in_a_row = 0
    try:
        for holder in holders:
            # Who has no account any more has nothing to read either.
            address = addresses.get(holder)
            if address is not None and (in_a_row >= GIVE_UP or not _taken(address, connection)):
                failed, in_a_row = failed + 1, in_a_row + 1
                continue
            in_a_row = 0
            notices.handed_over(holder=holder, up_to=today, by=SYSTEM)
    finally:
        connection.close()
    return failed


def _taken(address: str, connection: Any) -> bool:
    """Hand one mail over, and tell whether the server took it."""
    try:
        connection.open()
        _message(address, connection).send()
    except (SMTPException, OSError):
        # A conversation that broke is not gone on with: the next mail begins a new one.
        connection.close()
        return False
    return True


def _addresses(holders: list[str]) -> dict[str, str]:
    ids = [UUID(holder.removeprefix("officer:")) for holder in holders]
    found = Officer.objects.filter(id__in=ids, is_active=True)
    return {one.label: one.email for one in found}


def _message(address: str, connection: Any) -> mail.EmailMessage:
    languages = [code for code, _ in settings.LANGUAGES]
    text = render_to_string(TEMPLATE, {"languages": languages, "site": settings.SITE_URL})
    # A line break takes two bytes on the way. Lines of 60 spaces: no server has a reason to fold.
    room = LENGTH - len(text.replace("\n", "\r\n").encode()) - len(address.encode())
    lines, rest = divmod(max(0, room), 62)
    blank = f"{' ' * 60}\n" * lines + " " * rest
    # Of fixed length, and without the name of this machine.
    headers = {"Message-ID": f"<{secrets.token_hex(16)}@{urlsplit(settings.SITE_URL).hostname}>"}
    return mail.EmailMessage(
        "Hoeder", text + blank, to=[address], connection=connection, headers=headers
    )
