"""A dossier: every check of `docs/spec/dossier.md` §7, in its order, going on after a fault."""

import hashlib
import re
from collections.abc import Collection
from typing import Any

from hoeder.organisations.canonical import parse
from hoeder.signatures import verifies
from hoeder_proof.verify import chains, directories, items, logs
from hoeder_proof.verify.dossier import Dossier
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.schema import fault_of_dossier
from hoeder_proof.verify.sources import LARGEST_TEXT, Damaged, Source, pieces, read
from hoeder_proof.verify.states import Trust
from hoeder_proof.verify.texts import decoded, read_object

MANIFEST, DOCUMENT, SIGNATURE = "manifest.json", "dossier.json", "manifest.sig"
#: Folders in which each file must be named by `dossier.json`.
_NAMED = ("originals/", "opened/", "files/", "log/events/", "log/proofs/")
_SIGNATURE_FORM = re.compile(rb"([0-9a-f]{128})\n")


def is_dossier(source: Source) -> bool:
    """Tell whether this is a dossier, perhaps with a part missing."""
    return bool({MANIFEST, DOCUMENT, SIGNATURE} & set(source.names)) or (
        "log/checkpoint" in source.names
    )


def check_dossier(findings: Findings, source: Source, trust: Trust) -> Dossier | None:
    """Check a dossier by itself."""
    _check_manifest(findings, source)
    signature = _read_signature(findings, source)
    document = _read_document(findings, source)
    if document is None:
        return None
    dossier = Dossier(findings, source, trust, document)
    _check_paths(dossier)
    directories.check_directory(dossier)
    chains.check_checkpoint(dossier)
    chains.check_events(dossier)
    items.check_rooms(dossier)
    items.check_files(dossier)
    chains.check_stamps(dossier)
    chains.check_proof_of_report(dossier)
    if signature is not None:
        _check_signature(dossier, signature)
    return dossier


def _check_manifest(findings: Findings, source: Source) -> None:
    named = _read_manifest(findings, source)
    if named is None:
        return
    others = set(source.names) - {MANIFEST, SIGNATURE}
    for name in sorted(named.keys() - others):
        findings.fails("manifest.missing", name)
    for name in sorted(others - named.keys()):
        findings.fails("manifest.unnamed", name)
    wrong = 0
    for name in sorted(named.keys() & others):
        if _hash_of(findings, source, name) not in {named[name], None}:
            findings.fails("manifest.changed", name)
            wrong += 1
    if not wrong and named.keys() == others:
        findings.holds("manifest.whole", MANIFEST, count=len(named))


def _read_manifest(findings: Findings, source: Source) -> dict[str, str] | None:
    if MANIFEST not in source.names:
        findings.fails("manifest.lost", MANIFEST)
        return None
    try:
        manifest: Any = read_object(read(source, MANIFEST, LARGEST_TEXT))
        named = manifest["files"]
        good = manifest["v"] == 1 and all(type(one) is str for one in named.values())
    except (ValueError, KeyError, AttributeError, Damaged):
        good = False
    if not good:
        findings.fails("manifest.unreadable", MANIFEST)
        return None
    return dict(named)


def _hash_of(findings: Findings, source: Source, name: str) -> str | None:
    digest = hashlib.sha256()
    try:
        for piece in pieces(source, name):
            digest.update(piece)
    except Damaged:
        findings.fails("file.damaged", name)
        return None
    return digest.hexdigest()


def _read_document(findings: Findings, source: Source) -> dict[str, Any] | None:
    if DOCUMENT not in source.names:
        findings.fails("dossier.lost", DOCUMENT)
        return None
    try:
        document: Any = parse(decoded(read(source, DOCUMENT, LARGEST_TEXT)))
    except (ValueError, Damaged) as error:
        findings.fails("dossier.unreadable", DOCUMENT, reason=error)
        return None
    where = fault_of_dossier(document)
    if where is not None:
        findings.fails("dossier.form", DOCUMENT, where=where)
        return None
    return dict(document)


def _check_paths(dossier: Dossier) -> None:
    named = set(_paths_of(dossier.document))
    there = {name for name in dossier.source.names if name.startswith(_NAMED)}
    for name in sorted(named - there):
        dossier.findings.fails("dossier.lacks", name)
    for name in sorted(there - named):
        dossier.findings.fails("dossier.unnamed", name)


def _paths_of(document: dict[str, Any]) -> Collection[str]:
    """Name every file that `dossier.json` names, or that follows from it."""
    paths = [
        path
        for row in [*document["files"], *(one for r in document["rooms"] for one in r["items"])]
        for path in (row["original"], row["opened"])
        if path is not None
    ]
    for event in document["events"]:
        paths.append(chains.event_path(event))
        if event["leaf"] is not None:
            paths.append(chains.proof_path(event))
    return paths


def _read_signature(findings: Findings, source: Source) -> bytes | None:
    """Read the maker's signature: what it is, can be told where `dossier.json` is lost."""
    if SIGNATURE not in source.names:
        findings.fails("signature.lost", SIGNATURE)
        return None
    try:
        found = _SIGNATURE_FORM.fullmatch(read(source, SIGNATURE, LARGEST_TEXT))
    except Damaged:
        found = None
    if found is None:
        findings.fails("signature.form", SIGNATURE)
        return None
    return bytes.fromhex(found[1].decode())


def _check_signature(dossier: Dossier, signature: bytes) -> None:
    """§6: whose word the summed-up parts are."""
    findings, maker = dossier.findings, dossier.document["made_by"]
    try:
        message = b"hoeder-dossier-v1\n" + read(dossier.source, MANIFEST, LARGEST_TEXT)
        good = verifies(key=bytes.fromhex(maker["verify"]), signature=signature, message=message)
    except (ValueError, Damaged):
        good = False
    if not good:
        findings.fails("signature.wrong", SIGNATURE)
    elif not _is_makers(dossier):
        findings.fails("signature.stranger", DOCUMENT, label=maker["label"])
    else:
        findings.holds("signature.holds", SIGNATURE, label=maker["label"])


def _is_makers(dossier: Dossier) -> bool:
    """Tell whether the key of the signature belongs to whom it says."""
    maker = dossier.document["made_by"]
    if maker["label"] == "reporter":
        return maker["verify"] in dossier.reporters
    officer = maker["label"].removeprefix("officer:")
    return bool(dossier.officers.get(maker["verify"]) == officer)


def compare_dossiers(findings: Findings, one: Dossier, other: Dossier, label: str) -> None:
    """Equal arms: two dossiers of a case have the same log, events and originals."""
    if one.document["case"] != other.document["case"]:
        findings.fails("arms.other_case", f"{label}{DOCUMENT}")
        return
    mine, theirs = one.document["head"], other.document["head"]
    if mine == theirs:
        findings.holds("arms.same_head", f"{label}{DOCUMENT}")
    elif mine and theirs and mine["size"] == theirs["size"]:
        findings.fails("arms.other_head", f"{label}{DOCUMENT}", size=mine["size"])
    else:
        findings.open("arms.other_moment", f"{label}{DOCUMENT}")
    shared = one.events.keys() & other.events.keys()
    places = {(e["chain"], e["n"]): e["leaf"] for e in other.document["events"]}
    for event in one.document["events"]:
        key = (event["chain"], event["n"])
        later = None in {event["leaf"], places.get(key)}
        if key in shared and (
            one.events[key] != other.events[key] or (not later and event["leaf"] != places[key])
        ):
            findings.fails("arms.event", label + chains.event_path(event))
    _compare_originals(findings, one, other, label)


def _compare_originals(findings: Findings, one: Dossier, other: Dossier, label: str) -> None:
    count = 0
    for path in sorted(set(one.source.names) & set(other.source.names)):
        if path.startswith("originals/"):
            count += 1
            hashes = {_hash_of(findings, each.source, path) for each in (one, other)}
            if len(hashes) > 1:
                findings.fails("arms.original", label + path)
    findings.holds("arms.compared", f"{label}{DOCUMENT}", originals=count)


def compare_with_log(findings: Findings, dossier: Dossier, log: logs.Log) -> None:
    """Hold a dossier against the whole log: the same history, and the same leaves."""
    if dossier.state is not None:
        statement = dossier.state.statement
        seen = dossier.state.seen.values()
        logs.compare_checkpoint(findings, log, statement, "log/checkpoint", seen)
    for event in dossier.document["events"]:
        leaf = dossier.leaves.get((event["chain"], event["n"]))
        if leaf is None:
            continue
        found = log.walk.found.get(leaf[32:64])
        if found is None:
            if event["leaf"] < log.walk.size:
                findings.fails("copy.no_leaf", chains.event_path(event), leaf=event["leaf"])
        elif found[0] != event["leaf"]:
            findings.fails("copy.no_leaf", chains.event_path(event), leaf=event["leaf"])
