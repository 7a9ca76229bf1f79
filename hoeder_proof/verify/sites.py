"""`--site`: holds a running service against what it put in its log. The one part that fetches.

Every release's list of pages and files is an event of the log (docs/spec/ledger.md): here the event
is looked up in the log, the list is held against the event, and every page and file against the
list. Code that is served to one visitor alone is on no list.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from hoeder.ledger import leaves, tree
from hoeder.ledger.note import Statement
from hoeder.organisations.canonical import parse
from hoeder_proof.verify import states
from hoeder_proof.verify.fetching import NotFetched, Site
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.states import Trust

RELEASE, MANIFEST = "/log/release", "/log/release/manifest"
_LINE = re.compile(r"([0-9a-f]{64})  (/[\x21-\x7e]*)", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{64}")


def check_site(findings: Findings, address: str, trust: Trust) -> None:
    """Check a running service."""
    site = Site(address)
    said = _checkpoint(findings, site, trust)
    event = _event(findings, site, said)
    listed = _listed(findings, site, event)
    if listed:
        _compare(findings, site, listed)


def _checkpoint(findings: Findings, site: Site, trust: Trust) -> Statement | None:
    verifier = states.log_key(findings, trust, site.text("/log/key"), "/log/key")
    if verifier is None:
        return None
    if trust.key is None:
        findings.open("key.unknown", "/log/key", key=verifier.text())
    policy = states.policy_of(
        findings, trust, site.text("/log/policy", needed=False), "/log/policy"
    )
    path = "/log/checkpoint"
    note = site.text(path, needed=False)
    if note is None:
        # Enough witnesses never signed one: that fails the check, and the rest is looked at still.
        path = "/log/newest"
        note = site.text(path)
    state = states.signed_state(findings, note or "", path, verifier, policy, trust)
    return state.statement if state else None


def _event(findings: Findings, site: Site, said: Statement | None) -> Mapping[str, Any] | None:
    """Read the event of the newest release, and find its leaf in the log."""
    answer: Any = site.json(RELEASE)
    try:
        text, nonce, place = answer["event"], bytes.fromhex(answer["nonce"]), answer["leaf"]
        event: Any = parse(text)
        if event["kind"] != "site.released" or not _HEX.fullmatch(event["detail"]["manifest"]):
            raise ValueError("another event")
    except (ValueError, KeyError, TypeError):
        findings.fails("site.no_release", RELEASE)
        return None
    if not isinstance(place, int) or said is None or place >= said.size:
        findings.open("site.waits", RELEASE, day=event["day"])
        return dict(event)
    try:
        leaf = site.leaf(place, said.size)
        proof = tree.inclusion_proof(place, said.size, site.tiles(said.size))
        root = tree.root_from_inclusion(place, said.size, tree.leaf_hash(leaf), proof)
        read = leaves.read_leaf(leaf)
    except ValueError:
        root, read = b"", None
    commit = hashlib.sha256(b"\x02" + nonce + text.encode()).digest()
    if read is None or root != said.root or read.commit != commit:
        findings.fails("site.not_logged", RELEASE, leaf=place)
        return None
    findings.holds("site.logged", RELEASE, leaf=place, day=read.day)
    return dict(event)


def _listed(
    findings: Findings, site: Site, event: Mapping[str, Any] | None
) -> dict[str, str] | None:
    """Read the list of pages and files, if it is the one of the event."""
    text = site.text(MANIFEST)
    if text is None or event is None:
        return None
    if hashlib.sha256(text.encode()).hexdigest() != event["detail"]["manifest"]:
        findings.fails("site.other_list", MANIFEST)
        return None
    lines = [_LINE.fullmatch(line) for line in text.split("\n")[:-1]]
    if None in lines or not lines:
        findings.fails("site.other_list", MANIFEST)
        return None
    return {line[2]: line[1] for line in lines if line is not None}


def _compare(findings: Findings, site: Site, listed: Mapping[str, str]) -> None:
    wrong = 0
    for path, expected in listed.items():
        try:
            same = hashlib.sha256(site.get(path)).hexdigest() == expected
        except NotFetched as error:
            findings.fails("site.not_served", path, reason=error)
            wrong += 1
            continue
        if not same:
            findings.fails("site.differs", path)
            wrong += 1
    if not wrong:
        findings.holds("site.same", MANIFEST, count=len(listed))
