"""Questions about places and people, and what the database itself refuses."""

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from hoeder.errors import NotNow
from hoeder.organisations import directory
from hoeder.organisations.models import (
    Appointment,
    Body,
    ChannelReader,
    Function,
    Officer,
    OfficerKey,
    Organisation,
    Unit,
    today,
)
from hoeder.organisations.rules import Power, Role
from tests import build
from tests.build import Cast

# Lines of reporting


def test_the_line_of_a_function_goes_both_ways(cast: Cast) -> None:
    line = cast.functions["hoofd Buitenposten"].line()
    titles = Function.objects.filter(pk__in=line).values_list("title_nl", flat=True)
    assert set(titles) == {"directeur", "plaatsvervangend hoofd", "liaison Lissabon"}


def test_a_colleague_beside_is_not_in_the_line(
    cast: Cast, ada: Officer, smit: Officer, van_dalen: Officer
) -> None:
    assert van_dalen.line() == {smit.pk}
    assert ada.line() == {smit.pk}
    assert smit.line() == {ada.pk, van_dalen.pk}


def test_who_holds_no_function_has_no_line(omar: Officer) -> None:
    assert omar.line() == set()


def test_a_circle_in_the_table_does_not_hang(cast: Cast, smit: Officer, ada: Officer) -> None:
    Function.objects.filter(title_nl="directeur").update(
        reports_to=cast.functions["liaison Lissabon"]
    )
    assert ada.pk in smit.line()


def test_bodies_above_and_below_are_found(cast: Cast) -> None:
    assert cast.coast_guard.bodies_above() == [cast.commission.pk]
    assert cast.commission.with_below() == {
        cast.commission.pk,
        cast.coast_guard.pk,
        cast.harbour.pk,
    }


def test_units_inside_are_found(cast: Cast) -> None:
    assert cast.directorate.with_below() == {
        cast.directorate.pk,
        cast.outposts.pk,
        cast.bureau.pk,
    }


def test_circles_of_bodies_and_units_are_refused(cast: Cast) -> None:
    cast.commission.above = cast.harbour
    with pytest.raises(ValidationError):
        cast.commission.full_clean()
    cast.directorate.parent = cast.outposts
    with pytest.raises(ValidationError):
        cast.directorate.full_clean()


# Powers


def test_a_power_holds_where_it_was_given(cast: Cast, ada: Officer) -> None:
    assert ada.has(Power.READ_REPORTS)
    assert ada.has(Power.READ_REPORTS, cast.coast_guard)
    assert not ada.has(Power.READ_REPORTS, cast.harbour)
    assert not ada.has(Power.READ_REPORTS, cast.commission)


def test_overseeing_reaches_down_and_reading_does_not(cast: Cast, mira: Officer) -> None:
    assert mira.has(Power.OVERSEE, cast.coast_guard)
    assert mira.has(Power.READ_REPORTS, cast.commission)
    assert not mira.has(Power.READ_REPORTS, cast.coast_guard)


def test_who_is_gone_has_no_power(cast: Cast, ada: Officer) -> None:
    ada.is_active = False
    assert not ada.has(Power.READ_REPORTS)
    assert ada.bodies_where(Power.READ_REPORTS) == set()


def test_a_power_ends_after_the_last_day(cast: Cast, jonas: Officer) -> None:
    assert jonas.has(Power.INVESTIGATE, cast.coast_guard)
    jonas.appointments.update(until=today() - datetime.timedelta(days=1))
    assert not jonas.has(Power.INVESTIGATE, cast.coast_guard)


# Who sees whom


def test_an_officer_sees_their_own_body(cast: Cast, ada: Officer, eve: Officer) -> None:
    seen = Officer.objects.visible_to(ada)
    assert ada in seen
    assert eve not in seen
    assert set(Body.objects.visible_to(ada)) == {cast.coast_guard}


def test_keys_that_were_withdrawn_are_not_shown(cast: Cast, ada: Officer, omar: Officer) -> None:
    key = omar.key()
    assert key in OfficerKey.objects.visible_to(ada)
    OfficerKey.objects.filter(officer=omar).update(withdrawn_on=today())
    assert key not in OfficerKey.objects.visible_to(ada)


def test_organisations_are_public_once_they_have_a_directory(cast: Cast) -> None:
    assert list(Organisation.objects.published()) == []
    build.a_published_directory(cast.ministry)
    build.a_published_directory(cast.ministry)
    assert list(Organisation.objects.published()) == [cast.ministry]


# Keys and the directory


def test_a_key_says_how_far_it_has_come(cast: Cast, ada: Officer, omar: Officer) -> None:
    key = build.a_key(ada)
    assert key.state(set()) == "waiting"
    OfficerKey.objects.filter(officer=ada, number=1).update(withdrawn_on=today())
    build.confirm(key, by=omar)
    assert key.state(set()) == "confirmed"
    build.a_published_directory(cast.ministry)
    published = directory.keys_of_newest(cast.ministry)
    assert key.state(published) == "published"
    key.withdrawn_on = today()
    assert key.state(published) == "withdrawn"


def test_before_the_first_directory_no_key_is_published(cast: Cast) -> None:
    assert directory.keys_of_newest(cast.ministry) == set()


def test_without_a_log_there_is_no_draft(db: None) -> None:
    with pytest.raises(NotNow):
        directory.log_of_this_server()


def test_a_published_directory_is_never_changed(cast: Cast) -> None:
    published = build.a_published_directory(cast.ministry)
    with pytest.raises(TypeError):
        published.save()


# Words


def test_names_follow_the_language_of_the_visitor(cast: Cast) -> None:
    cast.outposts.name_en = "Outposts"
    function = Function(title_nl="hoofd", title_en="head")
    with translation.override("nl"):
        assert (cast.outposts.name, function.title) == ("Buitenposten", "hoofd")
        assert cast.channel.title == "Melden"
    with translation.override("en"):
        assert (cast.outposts.name, function.title) == ("Outposts", "head")
        assert cast.channel.title == "Report"
    assert cast.ministry.name == "Ministerie"
    assert cast.coast_guard.name == "Kustdienst"


def test_nothing_calls_itself_by_the_name_of_a_person(cast: Cast, ada: Officer) -> None:
    """What could end up in a log or an error names nobody."""
    key = ada.key()
    texts = [
        str(thing)
        for thing in (
            ada,
            key,
            ada.appointments.get(),
            ChannelReader.objects.first(),
            build.a_published_directory(cast.ministry),
        )
    ]
    assert all("Ada" not in text and "@" not in text for text in texts)
    assert [str(cast.ministry), str(cast.coast_guard), str(cast.channel)] == [
        "ministerie",
        "kustdienst",
        "melden",
    ]
    assert str(cast.outposts) == "Buitenposten"
    assert str(cast.functions["directeur"]) == "directeur"


def test_an_address_is_found_whatever_its_capitals(ada: Officer) -> None:
    assert Officer.objects.get_by_natural_key(" Ada@KUSTDIENST.example") == ada


# What the database refuses by itself


BREAKS: dict[str, Callable[[Cast], object]] = {
    "body_is_not_above_itself": lambda cast: Body.objects.filter(pk=cast.harbour.pk).update(
        above=cast.harbour
    ),
    "body_kind_is_known": lambda cast: Body.objects.filter(pk=cast.harbour.pk).update(kind="x"),
    "body_slug_is_unique_in_organisation": lambda cast: build.a_body(cast.ministry, "havendienst"),
    "unit_is_not_its_own_parent": lambda cast: Unit.objects.filter(pk=cast.bureau.pk).update(
        parent=cast.bureau
    ),
    "unit_name_is_unique_in_body": lambda cast: build.a_unit(cast.coast_guard, "Directie", "x"),
    "function_does_not_report_to_itself": lambda cast: Function.objects.filter(
        pk=cast.functions["directeur"].pk
    ).update(reports_to=cast.functions["directeur"]),
    "officer_email_is_in_small_letters": lambda cast: Officer.objects.filter(name="Ada").update(
        email="Ada@kustdienst.example"
    ),
    "officer_holds_a_role_at_a_body_once": lambda cast: Appointment.objects.create(
        officer=cast.officers["ada"], role=Role.HANDLER, body=cast.coast_guard
    ),
    "role_is_known": lambda cast: Appointment.objects.update(role="king"),
    "channel_slug_is_unique_in_body": lambda cast: build.a_channel(cast.coast_guard),
    "officer_reads_a_channel_once": lambda cast: ChannelReader.objects.create(
        channel=cast.channel, officer=cast.officers["ada"]
    ),
    "confirmed_key_says_by_whom_and_when": lambda cast: OfficerKey.objects.filter(
        officer=cast.officers["ada"]
    ).update(confirmed_on=None),
    "nobody_confirms_their_own_key": lambda cast: OfficerKey.objects.filter(
        officer=cast.officers["ada"]
    ).update(confirmed_by=cast.officers["ada"]),
    "one_key_waits_per_officer": lambda cast: [build.a_key(cast.officers["ada"]) for _ in "12"],
    "one_confirmed_key_per_officer": lambda cast: build.confirm(
        build.a_key(cast.officers["ada"]), by=cast.officers["omar"]
    ),
    "officer_keys_are_numbered": lambda cast: OfficerKey.objects.filter(
        pk=build.a_key(cast.officers["ada"]).pk
    ).update(number=1),
    "recipient_is_used_once": lambda cast: OfficerKey.objects.update(recipient="x"),
    "verify_key_is_used_once": lambda cast: OfficerKey.objects.update(verify="00" * 32),
    "directory_versions_are_numbered": lambda cast: [
        type(build.a_published_directory(cast.ministry)).objects.create(
            organisation=cast.ministry, version=1, document="", signature=""
        )
    ],
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_itself_refuses(name: str, cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        BREAKS[name](cast)


def test_every_constraint_is_broken_once() -> None:
    models = [Organisation, Body, Unit, Function, Officer, Appointment, OfficerKey, ChannelReader]
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named <= set(BREAKS)
