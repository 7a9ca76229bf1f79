"""A running service serves what it put in its log, or each page that differs is named."""

import hashlib
import json
from collections.abc import Callable

import pytest

from tests.hoeder_proof import story, tree
from tests.hoeder_proof.running import Said, Verifier
from tests.hoeder_proof.serving import serving

SITE = "5" * 32
PAGES: story.Files = {
    "/": b"<p>Meld hier.",
    "/static/report.abc.js": b"seal()",
    "/en/": b"<p>Report here.",
}
LIST = "".join(
    f"{hashlib.sha256(PAGES[path]).hexdigest()}  {path}\n" for path in sorted(PAGES)
).encode()
story.KEYS[SITE] = b"\5" * 32


def a_site() -> story.Files:
    """A service with a log of 192 leaves, one of them this release."""
    digest = hashlib.sha256(LIST).hexdigest()
    event = story.event(SITE, 0, "site.released", "system", manifest=digest, files=3)
    log = story.a_log({(SITE, 0): event})
    place = log.places[SITE, 0]
    nonce = story.blinded(SITE, 0, event)[1].hex()
    answer = {"event": event.decode(), "nonce": nonce, "leaf": place}
    bundle = b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in log.leaves)
    return {
        **PAGES,
        "/log/key": f"{story.LOG.vkey()}\n".encode(),
        "/log/policy": story.POLICY.encode(),
        "/log/checkpoint": log.checkpoint().encode(),
        "/log/release": json.dumps(answer).encode(),
        "/log/release/manifest": LIST,
        "/log/tile/entries/000.p/192": bundle,
        "/log/tile/0/000.p/192": b"".join(tree.leaf_hash(leaf) for leaf in log.leaves),
    }


def visit(verifier: Verifier, files: story.Files, *options: str) -> Said:
    with serving(files) as address:
        return verifier.visit(address, *options)


def test_a_service_that_serves_what_it_logged_holds(verifier: Verifier) -> None:
    """law.md EVD-06: code for one visitor alone would be on no list."""
    said = visit(verifier, a_site(), "--key", story.LOG.vkey())
    assert (said.status, said.codes("open")) == (0, set())
    assert {"site.logged", "site.same", "checkpoint.quorum"} <= said.codes("holds")


@pytest.mark.parametrize("path", sorted(PAGES))
def test_a_page_that_differs_is_named(verifier: Verifier, path: str) -> None:
    said = visit(verifier, {**a_site(), path: PAGES[path] + b" "})
    assert said.failing == {("site.differs", path)}
    for gone in ({}, {path: b"REDIRECT"}):
        files = {**{one: data for one, data in a_site().items() if one != path}, **gone}
        assert visit(verifier, files).failing == {("site.not_served", path)}


@pytest.mark.parametrize(
    ("path", "change", "code"),
    [
        ("/log/release/manifest", lambda data: data + LIST[:80], "site.other_list"),
        ("/log/release", lambda _: b"[]", "site.no_release"),
        ("/log/release", lambda _: b"[" * 100_000, "site.no_release"),
        (
            "/log/release",
            lambda data: data.replace(b"2026-11-23", b"2026-11-22"),
            "site.not_logged",
        ),
        ("/log/tile/0/000.p/192", lambda data: bytes(len(data)), "site.not_logged"),
        ("/log/tile/entries/000.p/192", lambda data: data[:100], "site.not_logged"),
        ("/log/checkpoint", lambda data: data.replace(b"192", b"191"), "checkpoint.unsigned"),
    ],
)
def test_a_service_that_says_another_thing_than_its_log_is_named(
    verifier: Verifier, path: str, change: Callable[[bytes], bytes], code: str
) -> None:
    files = a_site()
    said = visit(verifier, {**files, path: change(files[path])})
    assert code in said.codes("fails")


def test_a_release_that_waits_for_its_batch_is_said(verifier: Verifier) -> None:
    files = a_site()
    answer = {**json.loads(files["/log/release"]), "leaf": None}
    said = visit(verifier, {**files, "/log/release": json.dumps(answer).encode()})
    assert (said.status, "site.waits" in said.codes("open")) == (0, True)


def test_before_enough_witnesses_ever_signed_the_log_s_own_checkpoint_is_checked(
    verifier: Verifier,
) -> None:
    files = a_site()
    alone = files.pop("/log/checkpoint").decode().split("\n")
    files["/log/newest"] = "".join(f"{line}\n" for line in alone[:5]).encode()
    said = visit(verifier, files, "--key", story.LOG.vkey())
    assert (said.status, said.failing) == (1, {("checkpoint.no_quorum", "/log/newest")})
    assert {"site.logged", "site.same"} <= said.codes("holds")


def test_a_service_that_does_not_answer_is_said(verifier: Verifier) -> None:
    said = visit(verifier, {})
    assert (said.status, "does not answer" in said.text) == (2, True)
    assert verifier.visit("file:///etc/passwd").status == 2
    assert verifier.visit("nonsense").status == 2
