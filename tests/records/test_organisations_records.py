"""law.md EVD-06. The rows of an organisation are held against its events too."""

from random import Random

import pytest

from hoeder.ledger.models import Journal
from hoeder.ledger.records import Rows, tell
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Body, Officer, today
from hoeder.organisations.records import TABLES
from hoeder.organisations.rules import Role
from tests.build import LOG, OPERATOR, PASSWORD, a_signed_directory, root_key
from tests.organisations.doing import accept_duties, register
from tests.records.changing import unnamed_changes, unnamed_removals, unnamed_swaps

pytestmark = pytest.mark.django_db


def an_officer(body: Body, name: str, role: Role, at: Body | None = None) -> Officer:
    """Invited, appointed, with duties accepted and a key that waits."""
    officer = organisations.invite_officer(
        body=body, email=f"{name}@{body.slug}.example", name=name, by=OPERATOR
    )
    organisations.appoint(officer=officer, role=role, body=at or body, by=OPERATOR)
    accept_duties(officer)
    register(officer, seed=name)
    return officer


@pytest.fixture
def told() -> dict[str, Rows]:
    """A ministry, through the actions alone; two functions, a channel, a custody, a directory."""
    ministry = organisations.create_organisation(
        slug="ministerie",
        name_nl="Ministerie",
        name_en="Ministry",
        root=root_key().public_key().public_bytes_raw().hex(),
        by=OPERATOR,
    )
    commission, authority, guard = (
        organisations.create_body(
            organisation=ministry, slug=slug, name_nl=slug, name_en=slug, kind=kind, by=OPERATOR
        )
        for slug, kind in (
            ("commissie", Body.Kind.COMMISSION),
            ("autoriteit", Body.Kind.AUTHORITY),
            ("kustdienst", Body.Kind.SERVICE),
        )
    )
    organisations.begin_grounds(body=guard, on=today(), by=OPERATOR)
    ada, ruth = (an_officer(guard, name, Role.HANDLER) for name in ("ada", "ruth"))
    jo = an_officer(guard, "jo", Role.HANDLER)
    smit = an_officer(guard, "smit", Role.DIRECTOR)
    outside = an_officer(authority, "extern", Role.AUTHORITY)
    five = [
        an_officer(commission if name == "eva" else guard, name, Role.CUSTODIAN, guard)
        for name in ("een", "twee", "drie", "vier", "eva")
    ]
    for officer in (ada, ruth, outside, *five):
        organisations.confirm_key(key=officer.keys.get(), by=jo)
    organisations.rewrap_key(key=ada.keys.get(), wrap=ada.keys.get().wrap, by=ada)
    organisations.set_custody(
        body=guard, custodians=five, deputies=[], authority=outside, by=OPERATOR
    )
    top = organisations.add_unit(body=guard, name_nl="Top", name_en="Top", by=OPERATOR)
    unit = organisations.add_unit(
        body=guard, name_nl="Post", name_en="Post", parent=top, by=OPERATOR
    )
    first = organisations.add_function(
        unit=top, title_nl="directeur", title_en="director", holder=smit, by=OPERATOR
    )
    second = organisations.add_function(unit=unit, title_nl="hoofd", title_en="head", by=OPERATOR)
    organisations.change_function(
        function=second, reports_to=first, holder_name="", holder=ada, by=OPERATOR
    )
    channel = organisations.open_channel(
        body=guard, slug="melden", title_nl="Melden", title_en="Report", by=OPERATOR
    )
    organisations.set_readers(channel=channel, readers=[ada, ruth, jo], by=OPERATOR)
    organisations.set_readers(channel=channel, readers=[ada, ruth], by=OPERATOR)
    other = organisations.open_channel(
        body=guard, slug="ook", title_nl="Ook", title_en="Too", by=OPERATOR
    )
    organisations.set_readers(channel=other, readers=[jo, ruth], by=OPERATOR)
    organisations.accept_invitation(officer=ada, token=ada.invitation(), password=PASSWORD, by=ada)
    organisations.change_password(officer=ada, password="a longer one", by=ada)  # noqa: S106
    organisations.accept_invitation(officer=jo, token=jo.invitation(), password=PASSWORD, by=jo)
    organisations.invite_again(officer=jo, by=OPERATOR)
    document, signature = a_signed_directory(ministry)
    organisations.publish_directory(
        organisation=ministry, document=document, signature=signature, log=LOG, by=OPERATOR
    )
    organisations.deactivate_officer(officer=ruth, by=OPERATOR)
    # A reader whose role ends reads no more.
    organisations.end_appointment(appointment=ada.appointments.get(), by=OPERATOR)
    organisations.end_appointment(appointment=smit.appointments.get(), by=OPERATOR)
    return tell(TABLES)


def test_a_hash_that_somebody_replaced_is_named(told: dict[str, Rows]) -> None:
    """Whoever holds the database could otherwise sign in as an administrator."""
    jo, ada = (Officer.objects.get(name=name) for name in ("jo", "ada"))
    Officer.objects.filter(pk=jo.pk).update(password=ada.password)
    named = list(told["organisations.Officer"].faults())
    assert len(named) == 1
    assert f"id={jo.pk.hex}: password is not what event" in named[0]
    assert ada.password not in "".join(Journal.objects.values_list("event", flat=True))


def test_every_change_in_the_rows_of_an_organisation_is_named(told: dict[str, Rows]) -> None:
    assert [fault for rows in told.values() for fault in rows.faults()] == []
    assert [one.name for one in TABLES if not one.model._base_manager.exists()] == []
    chance = Random(5)  # noqa: S311
    assert unnamed_changes(TABLES, told, chance) == []
    assert unnamed_removals(TABLES, told, chance) == []
    assert unnamed_swaps(TABLES, told, chance) == []
