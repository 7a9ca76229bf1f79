"""Bodies, units and lines of reporting: what they refuse."""

import pytest

from hoeder.errors import NotValid
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Body, Officer
from tests import build
from tests.build import OPERATOR, Cast
from tests.organisations.doing import everything


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
