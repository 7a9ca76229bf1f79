"""What anybody may fetch: the way in, the log, and whether the service is up."""

import pytest
from django.test import Client

from hoeder.ledger import actions as ledger
from hoeder.ledger import leaves, reading, tree
from hoeder.ledger.note import open_checkpoint, read_verifier
from tests.ledger.build import SYSTEM, some_events

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("nl-NL,nl;q=0.9,en;q=0.8", "nl"), ("en-GB", "en"), ("fr", "en"), ("", "en")],
)
def test_home_leads_to_the_start_page_in_the_visitors_language(
    client: Client, accepted: str, language: str
) -> None:
    answer = client.get("/", headers={"accept-language": accepted})
    assert (answer.status_code, answer["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in answer["Vary"]
    assert not answer.cookies


def test_health_is_answered_in_two_letters(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_before_the_first_batch_there_is_no_log(client: Client) -> None:
    for path in ["checkpoint", "key", "tile/0/000.p/1"]:
        assert client.get(f"/log/{path}").status_code == 404


def test_a_stranger_can_recompute_the_log_from_what_is_served(client: Client) -> None:
    some_events(None, 300)
    ledger.publish(by=SYSTEM)
    verifier = read_verifier(client.get("/log/key").content.decode().rstrip("\n"))
    assert verifier == reading.verifier()
    answer = client.get("/log/checkpoint")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    statement = open_checkpoint(answer.content.decode(), verifier)
    assert statement.size == 320

    bundles = [client.get(f"/log/tile/entries/{place}") for place in ["000", "001.p/64"]]
    hashes = [client.get(f"/log/tile/0/{place}") for place in ["000", "001.p/64"]]
    data = b"".join(bundle.content for bundle in bundles)
    frontier = tree.Frontier()
    for at in range(0, len(data), 98):
        assert data[at : at + 2] == b"\x00\x60"
        leaves.read_leaf(data[at + 2 : at + 98])
        frontier.add(tree.leaf_hash(data[at + 2 : at + 98]))
    assert frontier.root() == statement.root
    first = tree.complete_root(tree.split_hashes(hashes[0].content))
    assert client.get("/log/tile/1/000.p/1").content == first
    assert len(hashes[1].content) == 64 * 32


def test_a_full_tile_may_be_kept_for_good(client: Client) -> None:
    some_events(None, 300)
    ledger.publish(by=SYSTEM)
    full, part = client.get("/log/tile/0/000"), client.get("/log/tile/0/001.p/64")
    for answer in [full, part]:
        assert answer["Content-Type"] == "application/octet-stream"
    assert full["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in part["Cache-Control"]


def test_a_narrower_tile_than_there_is_by_now_is_its_beginning(client: Client) -> None:
    ledger.publish(by=SYSTEM)
    before = client.get("/log/tile/0/000.p/64").content
    ledger.publish(by=SYSTEM, at_once=True)
    assert client.get("/log/tile/0/000.p/64").content == before


@pytest.mark.parametrize(
    "path", ["0/000", "0/001.p/1", "9/000.p/1", "64/000", "00/000.p/64", "x/000", "0/0", "../key"]
)
def test_what_is_no_tile_is_not_there(client: Client, path: str) -> None:
    ledger.publish(by=SYSTEM)
    assert client.get(f"/log/tile/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/", "/healthz", "/log/", "/log/checkpoint", "/log/newest", "/log/key", "/log/tile/0/000"],
)
def test_nothing_can_be_sent_to_the_log(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
