"""Officers and what they are appointed to: what is refused, and what goes when they go."""

import datetime

import pytest
from allauth.mfa.models import Authenticator

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Appointment, ChannelReader, Officer, today
from hoeder.organisations.rules import Role
from tests import build
from tests.build import OPERATOR, PASSWORD, Cast
from tests.organisations.doing import confirmed, everything, register


def test_an_address_is_kept_in_small_letters_and_used_once(cast: Cast, pim: Officer) -> None:
    lotte = organisations.invite_officer(
        body=cast.coast_guard, email=" Lotte@Kustdienst.example ", name="Lotte", by=pim
    )
    assert lotte.email == "lotte@kustdienst.example"
    assert not lotte.has_usable_password()
    with pytest.raises(NotValid):
        organisations.invite_officer(
            body=cast.coast_guard, email="LOTTE@kustdienst.example", name="Lotte", by=pim
        )


def test_an_invitation_works_once(cast: Cast, pim: Officer) -> None:
    lotte = organisations.invite_officer(
        body=cast.coast_guard, email="lotte@kustdienst.example", name="Lotte", by=pim
    )
    token = lotte.invitation()
    organisations.accept_invitation(officer=lotte, token=token, password=PASSWORD, by=lotte)
    lotte.refresh_from_db()
    assert lotte.check_password(PASSWORD)
    with pytest.raises(NotNow):
        organisations.accept_invitation(officer=lotte, token=token, password="x", by=lotte)


def test_inviting_again_makes_the_earlier_link_worthless(
    cast: Cast, ada: Officer, pim: Officer
) -> None:
    earlier = ada.invitation()
    again = organisations.invite_again(officer=ada, by=pim)
    with pytest.raises(NotNow):
        organisations.accept_invitation(officer=ada, token=earlier, password=PASSWORD, by=ada)
    organisations.accept_invitation(
        officer=ada, token=again.invitation(), password=PASSWORD, by=ada
    )


def test_an_invitation_is_for_nobody_else(cast: Cast, ada: Officer, omar: Officer) -> None:
    with pytest.raises(NotAllowed):
        organisations.accept_invitation(
            officer=ada, token=omar.invitation(), password=PASSWORD, by=ada
        )
    with pytest.raises(NotAllowed):
        organisations.accept_invitation(
            officer=ada, token=ada.invitation(), password=PASSWORD, by=omar
        )


def test_a_forgotten_second_factor_is_gone_with_its_recovery_codes(
    ada: Officer, pim: Officer
) -> None:
    build.a_second_factor(ada)
    organisations.forget_second_factor(officer=ada, by=pim)
    assert not Authenticator.objects.filter(user=ada).exists()
    assert confirmed(ada)
    with pytest.raises(NotAllowed):
        organisations.forget_second_factor(officer=pim, by=pim)


def test_inviting_again_leaves_the_keys_alone(ada: Officer, pim: Officer) -> None:
    before = confirmed(ada)
    organisations.invite_again(officer=ada, by=pim)
    assert confirmed(ada) == before


def test_nobody_changes_the_password_of_another(ada: Officer, pim: Officer) -> None:
    with pytest.raises(NotAllowed):
        organisations.change_password(officer=ada, password="x", by=pim)


def test_who_is_gone_does_nothing_more(cast: Cast, ada: Officer, pim: Officer) -> None:
    organisations.deactivate_officer(officer=ada, by=pim)
    ada.refresh_from_db()
    before = everything()
    for step in (
        lambda: organisations.deactivate_officer(officer=ada, by=pim),
        lambda: organisations.invite_again(officer=ada, by=pim),
        lambda: organisations.appoint(
            officer=ada, role=Role.HANDLER, body=cast.coast_guard, by=pim
        ),
        lambda: organisations.change_password(officer=ada, password="x", by=ada),
        lambda: organisations.accept_invitation(
            officer=ada, token=ada.invitation(), password="x", by=ada
        ),
        lambda: organisations.record_sign_in(by=ada),
        lambda: register(ada),
        lambda: organisations.confirm_key(key=build.a_key(ada), by=cast.officers["omar"]),
    ):
        with pytest.raises(NotNow):
            step()
        ada.keys.filter(number=2).delete()
    assert everything() == before


def test_deactivating_takes_roles_keys_and_channels(
    cast: Cast, van_dalen: Officer, pim: Officer
) -> None:
    organisations.deactivate_officer(officer=van_dalen, by=pim)
    van_dalen.refresh_from_db()
    assert van_dalen.roles() == []
    assert van_dalen.key() is None
    assert not ChannelReader.objects.filter(officer=van_dalen).exists()
    assert not van_dalen.check_password(PASSWORD)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.WORKS_COUNCIL])
def test_nobody_works_on_their_own_account(cast: Cast, pim: Officer, role: Role) -> None:
    for step in (
        lambda: organisations.appoint(officer=pim, role=role, body=cast.coast_guard, by=pim),
        lambda: organisations.deactivate_officer(officer=pim, by=pim),
        lambda: organisations.invite_again(officer=pim, by=pim),
    ):
        with pytest.raises(NotAllowed):
            step()


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("pim", Role.HANDLER),
        ("ada", Role.ADMINISTRATOR),
        ("smit", Role.HANDLER),
        ("ada", Role.DIRECTOR),
    ],
)
def test_roles_that_do_not_go_together_are_refused(cast: Cast, name: str, role: Role) -> None:
    with pytest.raises(NotNow):
        organisations.appoint(
            officer=cast.officers[name], role=role, body=cast.coast_guard, by=OPERATOR
        )


def test_a_commission_member_is_no_part_of_what_it_oversees(cast: Cast, ilse: Officer) -> None:
    for body in (cast.commission, cast.coast_guard):
        with pytest.raises(NotValid):
            organisations.appoint(officer=ilse, role=Role.COMMISSION_MEMBER, body=body, by=OPERATOR)


def test_nobody_is_appointed_in_another_organisation(cast: Cast, stranger: Officer) -> None:
    with pytest.raises(NotAllowed):
        organisations.appoint(
            officer=stranger, role=Role.HANDLER, body=cast.coast_guard, by=OPERATOR
        )


def test_a_role_is_held_once_at_a_time(cast: Cast, ada: Officer) -> None:
    with pytest.raises(NotValid):
        organisations.appoint(officer=ada, role=Role.HANDLER, body=cast.coast_guard, by=OPERATOR)


def test_a_role_that_ran_out_can_be_given_again(cast: Cast, jonas: Officer) -> None:
    yesterday = today() - datetime.timedelta(days=1)
    Appointment.objects.filter(officer=jonas).update(until=yesterday)
    assert jonas.roles() == []
    organisations.appoint(
        officer=jonas, role=Role.INVESTIGATOR, body=cast.coast_guard, until=today(), by=OPERATOR
    )
    assert jonas.roles() == [Role.INVESTIGATOR]


def test_a_last_day_in_the_past_is_refused(cast: Cast, ilse: Officer) -> None:
    with pytest.raises(NotValid):
        organisations.appoint(
            officer=ilse,
            role=Role.INVESTIGATOR,
            body=cast.coast_guard,
            until=today() - datetime.timedelta(days=1),
            by=OPERATOR,
        )


def test_an_appointment_ends_once_and_takes_the_channels_with_it(
    cast: Cast, van_dalen: Officer
) -> None:
    appointment = van_dalen.appointments.get()
    organisations.end_appointment(appointment=appointment, by=OPERATOR)
    assert van_dalen not in cast.channel.readers.all()
    with pytest.raises(NotNow):
        organisations.end_appointment(appointment=appointment, by=OPERATOR)


def test_ending_one_role_leaves_the_channel_that_another_gives(cast: Cast, ruth: Officer) -> None:
    organisations.end_appointment(
        appointment=ruth.appointments.get(role=Role.CUSTODIAN), by=OPERATOR
    )
    assert ruth in cast.channel.readers.all()
