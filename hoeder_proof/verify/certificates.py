"""The certificate: that a report was received on a day (docs/spec/certificate.md).

The words on the page are signed by nobody. What is told here comes from the attached files alone.
"""

import hashlib
from pathlib import Path

from hoeder.ledger import leaves, tree
from hoeder.ledger.note import Verifier
from hoeder.ledger.reported import ProofOfReport
from hoeder_proof.verify import attached, reports, states
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.proofs import Proof, read_proof
from hoeder_proof.verify.sources import Unreadable
from hoeder_proof.verify.states import Trust
from hoeder_proof.verify.texts import decoded, read_object

REPORT, KEY, POLICY = "proof-of-report.txt", "log-key.txt", "policy.txt"
EVENT, PROOF = "event-0.json", "event-0.tlog-proof"
_NONCE = 32


def is_certificate(begin: bytes) -> bool:
    """Tell whether this is a PDF."""
    return begin.startswith(attached.HEAD)


def check_certificate(findings: Findings, path: Path, trust: Trust) -> None:
    """Check a certificate by what is attached to it."""
    files = attached.files_in(path)
    if REPORT not in files:
        raise Unreadable("pdf.no_certificate", path.name)
    texts = _texts(findings, files)
    verifier = states.log_key(findings, trust, texts.get(KEY), KEY)
    if verifier is None:
        findings.fails("key.missing", KEY)
        return
    if trust.key is None:
        findings.open("key.unknown", KEY, key=verifier.text())
    if REPORT not in texts:
        return
    proof = reports.check_proof(findings, texts[REPORT], REPORT, verifier)
    if proof is None:
        return
    if PROOF in texts and EVENT in texts:
        _check_entry(findings, texts, proof, verifier, trust)
    elif PROOF in files or EVENT in files:
        findings.fails("certificate.half", PROOF if EVENT in files else EVENT)
    else:
        findings.open("certificate.no_entry", REPORT, day=proof.logged_by.date())


def _texts(findings: Findings, files: dict[str, bytes]) -> dict[str, str]:
    texts = {}
    for name in (REPORT, KEY, POLICY, EVENT, PROOF):
        if name in files:
            try:
                texts[name] = decoded(files[name])
            except UnicodeDecodeError:
                findings.fails("text.encoding", name)
    return texts


def _check_entry(
    findings: Findings,
    texts: dict[str, str],
    report: ProofOfReport,
    verifier: Verifier,
    trust: Trust,
) -> None:
    """Follow event 0 from its text to the state of the log."""
    try:
        proof = read_proof(texts[PROOF])
        data, nonce = proof.extra[: leaves.LEAF_SIZE], proof.extra[leaves.LEAF_SIZE :]
        leaf = leaves.read_leaf(data)
        if len(nonce) != _NONCE:
            raise ValueError("it does not open its leaf")
    except ValueError as error:
        findings.fails("proof.form", PROOF, reason=error)
        return
    if not _is_about(report, leaf.handle, texts[EVENT]):
        findings.fails("certificate.other_report", EVENT)
        return
    if leaf.commit != hashlib.sha256(b"\x02" + nonce + texts[EVENT].encode()).digest():
        findings.fails("proof.event", PROOF, event=EVENT)
        return
    policy = states.policy_of(findings, trust, texts.get(POLICY), POLICY)
    state = states.signed_state(findings, proof.checkpoint, PROOF, verifier, policy, trust)
    if state is None:
        return
    if _root(proof, data, state.statement.size) != state.statement.root:
        findings.fails("proof.root", PROOF, n=0, leaf=proof.index)
    elif leaf.day >= report.logged_by.date():
        findings.fails("proof-of-report.late", PROOF, leaf=proof.index, day=leaf.day)
    else:
        findings.holds("proof-of-report.kept", PROOF, leaf=proof.index, day=leaf.day)


def _is_about(report: ProofOfReport, handle: bytes, event: str) -> bool:
    """Tell whether leaf and event are those that the proof of report names."""
    try:
        said = read_object(event.encode())
    except ValueError:
        return False
    detail = said.get("detail")
    item = detail.get("item") if isinstance(detail, dict) else None
    return said.get("n") == 0 and item == report.hash and handle.hex() == report.handle


def _root(proof: Proof, leaf: bytes, size: int) -> bytes:
    try:
        return tree.root_from_inclusion(proof.index, size, tree.leaf_hash(leaf), proof.path)
    except ValueError:
        return b""
