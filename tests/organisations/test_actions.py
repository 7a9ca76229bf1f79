"""Every action: it works and is in the ledger, it refuses, and without the ledger nothing changes.

`STEPS` holds one good call of each action. What is true of all is tested over the whole table.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from hoeder.errors import NotAllowed
from hoeder.ledger.models import Journal
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Body, Officer, today
from hoeder.organisations.rules import Role
from tests import build
from tests.build import LOG, OPERATOR, Cast
from tests.organisations.doing import (
    accept,
    accept_duties,
    confirmed,
    everything,
    publish,
    register,
    rehash,
)

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
    "begin_grounds": (
        "body.grounds-begun",
        lambda cast: organisations.begin_grounds(body=cast.coast_guard, on=today(), by=OPERATOR),
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
    "accept_invitation": ("officer.invitation_accepted", accept),
    "change_password": (
        "officer.password_changed",
        lambda cast: organisations.change_password(
            officer=cast.officers["ada"], password="another sentence", by=cast.officers["ada"]
        ),
    ),
    "renew_hash": ("officer.password_rehashed", rehash),
    "accept_duties": (
        "duties.accepted",
        transaction.atomic(
            lambda cast: accept_duties(build.an_officer("jo", cast.coast_guard, Role.HANDLER))
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
    "register_key": ("key.registered", lambda cast: register(cast.officers["ada"])),
    "rewrap_key": (
        "key.rewrapped",
        lambda cast: organisations.rewrap_key(
            key=confirmed(cast.officers["ada"]),
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
            key=confirmed(cast.officers["ada"]), by=cast.officers["ada"]
        ),
    ),
    "publish_directory": ("directory.published", publish),
}


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
