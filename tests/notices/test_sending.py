"""The mail says that there is something to read, to everybody the same, at fixed hours."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import call_command
from pytest_django.fixtures import Settings

from hoeder.notices import actions as notices
from hoeder.notices.models import Notice
from hoeder.organisations.models import Officer
from tests.ledger.build import SYSTEM

SEVEN = datetime(2026, 11, 24, 7, 2, tzinfo=UTC)
EIGHT = datetime(2026, 11, 24, 8, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _mail_host(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.kustdienst.example"
    settings.NOTICE_HOURS = [7]


def send(moment: datetime, *, now: bool = False) -> list[mail.EmailMessage]:
    """Run the command at a certain time and return what went out."""
    mail.outbox.clear()
    with patch("django.utils.timezone.now", return_value=moment):
        call_command("send_notices", now=now)
    return list(mail.outbox)


def tell(*officers: Officer, kind: str = "room.item") -> None:
    with patch("django.utils.timezone.now", return_value=SEVEN):
        notices.tell(holders=[officer.label for officer in officers], kind=kind, by=SYSTEM)


def test_each_officer_gets_one_mail_and_all_get_the_same(ada: Officer, omar: Officer) -> None:
    tell(ada, omar)
    tell(ada, kind="case.received")
    sent = send(SEVEN)
    assert sorted(one.to[0] for one in sent) == sorted([ada.email, omar.email])
    assert len({one.subject for one in sent}) == 1
    assert len({str(one.body).strip() for one in sent}) == 1
    wire = {len(str(one.body).replace("\n", "\r\n").encode()) + len(one.to[0]) for one in sent}
    assert len(wire) == 1
    assert send(SEVEN) == []


def test_the_mail_names_nobody_and_no_case(ada: Officer) -> None:
    tell(ada)
    (one,) = send(SEVEN)
    text = f"{one.subject} {one.body}"
    assert "/desk/" in text
    for word in [ada.name, "room.item", "report", "case", "message from"]:
        assert word not in text


def test_mail_goes_out_at_the_fixed_hours_only(ada: Officer) -> None:
    tell(ada)
    assert send(EIGHT) == []
    assert len(send(EIGHT, now=True)) == 1


def test_without_a_mail_host_the_notices_wait(ada: Officer, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    tell(ada)
    assert send(SEVEN) == []
    assert Notice.objects.filter(sent_on=None).count() == 1


def test_an_officer_who_left_gets_no_mail(ada: Officer) -> None:
    tell(ada)
    Officer.objects.filter(pk=ada.pk).update(is_active=False)
    assert send(SEVEN) == []
    assert not Notice.objects.filter(sent_on=None).exists()
