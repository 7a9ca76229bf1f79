"""`manage.py send_notices`: tell officers by mail that there is something to read, never what."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import mail
from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import render_to_string
from django.utils import timezone

from hoeder.clocks.rules import SYSTEM
from hoeder.notices import actions as notices
from hoeder.notices import reading
from hoeder.organisations.models import Officer

TEMPLATE = "mail/something-to-read.txt"
#: Text and address together always have this length, so that a sealed mail's size says nothing.
LENGTH = 2048


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
        told = reading.due(today)
        addresses = _addresses(told)
        with mail.get_connection() as connection:
            for address in addresses:
                _message(address, connection).send()
        if told:
            notices.sent(holders=told, up_to=today, by=SYSTEM)


def _addresses(holders: list[str]) -> list[str]:
    ids = [UUID(holder.removeprefix("officer:")) for holder in holders]
    found = Officer.objects.filter(id__in=ids, is_active=True).order_by("id")
    return list(found.values_list("email", flat=True))


def _message(address: str, connection: Any) -> mail.EmailMessage:
    languages = [code for code, _ in settings.LANGUAGES]
    text = render_to_string(TEMPLATE, {"languages": languages, "site": settings.SITE_URL})
    padding = max(0, LENGTH - len(text.encode()) - len(address.encode()))
    # Lines of 60 spaces: no mail server has a reason to fold or cut them.
    blank = "".join(" " if (at + 1) % 61 else "\n" for at in range(padding))
    return mail.EmailMessage("Hoeder", text + blank, to=[address], connection=connection)
