"""A time stamp is believed only when a trusted authority gave it over this very note, just now."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hoeder.ledger.stamping import StampRefused, open_stamp, query_for, read_roots
from tests.ledger.authority import Authority, an_authority

NOTE = "meldpunt.example/log\n64\nYLHgF7Am6yGP2zdgJ+EsHjS39gzgYm0OFxHNpqX63cM=\n\n\u2014 x AAAA\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority with `openssl ts` behind it."""
    return an_authority(tmp_path_factory.mktemp("authority"))


def test_the_stamp_of_a_real_authority_holds(authority: Authority) -> None:
    """law.md EVD-01: the time comes from somebody else, and verifies without the server."""
    query = query_for(NOTE)
    response = authority.stamp(query.body)
    roots = read_roots(authority.root)
    said = open_stamp(response, NOTE, roots, query.nonce)
    assert said.authority == "Tijdstempeldienst"
    assert abs(datetime.now(UTC) - said.at) < timedelta(minutes=1)
    assert open_stamp(response, NOTE, roots) == said


def test_a_stamp_of_another_note_or_query_or_authority_is_refused(
    authority: Authority, tmp_path: Path
) -> None:
    query = query_for(NOTE)
    response = authority.stamp(query.body)
    roots = read_roots(authority.root)
    other = read_roots(an_authority(tmp_path, "Een ander").root)
    for note, trusted, nonce in (
        (NOTE.replace("64", "65"), roots, query.nonce),
        (NOTE, roots, query.nonce + 1),
        (NOTE, other, query.nonce),
    ):
        with pytest.raises(StampRefused, match="does not hold"):
            open_stamp(response, note, trusted, nonce)


def test_an_authority_that_refuses_gave_no_stamp(tmp_path: Path) -> None:
    authority = an_authority(tmp_path, digests="sha256")
    query = query_for(NOTE)
    roots = read_roots(authority.root)
    with pytest.raises(StampRefused):
        open_stamp(authority.stamp(query.body), NOTE, roots, query.nonce)


@pytest.mark.parametrize("answer", [b"", b"garbage", b"<html>", bytes(100_000), b"0\x82\xff\xff"])
def test_what_is_no_stamp_is_refused(authority: Authority, answer: bytes) -> None:
    with pytest.raises(StampRefused, match="no time stamp"):
        open_stamp(answer, NOTE, read_roots(authority.root))


def test_no_changed_byte_of_a_stamp_says_something_else(authority: Authority) -> None:
    # Not every byte is covered by the signature; those that say when and by whom are.
    response = authority.stamp(query_for(NOTE).body)
    roots = read_roots(authority.root)
    said = open_stamp(response, NOTE, roots)
    refused = 0
    for at in range(len(response)):
        changed = response[:at] + bytes([response[at] ^ 1]) + response[at + 1 :]
        try:
            assert open_stamp(changed, NOTE, roots) == said
        except StampRefused:
            refused += 1
    assert refused > 0.9 * len(response)
