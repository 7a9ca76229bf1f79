"""The log in a dossier: its head, the events, their proofs, time stamps and the proof of report."""

import hashlib
import json
from datetime import date
from typing import Any

from hoeder.ledger import leaves, tree
from hoeder.ledger.reported import ProofOfReport
from hoeder.organisations.canonical import Json, parse
from hoeder_proof.verify import reports, stamps, states
from hoeder_proof.verify.dossier import Dossier
from hoeder_proof.verify.proofs import read_hashes, read_proof
from hoeder_proof.verify.sources import Damaged
from hoeder_proof.verify.texts import shown_time

CHECKPOINT, REPORT = "log/checkpoint", "log/proof-of-report"
_NONCE = 32
#: In so many days an event is in the log, also when the server was down for a night.
DAYS_TO_LOG = 2


def event_path(event: dict[str, Any]) -> str:
    """Name the file that holds the exact text of an event."""
    return f"log/events/{event['chain']}/{event['n']}.json"


def proof_path(event: dict[str, Any]) -> str:
    """Name the file that proves an event."""
    return f"log/proofs/{event['chain']}/{event['n']}.tlog-proof"


def check_checkpoint(dossier: Dossier) -> None:
    """The head: signed by the log, and what `dossier.json` says of it."""
    head, findings = dossier.document["head"], dossier.findings
    note = dossier.text(CHECKPOINT)
    if note is None:
        if head is not None:
            findings.fails("checkpoint.missing", CHECKPOINT)
        return
    if dossier.verifier is None:
        return
    dossier.state = states.signed_state(
        findings, note, CHECKPOINT, dossier.verifier, dossier.policy, dossier.trust
    )
    if dossier.state is None:
        return
    said = dossier.state.statement
    if head != {"origin": said.origin, "size": said.size, "root": said.root.hex()}:
        findings.fails("checkpoint.not_head", "dossier.json")


def check_events(dossier: Dossier) -> None:
    """Each event: its text, its place in its chain, its proof."""
    findings, proven, places = dossier.findings, 0, set()
    waiting: list[str] = []
    keys = {chain["id"]: chain["key"] for chain in dossier.document["chains"]}
    lengths = {chain["id"]: chain["length"] for chain in dossier.document["chains"]}
    case = dossier.document["case"]
    if case is not None and (case, "case") not in {
        (chain["id"], chain["kind"]) for chain in dossier.document["chains"]
    }:
        findings.fails("dossier.case", "dossier.json", case=case)
    for event in dossier.document["events"]:
        if event["n"] >= lengths.get(event["chain"], 0):
            findings.fails("event.beyond", "dossier.json", n=event["n"])
        text = dossier.text(event_path(event))
        if text is None or not _says(text, event):
            if text is not None:
                findings.fails("event.text", event_path(event), n=event["n"])
            continue
        place = (event["chain"], event["n"])
        if place in dossier.events:
            findings.fails("event.twice", "dossier.json", n=event["n"])
        dossier.events[place] = text
        if event["leaf"] is None:
            waiting.append(event_path(event))
            continue
        if event["leaf"] in places:
            findings.fails("proof.same_leaf", proof_path(event), leaf=event["leaf"])
        places.add(event["leaf"])
        proven += _check_proof(dossier, event, text, keys.get(event["chain"]))
    if waiting:
        findings.open("event.waits", waiting[0], count=len(waiting))
    _check_gaps(dossier)
    _check_order(dossier)
    if proven:
        findings.holds("proof.holds", "log/proofs", count=proven)


def _says(text: str, event: dict[str, Any]) -> bool:
    """Tell whether an event's text says what the list says of it."""
    try:
        said: Json = parse(text)
    except ValueError:
        return False
    return isinstance(said, dict) and (
        [said.get(name) for name in ("v", "n", "kind", "actor", "day", "case")]
        == [1, event["n"], event["kind"], event["actor"], event["day"], event["chain"]]
    )


def _check_proof(dossier: Dossier, event: dict[str, Any], text: str, key: str | None) -> bool:
    """Follow an event's proof to the head. Return whether it holds."""
    name, findings = proof_path(event), dossier.findings
    written = dossier.text(name)
    if written is None:
        return False
    try:
        proof = read_proof(written)
        leaf, nonce = proof.extra[: leaves.LEAF_SIZE], proof.extra[leaves.LEAF_SIZE :]
        read = leaves.read_leaf(leaf)
        if len(nonce) != _NONCE or proof.index != event["leaf"]:
            raise ValueError("it is about another leaf")
    except ValueError as error:
        findings.fails("proof.form", name, reason=error)
        return False
    if read.commit != hashlib.sha256(b"\x02" + nonce + text.encode()).digest():
        findings.fails("proof.event", name, event=event_path(event))
        return False
    if key is not None and not _is_blinded(bytes.fromhex(key), event["n"], read, text):
        findings.fails("proof.key", name, event=event_path(event))
        return False
    if read.day.isoformat() < event["day"]:
        findings.fails("proof.day", name, day=event["day"], logged=read.day)
        return False
    if dossier.state is None:
        return False
    said = dossier.state.statement
    try:
        root = tree.root_from_inclusion(proof.index, said.size, tree.leaf_hash(leaf), proof.path)
    except ValueError:
        root = b""
    if proof.checkpoint != dossier.text(CHECKPOINT):
        findings.fails("proof.checkpoint", name, n=event["n"])
        return False
    if root != said.root:
        findings.fails("proof.root", name, n=event["n"], leaf=proof.index)
        return False
    dossier.leaves[event["chain"], event["n"]] = leaf
    return True


def _is_blinded(key: bytes, n: int, leaf: leaves.Leaf, text: str) -> bool:
    return (leaf.handle, leaf.commit) == (
        leaves.handle(key, n),
        leaves.commit(key, n, text.encode()),
    )


def _check_gaps(dossier: Dossier) -> None:
    """In a chain whose key is given no number is lacking."""
    for chain in dossier.document["chains"]:
        there = {n for case, n in dossier.events if case == chain["id"]}
        lacking = [n for n in range(min(chain["length"], len(there) + 1000)) if n not in there]
        if chain["key"] is None:
            continue
        for n in lacking[:20]:
            path = event_path({"chain": chain["id"], "n": n})
            dossier.findings.fails("event.lacking", path, n=n)
        if there and not lacking:
            dossier.findings.holds(
                "event.whole", "log/events", count=len(there), chain=chain["kind"]
            )


def _check_order(dossier: Dossier) -> None:
    """Events of a chain stand in their order. One that came into the log much later is said."""
    last: dict[str, int] = {}
    late: list[tuple[int, str]] = []
    for event in dossier.document["events"]:
        chain, n = event["chain"], event["n"]
        if n <= last.get(chain, -1):
            dossier.findings.fails("event.order", "dossier.json", n=n)
        last[chain] = n
        leaf = dossier.leaves.get((chain, n))
        if leaf is not None:
            days = (leaves.read_leaf(leaf).day - _day(event["day"])).days
            late += [(days, event_path(event))] if days > DAYS_TO_LOG else []
    if late:
        days, path = max(late)
        dossier.findings.open("proof.late", path, days=days, count=len(late))


def _day(text: str) -> date:
    """Read a day; what is none is the earliest of all."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def check_stamps(dossier: Dossier) -> None:
    """Each time stamp: over a checkpoint of the log that the head grew from."""
    if dossier.verifier is None:
        return
    stamped = stamps.check_stamps(
        dossier.findings, dossier.source, "log/stamps/", dossier.verifier, dossier.trust
    )
    if dossier.state is None:
        return
    head = dossier.state.statement
    for size, statement in stamped.items():
        name = f"log/stamps/{size}.consistency"
        try:
            text = dossier.text(name)
            path = read_hashes((text or "").split("\n")[:-1])
            good = text is not None and tree.is_consistent(
                size, head.size, statement.root, head.root, path
            )
        except (ValueError, Damaged):
            good = False
        if not good:
            dossier.findings.fails("stamp.other_history", name, size=size)


def check_proof_of_report(dossier: Dossier) -> None:
    """The proof that she got when she reported: it is about this report, and it was kept."""
    text, findings = dossier.text(REPORT), dossier.findings
    if text is None or dossier.verifier is None:
        return
    proof = reports.check_proof(findings, text, REPORT, dossier.verifier)
    if proof is None:
        return
    case = str(dossier.document["case"])
    first = [
        room["items"][0]["hash"]
        for room in dossier.document["rooms"]
        if room["kind"] == "dialogue" and room["items"] and room["items"][0]["sequence"] == 1
    ]
    if proof.hash not in first or not _is_handle(dossier, case, proof.handle):
        findings.fails("proof-of-report.other_report", REPORT)
        return
    _check_word(dossier, proof, case)


def _check_word(dossier: Dossier, proof: ProofOfReport, case: str) -> None:
    """Tell whether the report came into the log when it should have."""
    findings, leaf = dossier.findings, dossier.leaves.get((case, 0))
    first = [e for e in dossier.document["events"] if (e["chain"], e["n"]) == (case, 0)]
    if leaf is not None:
        day = leaves.read_leaf(leaf).day
        late = day >= proof.logged_by.date()
        note = findings.fails if late else findings.holds
        code = "proof-of-report.late" if late else "proof-of-report.kept"
        note(code, REPORT, leaf=first[0]["leaf"], day=day)
    elif first and first[0]["leaf"] is None and dossier.state is not None:
        # It waits, says the dossier: the log had come further when witnesses saw this state.
        reached = max(dossier.state.seen.values(), default=0)
        if reached >= proof.logged_by.timestamp():
            until, seen = shown_time(int(proof.logged_by.timestamp())), shown_time(reached)
            findings.fails("proof-of-report.broken", REPORT, until=until, reached=seen)


def _is_handle(dossier: Dossier, case: str, handle: str) -> bool:
    """Tell whether a handle names event 0 of a chain."""
    leaf = dossier.leaves.get((case, 0))
    if leaf is not None:
        return leaf[32:64].hex() == handle
    keys = [one["key"] for one in dossier.document["chains"] if one["id"] == case and one["key"]]
    return not keys or leaves.handle(bytes.fromhex(keys[0]), 0).hex() == handle


def details(dossier: Dossier) -> dict[str, list[dict[str, Json]]]:
    """Return what the events of each chain say of items, by the hash of the item."""
    found: dict[str, list[dict[str, Json]]] = {}
    for (chain, _n), text in dossier.events.items():
        detail = json.loads(text).get("detail")
        if isinstance(detail, dict) and isinstance(detail.get("item"), str):
            found.setdefault(f"{chain} {detail['item']}", []).append(detail)
    return found
