"""Mail as a mail server gets it: a real conversation, also with a server that fails."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from hoeder.notices import actions as notices
from hoeder.notices.models import Notice
from hoeder.organisations.models import Officer
from tests.faults.mail import Mailbox
from tests.ledger.build import SYSTEM

SEVEN = datetime(2026, 11, 24, 7, 2, tzinfo=UTC)
#: Whatever a subject, a body or an address of ours must never hold (law.md IDC-08).
NEVER = ["melding", "melder", "report", "case", "zaak", "klacht", "betrokken", "concerned"]


@pytest.fixture
def box(settings: Settings) -> Iterator[Mailbox]:
    """A mail server on this machine, and Hoeder set to use it."""
    with Mailbox.open() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.NOTICE_HOURS = [7, 13]
        yield running


def tell(*officers: Officer, kind: str = "room.item") -> None:
    with patch("django.utils.timezone.now", return_value=SEVEN):
        notices.tell(holders=[one.label for one in officers], kind=kind, by=SYSTEM)


def send(hour: int = 7, *, minute: int = 2) -> None:
    with patch("django.utils.timezone.now", return_value=SEVEN.replace(hour=hour, minute=minute)):
        call_command("send_notices")


def waiting() -> int:
    return Notice.objects.filter(sent_on=None).count()


def test_the_letters_differ_in_nothing_but_whom_they_are_for(
    box: Mailbox, ada: Officer, omar: Officer
) -> None:
    """law.md IDC-08: no mail tells from another, whatever the case and the kind."""
    for officer, kind in ((ada, "clock.missed"), (omar, "incident.opened")):
        tell(officer, kind=kind)
    send()
    assert box.went_to == [one.email for one in sorted((ada, omar), key=lambda one: one.label)]
    assert len({len(letter) for letter in box.letters}) == 1
    bodies = {letter.partition(b"\r\n\r\n")[2].strip() for letter in box.letters}
    subjects = {
        line for letter in box.letters for line in letter.split(b"\r\n") if b"Subject" in line
    }
    assert (len(bodies), subjects) == (1, {b"Subject: Hoeder"})
    text = b"".join(box.letters).decode().lower()
    for word in [*NEVER, "clock", "incident", ada.name.lower(), omar.name.lower()]:
        assert word not in text.replace(ada.email, "").replace(omar.email, ""), word


def test_a_server_that_breaks_off_loses_nothing_and_nobody_is_told_twice(
    box: Mailbox, ada: Officer, omar: Officer, ruth: Officer
) -> None:
    tell(ada, omar, ruth)
    box.breaks_after = 1
    with pytest.raises(CommandError, match="2 of 3"):
        send()
    assert (len(box.letters), waiting()) == (1, 2)
    box.breaks_after = None
    # Woken again in the same hour, nothing goes out: only the fixed hours tell nothing.
    send(minute=50)
    assert len(box.letters) == 1
    send(hour=13)
    assert sorted(box.went_to) == sorted([ada.email, omar.email, ruth.email])
    assert waiting() == 0


def test_an_address_that_is_refused_keeps_nobody_else_from_their_mail(
    box: Mailbox, ada: Officer, omar: Officer, ruth: Officer
) -> None:
    tell(ada, omar, ruth)
    box.refused = {omar.email}
    with pytest.raises(CommandError, match="1 of 3"):
        send()
    assert sorted(box.went_to) == sorted([ada.email, ruth.email])
    assert list(Notice.objects.filter(sent_on=None).values_list("holder", flat=True)) == [
        omar.label
    ]


def test_a_server_that_is_down_is_asked_a_few_times_and_everything_waits(
    box: Mailbox, settings: Settings, ada: Officer, omar: Officer, ruth: Officer
) -> None:
    settings.EMAIL_PORT = 9
    tell(ada, omar, ruth)
    with pytest.raises(CommandError, match="3 of 3"):
        send()
    assert waiting() == 3
    settings.EMAIL_PORT = box.port
    send(hour=13)
    assert (len(box.letters), waiting()) == (3, 0)


def test_what_comes_in_within_the_hour_waits_for_the_next_round(box: Mailbox, ada: Officer) -> None:
    """Two nodes wake at different minutes: a second mail would tell that something came between."""
    tell(ada)
    send()
    tell(ada, kind="case.received")
    send(minute=40)
    assert len(box.letters) == 1
    send(hour=13)
    assert len(box.letters) == 2
    with patch("django.utils.timezone.now", return_value=SEVEN + timedelta(days=1)):
        call_command("send_notices")
    assert len(box.letters) == 2
