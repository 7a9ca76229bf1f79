"""law.md DTY-04: what every role accepts, when it counts, and when it is asked again."""

import datetime
import hashlib

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from hoeder.errors import NotNow
from hoeder.ledger.models import Journal
from hoeder.organisations import actions as organisations
from hoeder.organisations import duties
from hoeder.organisations.duties import ARTICLES, BY_ROLE, FOR_EVERYBODY, VERSION, RoleDuty, Why
from hoeder.organisations.models import Appointment, Officer, Undertaking, today
from hoeder.organisations.rules import Role
from tests import build
from tests.build import Cast
from tests.identities.world import days_pass
from tests.organisations.doing import accept_duties

#: What was accepted under each number: a sentence or article that changes is another text.
TEXTS = {1: "6e9ce0214a45bf024da86e7fcebdbc00ce2b07a362da16d057e5a2eec1820a4c"}


def the_text() -> str:
    """All that somebody can be asked to accept, in English."""
    with translation.override("en"):
        lines = [f"{duty}: {duty.label} {ARTICLES[duty]}" for duty in RoleDuty]
    lines += [f"{role}: {' '.join(BY_ROLE[role])}" for role in Role]
    return "\n".join([*lines, " ".join(FOR_EVERYBODY)])


@pytest.fixture
def lotte(cast: Cast) -> Officer:
    """A handler who accepted nothing yet."""
    return build.an_officer("lotte", cast.coast_guard, Role.HANDLER)


def test_every_role_has_duties_of_its_own_and_every_duty_an_article() -> None:
    """law.md DTY-04: secrecy of both sides, no retaliation, no search; and what is special."""
    assert set(BY_ROLE) == set(Role)
    assert all(BY_ROLE.values())
    assert set(ARTICLES) == set(RoleDuty)
    assert {*FOR_EVERYBODY, *(duty for own in BY_ROLE.values() for duty in own)} == set(RoleDuty)
    assert {
        RoleDuty.KEEP_REPORTER,
        RoleDuty.KEEP_NAMED,
        RoleDuty.NO_SEARCH,
        RoleDuty.NO_RETALIATION,
    } <= set(FOR_EVERYBODY)


def test_a_sentence_that_changes_is_a_new_version() -> None:
    """Does this fail? Raise VERSION and add its line: everybody then reads and accepts anew."""
    assert TEXTS[VERSION] == hashlib.sha256(the_text().encode()).hexdigest()


def test_accepting_twice_is_one(lotte: Officer) -> None:
    assert lotte.duties_asked() is Why.FIRST
    first = accept_duties(lotte)
    assert lotte.duties_asked() is None
    assert accept_duties(lotte) == first
    assert Undertaking.objects.filter(officer=lotte).count() == 1
    assert Journal.objects.filter(kind="duties.accepted").count() == 1


def test_on_the_last_day_it_still_counts_and_the_day_after_it_is_asked_again(
    lotte: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md DTY-04: renewed yearly, by the calendar."""
    first = accept_duties(lotte)
    assert first.until in {
        today().replace(year=today().year + 1),
        # 29 February has no such day in the next year.
        today() + datetime.timedelta(days=365),
    }
    left = (first.until - today()).days
    days_pass(monkeypatch, left)
    assert today() == first.until
    assert lotte.duties_asked() is None
    days_pass(monkeypatch, 1)
    assert lotte.duties_asked() is Why.YEAR
    second = accept_duties(lotte)
    assert (second.number, lotte.duties_asked()) == (2, None)
    assert second.until > first.until


def test_another_role_asks_again_and_a_role_that_ends_does_not(lotte: Officer) -> None:
    accept_duties(lotte)
    custodian = Appointment.objects.create(officer=lotte, role=Role.CUSTODIAN, body=lotte.body)
    assert lotte.duties_asked() is Why.ROLE
    accept_duties(lotte)
    assert lotte.duties_asked() is None
    custodian.ended_on = today()
    custodian.save(update_fields=["ended_on"])
    assert lotte.duties_asked() is None


def test_a_new_text_asks_again(lotte: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_duties(lotte)
    monkeypatch.setattr(duties, "VERSION", VERSION + 1)
    assert lotte.duties_asked() is Why.TEXT


def test_nobody_accepts_what_they_did_not_read(lotte: Officer) -> None:
    with pytest.raises(NotNow):
        organisations.accept_duties(version=VERSION + 1, roles=[Role.HANDLER], by=lotte)
    Appointment.objects.create(officer=lotte, role=Role.CUSTODIAN, body=lotte.body)
    with pytest.raises(NotNow):
        organisations.accept_duties(version=VERSION, roles=[Role.HANDLER], by=lotte)
    assert not lotte.undertakings.exists()


def test_whoever_is_gone_accepts_nothing(cast: Cast, lotte: Officer, pim: Officer) -> None:
    organisations.deactivate_officer(officer=lotte, by=pim)
    lotte.refresh_from_db()
    with pytest.raises(NotNow):
        accept_duties(lotte)


def test_somebody_without_a_role_accepts_what_is_for_everybody(cast: Cast) -> None:
    jo = build.an_officer("jo", cast.coast_guard)
    assert jo.duties_asked() is Why.FIRST
    accept_duties(jo)
    assert jo.duties_asked() is None


def test_two_acceptances_never_have_one_number(lotte: Officer) -> None:
    accept_duties(lotte)
    again = {"version": VERSION, "until": today()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Undertaking.objects.create(officer=lotte, number=1, **again)
