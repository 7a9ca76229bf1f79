"""Channels and their readers."""

import pytest

from hoeder.errors import NotValid
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Officer
from tests.build import OPERATOR, Cast


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
