"""Versions of the directory: signed, in order, true when they are published."""

import datetime

import pytest

from hoeder.errors import NotNow, NotValid
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Officer, today
from tests import build
from tests.build import LOG, OPERATOR, Cast
from tests.organisations.doing import confirmed, publish


def test_the_first_directory_is_version_one_and_the_next_is_two(cast: Cast) -> None:
    publish(cast)
    publish(cast)
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
    organisations.withdraw_key(key=confirmed(ada), by=ada)
    with pytest.raises(NotNow, match=f"officers {ada.pk.hex}"):
        _published(cast, document, signature)


@pytest.mark.parametrize("day", ["2999-01-01", "2020-01-01", "soon", 20261101, None])
def test_a_directory_of_another_time_is_refused(cast: Cast, day: object) -> None:
    with pytest.raises(NotValid):
        _published(cast, *build.a_signed_directory(cast.ministry, day=day))


def test_a_directory_of_last_week_that_is_still_true_is_published(cast: Cast) -> None:
    week = (today() - datetime.timedelta(days=7)).isoformat()
    _published(cast, *build.a_signed_directory(cast.ministry, day=week))
