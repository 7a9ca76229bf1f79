"""Every action: it works and is in the ledger, it refuses, and without the ledger nothing changes.

`STEPS` holds one good call of each action. What is true of all is tested over the whole table.
"""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import serializers
from django.db import DatabaseError

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger.models import Journal
from hoeder.organisations import actions as organisations
from hoeder.organisations import invitation
from hoeder.organisations import models as tables
from hoeder.organisations.models import Appointment, Body, ChannelReader, Officer, today
from hoeder.organisations.rules import Role
from tests import build
from tests.build import LOG, OPERATOR, PASSWORD, Cast


def _publish(cast: Cast) -> None:
    document, signature = build.a_signed_directory(cast.ministry)
    organisations.publish_directory(
        organisation=cast.ministry, document=document, signature=signature, log=LOG, by=OPERATOR
    )


def _accept(cast: Cast) -> None:
    ada = cast.officers["ada"]
    organisations.accept_invitation(
        officer=ada, token=invitation.write(ada.pk, ada.password), password=PASSWORD, by=ada
    )


def _register(by: Officer, seed: str = "new", wrap: str = "") -> tables.OfficerKey:
    return organisations.register_key(
        recipient=build.a_recipient(seed),
        verify=build.signing_key(seed).public_key().public_bytes_raw().hex(),
        wrap=wrap or build.a_wrap(),
        by=by,
    )


def _confirmed(officer: Officer) -> tables.OfficerKey:
    key = officer.confirmed_key()
    assert key is not None
    return key


#: action → (kind in the ledger, one call that works)
STEPS: dict[str, tuple[str, Callable[[Cast], object]]] = {
    "create_organisation": (
        "organisation.created",
        lambda cast: organisations.create_organisation(
            slug="waterschap",
            name_nl="Waterschap",
            name_en="Water board",
            root="ab" * 32,
            by=OPERATOR,
        ),
    ),
    "create_body": (
        "body.created",
        lambda cast: organisations.create_body(
            organisation=cast.ministry,
            slug="luchtdienst",
            name_nl="Luchtdienst",
            name_en="Air service",
            kind=Body.Kind.SERVICE,
            above=cast.commission,
            by=OPERATOR,
        ),
    ),
    "add_unit": (
        "unit.added",
        lambda cast: organisations.add_unit(
            body=cast.coast_guard,
            name_nl="Vloot",
            name_en="Fleet",
            parent=cast.directorate,
            by=cast.officers["pim"],
        ),
    ),
    "add_function": (
        "function.added",
        lambda cast: organisations.add_function(
            unit=cast.outposts,
            title_nl="liaison Accra",
            title_en="liaison Accra",
            reports_to=cast.functions["hoofd Buitenposten"],
            by=cast.officers["pim"],
        ),
    ),
    "change_function": (
        "function.changed",
        lambda cast: organisations.change_function(
            function=cast.functions["liaison Lissabon"],
            reports_to=cast.functions["hoofd Buitenposten"],
            holder_name="",
            holder=cast.officers["ruth"],
            by=cast.officers["pim"],
        ),
    ),
    "invite_officer": (
        "officer.invited",
        lambda cast: organisations.invite_officer(
            body=cast.coast_guard,
            email="Lotte@Kustdienst.example",
            name="Lotte",
            by=cast.officers["pim"],
        ),
    ),
    "invite_again": (
        "officer.invited_again",
        lambda cast: organisations.invite_again(
            officer=cast.officers["ada"], by=cast.officers["pim"]
        ),
    ),
    "forget_second_factor": (
        "officer.second_factor_forgotten",
        lambda cast: organisations.forget_second_factor(
            officer=build.a_second_factor(cast.officers["ada"]), by=cast.officers["pim"]
        ),
    ),
    "accept_invitation": ("officer.invitation_accepted", _accept),
    "change_password": (
        "officer.password_changed",
        lambda cast: organisations.change_password(
            officer=cast.officers["ada"], password="another sentence", by=cast.officers["ada"]
        ),
    ),
    "record_sign_in": (
        "officer.signed_in",
        lambda cast: organisations.record_sign_in(by=cast.officers["ada"]),
    ),
    "appoint": (
        "officer.appointed",
        lambda cast: organisations.appoint(
            officer=cast.officers["ilse"],
            role=Role.PROTECTION_OFFICER,
            body=cast.coast_guard,
            by=cast.officers["pim"],
        ),
    ),
    "end_appointment": (
        "officer.appointment_ended",
        lambda cast: organisations.end_appointment(
            appointment=cast.officers["van_dalen"].appointments.get(), by=cast.officers["pim"]
        ),
    ),
    "deactivate_officer": (
        "officer.deactivated",
        lambda cast: organisations.deactivate_officer(
            officer=cast.officers["van_dalen"], by=cast.officers["pim"]
        ),
    ),
    "open_channel": (
        "channel.opened",
        lambda cast: organisations.open_channel(
            body=cast.coast_guard,
            slug="advies",
            title_nl="Advies",
            title_en="Advice",
            by=cast.officers["pim"],
        ),
    ),
    "set_custody": (
        "custody.set",
        lambda cast: organisations.set_custody(
            body=cast.coast_guard,
            custodians=[cast.officers[name] for name in build.CUSTODIANS.split()],
            deputies=[],
            authority=cast.officers["externe_autoriteit"],
            by=OPERATOR,
        ),
    ),
    "mark_ready": (
        "custody.ready",
        lambda cast: organisations.mark_ready(
            custody=build.a_custody(
                cast.harbour,
                *(cast.officers[name] for name in build.CUSTODIANS.split()),
                authority=cast.officers["externe_autoriteit"],
                ready=False,
            ),
            by=cast.officers["eva"],
        ),
    ),
    "set_readers": (
        "channel.readers_set",
        lambda cast: organisations.set_readers(
            channel=cast.channel,
            readers=[cast.officers["ada"], cast.officers["ruth"]],
            by=cast.officers["pim"],
        ),
    ),
    "register_key": ("key.registered", lambda cast: _register(cast.officers["ada"])),
    "rewrap_key": (
        "key.rewrapped",
        lambda cast: organisations.rewrap_key(
            key=_confirmed(cast.officers["ada"]),
            wrap=build.a_wrap(b"age-encryption.org/v1\nnew passphrase"),
            by=cast.officers["ada"],
        ),
    ),
    "confirm_key": (
        "key.confirmed",
        lambda cast: organisations.confirm_key(
            key=build.a_key(cast.officers["ada"]), by=cast.officers["omar"]
        ),
    ),
    "withdraw_key": (
        "key.withdrawn",
        lambda cast: organisations.withdraw_key(
            key=_confirmed(cast.officers["ada"]), by=cast.officers["ada"]
        ),
    ),
    "publish_directory": ("directory.published", _publish),
}


def everything() -> str:
    """All rows of this domain, as text."""
    return "\n".join(
        serializers.serialize("json", model.objects.order_by("pk"))
        for model in (
            tables.Organisation,
            tables.Body,
            tables.Unit,
            tables.Function,
            tables.Officer,
            tables.Appointment,
            tables.Channel,
            tables.ChannelReader,
            tables.OfficerKey,
            tables.DirectoryVersion,
        )
    )


def test_the_table_of_steps_is_whole() -> None:
    assert set(STEPS) == set(organisations.__all__)


@pytest.mark.parametrize("name", STEPS)
def test_it_works_and_is_in_the_ledger(name: str, cast: Cast) -> None:
    kind, step = STEPS[name]
    step(cast)
    assert list(Journal.objects.values_list("kind", flat=True)) == [kind]
    assert "@" not in Journal.objects.get().event


@pytest.mark.parametrize("name", STEPS)
def test_no_ledger_entry_no_change(name: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "confirm_key":
        build.a_key(cast.officers["ada"])
    before = everything()

    def full(**_entry: Any) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("hoeder.ledger.actions.append", full)
    step = STEPS[name][1]
    if name == "confirm_key":
        key = cast.officers["ada"].key()
        assert key is not None

        def step(cast: Cast) -> None:
            organisations.confirm_key(key=key, by=cast.officers["omar"])

    with pytest.raises(DatabaseError):
        step(cast)
    assert everything() == before


# Who may set up


SET_UP: list[Callable[[Cast, Officer], object]] = [
    lambda cast, by: organisations.add_unit(
        body=cast.coast_guard, name_nl="Vloot", name_en="Fleet", by=by
    ),
    lambda cast, by: organisations.add_function(
        unit=cast.outposts, title_nl="x", title_en="x", by=by
    ),
    lambda cast, by: organisations.change_function(
        function=cast.functions["liaison Lissabon"],
        reports_to=None,
        holder_name="",
        holder=None,
        by=by,
    ),
    lambda cast, by: organisations.invite_officer(
        body=cast.coast_guard, email="lotte@kustdienst.example", name="Lotte", by=by
    ),
    lambda cast, by: organisations.invite_again(officer=cast.officers["ilse"], by=by),
    lambda cast, by: organisations.forget_second_factor(officer=cast.officers["ilse"], by=by),
    lambda cast, by: organisations.appoint(
        officer=cast.officers["ilse"], role=Role.CUSTODIAN, body=cast.coast_guard, by=by
    ),
    lambda cast, by: organisations.end_appointment(
        appointment=cast.officers["ilse"].appointments.get(), by=by
    ),
    lambda cast, by: organisations.deactivate_officer(officer=cast.officers["ilse"], by=by),
    lambda cast, by: organisations.open_channel(
        body=cast.coast_guard, slug="x", title_nl="x", title_en="x", by=by
    ),
    lambda cast, by: organisations.set_readers(
        channel=cast.channel, readers=[cast.officers["ada"], cast.officers["ruth"]], by=by
    ),
]


@pytest.mark.parametrize("step", SET_UP)
@pytest.mark.parametrize("name", ["ada", "omar", "smit", "mira", "eve", "jonas", "stranger"])
def test_only_an_administrator_of_the_body_sets_up(
    step: Callable[[Cast, Officer], object], name: str, cast: Cast
) -> None:
    everybody = {**cast.officers, "stranger": build.an_officer("stranger", cast.elsewhere)}
    before = everything()
    with pytest.raises(NotAllowed):
        step(cast, everybody[name])
    assert everything() == before


@pytest.mark.parametrize("step", SET_UP)
def test_an_administrator_of_the_body_above_sets_up_too(
    step: Callable[[Cast, Officer], object], cast: Cast
) -> None:
    step(cast, build.an_officer("lotte", cast.commission, Role.ADMINISTRATOR))


@pytest.mark.parametrize("step", SET_UP)
def test_an_administrator_elsewhere_does_not(
    step: Callable[[Cast, Officer], object], cast: Cast
) -> None:
    with pytest.raises(NotAllowed):
        step(cast, build.an_officer("lotte", cast.harbour, Role.ADMINISTRATOR))


def test_only_the_operator_makes_organisations_bodies_and_directories(
    cast: Cast, pim: Officer
) -> None:
    document, signature = build.a_signed_directory(cast.ministry)
    before = everything()
    with pytest.raises(NotAllowed):
        organisations.create_organisation(
            slug="x", name_nl="x", name_en="x", root="ab" * 32, by=pim
        )
    with pytest.raises(NotAllowed):
        organisations.create_body(
            organisation=cast.ministry,
            slug="x",
            name_nl="x",
            name_en="x",
            kind=Body.Kind.SERVICE,
            by=pim,
        )
    with pytest.raises(NotAllowed):
        organisations.publish_directory(
            organisation=cast.ministry, document=document, signature=signature, log=LOG, by=pim
        )
    assert everything() == before


# Bodies, units and lines of reporting


@pytest.mark.parametrize("root", ["", "ab" * 31, "AB" * 32, "ab" * 32 + "\n"])
def test_a_root_key_is_thirty_two_bytes(root: str, db: None) -> None:
    with pytest.raises(NotValid):
        organisations.create_organisation(
            slug="x", name_nl="x", name_en="x", root=root, by=OPERATOR
        )


def test_a_body_stands_below_a_body_of_its_own_organisation(cast: Cast) -> None:
    with pytest.raises(NotValid):
        organisations.create_body(
            organisation=cast.ministry,
            slug="x",
            name_nl="x",
            name_en="x",
            kind=Body.Kind.SERVICE,
            above=cast.elsewhere,
            by=OPERATOR,
        )


def test_a_name_is_used_once(cast: Cast) -> None:
    with pytest.raises(NotValid):
        organisations.create_body(
            organisation=cast.ministry,
            slug="kustdienst",
            name_nl="x",
            name_en="x",
            kind=Body.Kind.SERVICE,
            by=OPERATOR,
        )
    with pytest.raises(NotValid):
        organisations.add_unit(
            body=cast.coast_guard, name_nl="Buitenposten", name_en="x", by=OPERATOR
        )


def test_a_unit_stays_inside_its_body(cast: Cast) -> None:
    with pytest.raises(NotValid):
        organisations.add_unit(
            body=cast.harbour, name_nl="x", name_en="x", parent=cast.outposts, by=OPERATOR
        )


def test_nobody_reports_to_themselves_however_far_away(cast: Cast) -> None:
    before = everything()
    for below in ("directeur", "plaatsvervangend hoofd", "liaison Lissabon"):
        with pytest.raises(NotValid):
            organisations.change_function(
                function=cast.functions["directeur"],
                reports_to=cast.functions[below],
                holder_name="",
                holder=None,
                by=OPERATOR,
            )
    assert everything() == before


def test_a_function_keeps_to_its_organisation(cast: Cast, stranger: Officer) -> None:
    theirs = organisations.add_function(
        unit=build.a_unit(cast.elsewhere, "x", "x"), title_nl="x", title_en="x", by=OPERATOR
    )
    with pytest.raises(NotValid):
        organisations.add_function(
            unit=cast.outposts, title_nl="x", title_en="x", reports_to=theirs, by=OPERATOR
        )
    with pytest.raises(NotValid):
        organisations.add_function(
            unit=cast.outposts, title_nl="x", title_en="x", holder=stranger, by=OPERATOR
        )


# Officers


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
    assert _confirmed(ada)
    with pytest.raises(NotAllowed):
        organisations.forget_second_factor(officer=pim, by=pim)


def test_inviting_again_leaves_the_keys_alone(ada: Officer, pim: Officer) -> None:
    before = _confirmed(ada)
    organisations.invite_again(officer=ada, by=pim)
    assert _confirmed(ada) == before


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
        lambda: _register(ada),
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


# Channels


@pytest.mark.parametrize("name", ["omar", "pim", "smit", "mira", "eve", "ilse"])
def test_only_who_may_read_reports_here_is_a_reader(cast: Cast, name: str) -> None:
    with pytest.raises(NotValid):
        organisations.set_readers(
            channel=cast.channel,
            readers=[cast.officers["ada"], cast.officers["ruth"], cast.officers[name]],
            by=OPERATOR,
        )


def test_a_channel_has_two_readers(cast: Cast, ada: Officer) -> None:
    with pytest.raises(NotValid):
        organisations.set_readers(channel=cast.channel, readers=[ada, ada], by=OPERATOR)


def test_the_readers_are_those_and_no_others(cast: Cast, ada: Officer, ruth: Officer) -> None:
    organisations.set_readers(channel=cast.channel, readers=[ada, ruth], by=OPERATOR)
    assert set(cast.channel.readers.all()) == {ada, ruth}


def test_a_channel_name_is_used_once_in_a_body(cast: Cast) -> None:
    with pytest.raises(NotValid):
        organisations.open_channel(
            body=cast.coast_guard, slug="melden", title_nl="x", title_en="x", by=OPERATOR
        )


# Keys


def test_a_new_key_waits_and_the_old_one_counts_until_it_is_confirmed(
    ada: Officer, omar: Officer
) -> None:
    old = _confirmed(ada)
    new = _register(ada)
    assert (ada.key(), ada.confirmed_key()) == (new, old)
    organisations.confirm_key(key=new, by=omar)
    old.refresh_from_db()
    assert old.withdrawn_on == today()
    assert ada.confirmed_key() == new


def test_a_second_new_key_replaces_the_one_that_waits(ada: Officer) -> None:
    first = _register(ada, "first")
    second = _register(ada, "second")
    first.refresh_from_db()
    assert first.withdrawn_on == today()
    assert ada.key() == second
    assert second.number == first.number + 1


def test_sending_a_key_twice_makes_one_key(ada: Officer) -> None:
    assert _register(ada) == _register(ada)
    assert Journal.objects.filter(kind="key.registered").count() == 1


def test_a_key_is_used_by_one_officer_once(ada: Officer, omar: Officer) -> None:
    _register(ada)
    with pytest.raises(NotValid):
        _register(omar)


@pytest.mark.parametrize(
    ("recipient", "verify", "wrap"),
    [
        ("age1notpq", "00" * 32, build.a_wrap()),
        (build.a_recipient("x"), "00" * 31, build.a_wrap()),
        (build.a_recipient("x"), "AB" * 32, build.a_wrap()),
        (build.a_recipient("x"), "00" * 32, "{}"),
    ],
)
def test_a_malformed_key_is_refused(ada: Officer, recipient: str, verify: str, wrap: str) -> None:
    before = everything()
    with pytest.raises(NotValid):
        organisations.register_key(recipient=recipient, verify=verify, wrap=wrap, by=ada)
    assert everything() == before


def test_a_new_passphrase_changes_the_wrap_and_nothing_else(ada: Officer) -> None:
    key = _confirmed(ada)
    wrap = build.a_wrap(b"age-encryption.org/v1\nnew")
    organisations.rewrap_key(key=key, wrap=wrap, by=ada)
    again = _confirmed(ada)
    assert (again.wrap, again.recipient, again.verify) == (wrap, key.recipient, key.verify)
    assert again.confirmed_on is not None


def test_only_the_officer_changes_the_passphrase(ada: Officer, pim: Officer) -> None:
    with pytest.raises(NotAllowed):
        organisations.rewrap_key(key=_confirmed(ada), wrap=build.a_wrap(), by=pim)
    with pytest.raises(NotValid):
        organisations.rewrap_key(key=_confirmed(ada), wrap="{}", by=ada)


def test_nobody_confirms_their_own_key(ada: Officer) -> None:
    with pytest.raises(NotAllowed):
        organisations.confirm_key(key=build.a_key(ada), by=ada)


@pytest.mark.parametrize("name", ["pim", "smit", "ilse", "jonas", "wim", "stranger"])
def test_who_has_not_the_power_confirms_and_withdraws_nothing(cast: Cast, name: str) -> None:
    everybody = {
        **cast.officers,
        "stranger": build.an_officer("stranger", cast.elsewhere, Role.HANDLER),
    }
    key = build.a_key(cast.officers["ada"])
    with pytest.raises(NotAllowed):
        organisations.confirm_key(key=key, by=everybody[name])
    with pytest.raises(NotAllowed):
        organisations.withdraw_key(key=key, by=everybody[name])


def test_a_key_is_confirmed_once_and_not_after_it_was_withdrawn(
    ada: Officer, omar: Officer
) -> None:
    with pytest.raises(NotNow):
        organisations.confirm_key(key=_confirmed(ada), by=omar)
    key = build.a_key(ada)
    organisations.withdraw_key(key=key, by=omar)
    steps: list[Callable[[], None]] = [
        lambda: organisations.confirm_key(key=key, by=omar),
        lambda: organisations.withdraw_key(key=key, by=omar),
        lambda: organisations.rewrap_key(key=key, wrap=build.a_wrap(), by=ada),
    ]
    for step in steps:
        with pytest.raises(NotNow):
            step()


def test_the_operator_withdraws_a_key_but_never_confirms_one(ada: Officer) -> None:
    organisations.withdraw_key(key=_confirmed(ada), by=OPERATOR)
    assert ada.key() is None


# The directory


def test_the_first_directory_is_version_one_and_the_next_is_two(cast: Cast) -> None:
    _publish(cast)
    _publish(cast)
    newest = cast.ministry.newest_directory()
    assert newest is not None
    assert newest.version == 2


def _published(cast: Cast, document: str, signature: str) -> None:
    organisations.publish_directory(
        organisation=cast.ministry, document=document, signature=signature, log=LOG, by=OPERATOR
    )


def test_a_version_is_published_once_and_none_is_left_out(cast: Cast) -> None:
    document, signature = build.a_signed_directory(cast.ministry)
    _published(cast, document, signature)
    with pytest.raises(NotNow):
        _published(cast, document, signature)
    with pytest.raises(NotNow):
        _published(cast, *build.a_signed_directory(cast.ministry, version=9))


@pytest.mark.parametrize("signature", ["", "zz", "00" * 64, "00"])
def test_an_unsigned_directory_is_refused(cast: Cast, signature: str) -> None:
    document, _ = build.a_signed_directory(cast.ministry)
    with pytest.raises(NotValid):
        _published(cast, document, signature)


def test_a_directory_that_another_key_signed_is_refused(cast: Cast) -> None:
    document, _ = build.a_signed_directory(cast.ministry)
    signed = build.signing_key("somebody else").sign(document.encode()).hex()
    with pytest.raises(NotValid):
        _published(cast, document, signed)


def test_a_signature_over_the_bare_document_is_refused(cast: Cast) -> None:
    document, _ = build.a_signed_directory(cast.ministry)
    with pytest.raises(NotValid):
        _published(cast, document, build.root_key().sign(document.encode()).hex())


@pytest.mark.parametrize("document", ["", "[]", "1", '{"version": 1}'])
def test_a_signed_text_that_is_no_directory_is_refused(cast: Cast, document: str) -> None:
    signed = build.root_key().sign(b"hoeder-directory-v1\n" + document.encode()).hex()
    with pytest.raises(NotValid):
        _published(cast, document, signed)


def test_what_changed_after_drafting_is_named(cast: Cast, ada: Officer) -> None:
    document, signature = build.a_signed_directory(cast.ministry)
    organisations.withdraw_key(key=_confirmed(ada), by=ada)
    with pytest.raises(NotNow, match=f"officers {ada.pk.hex}"):
        _published(cast, document, signature)


@pytest.mark.parametrize("day", ["2999-01-01", "2020-01-01", "soon", 20261101, None])
def test_a_directory_of_another_time_is_refused(cast: Cast, day: object) -> None:
    with pytest.raises(NotValid):
        _published(cast, *build.a_signed_directory(cast.ministry, day=day))


def test_a_directory_of_last_week_that_is_still_true_is_published(cast: Cast) -> None:
    week = (today() - datetime.timedelta(days=7)).isoformat()
    _published(cast, *build.a_signed_directory(cast.ministry, day=week))
