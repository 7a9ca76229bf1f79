"""Tells what a target is, and has it checked."""

import re
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from hoeder.ledger.note import Statement, Verifier, read_statement, read_verifier, split_note
from hoeder.ledger.policy import read_policy
from hoeder_proof.verify import certificates, dossiers, logs, reports, sites, states
from hoeder_proof.verify.dossier import Dossier
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.sources import LARGEST_FILE, LARGEST_TEXT, Source, Unreadable, open_source
from hoeder_proof.verify.states import Trust
from hoeder_proof.verify.texts import decoded

_ROOT = re.compile(r"[0-9a-f]{64}")
#: Files of another copy are shown with this before their name.
OTHER = "[--against] "


@dataclass(frozen=True)
class Asked:
    """What the command line asks."""

    trust: Trust
    against: str | None = None
    proof: str | None = None
    site: bool = False


def refuse_unusable(trust: Trust) -> None:
    """Refuse a key, a root or a policy that is none, before anything is looked at."""
    if trust.root is not None and not _ROOT.fullmatch(trust.root):
        raise Unreadable("usage.root")
    if trust.authority is not None:
        try:
            x509.load_pem_x509_certificates(trust.authority)
        except ValueError as error:
            raise Unreadable("usage.authority") from error
    for text, code, read in (
        (trust.key, "usage.key", read_verifier),
        (trust.policy, "usage.policy", read_policy),
    ):
        if text is not None:
            try:
                read(text)
            except ValueError as error:
                raise Unreadable(code, reason=error) from error


def check(findings: Findings, target: str, asked: Asked) -> None:
    """Check whatever the target is."""
    if asked.site:
        findings.kind = "site"
        sites.check_site(findings, target, asked.trust)
        return
    path = Path(target)
    begin = _begin_of(path)
    if path.is_dir() or begin.startswith(b"PK"):
        _check_many(findings, path, asked)
    elif certificates.is_certificate(begin):
        findings.kind = "certificate"
        certificates.check_certificate(findings, path, asked.trust)
    else:
        _check_proof(findings, path, asked)


def _begin_of(path: Path) -> bytes:
    if path.is_dir():
        return b""
    with path.open("rb") as file:
        return file.read(8)


def _check_many(findings: Findings, path: Path, asked: Asked) -> None:
    if not check_source(findings, open_source(path), asked):
        raise Unreadable("target.unknown", path.name)


def check_source(findings: Findings, source: Source, asked: Asked) -> bool:
    """Check files; return False where they are nothing that this program knows."""
    if logs.is_log(source):
        findings.kind = "log"
        _check_log(findings, source, asked)
    elif dossiers.is_dossier(source):
        findings.kind = "dossier"
        dossier = dossiers.check_dossier(findings, source, asked.trust)
        if dossier is not None and asked.against is not None:
            _against_dossier(findings, dossier, asked)
    else:
        return False
    return True


def _check_log(findings: Findings, source: Source, asked: Asked) -> None:
    proof = None
    key = states.text_in(findings, source, "key")
    verifier = states.log_key(Findings(), asked.trust, key, "key")
    if asked.proof is not None and verifier is not None:
        text = text_of(Path(asked.proof))
        proof = reports.check_proof(findings, text, Path(asked.proof).name, verifier)
    other = _Other(asked.against) if asked.against else None
    handles = [bytes.fromhex(proof.handle)] if proof else []
    sizes = other.sizes() if other else []
    log = logs.check_log(findings, source, asked.trust, sizes=sizes, handles=handles)
    if proof is not None:
        reports.compare_log(findings, proof, Path(str(asked.proof)).name, log)
    if other is not None:
        other.compare(findings, log, asked.trust)


def _against_dossier(findings: Findings, dossier: Dossier, asked: Asked) -> None:
    source = open_source(Path(str(asked.against)))
    if not logs.is_log(source):
        other = dossiers.check_dossier(Findings(), source, asked.trust)
        if other is None:
            raise Unreadable("target.unknown", str(asked.against))
        dossiers.compare_dossiers(findings, dossier, other, OTHER)
        return
    state = dossier.state
    log = logs.check_log(
        findings,
        source,
        asked.trust,
        label=OTHER,
        sizes=[state.statement.size] if state else [],
        handles=[leaf[32:64] for leaf in dossier.leaves.values()],
    )
    dossiers.compare_with_log(findings, dossier, log)


class _Other:
    """What a log is held against: another copy of it, or one checkpoint that somebody kept."""

    def __init__(self, text: str) -> None:
        self.path = Path(text)
        self.source: Source | None = None
        self.note: str | None = None
        if self.path.is_dir() or _begin_of(self.path).startswith(b"PK"):
            self.source = open_source(self.path)
            if not logs.is_log(self.source):
                raise Unreadable("target.unknown", self.path.name)
        else:
            self.note = text_of(self.path)
            self.statement()

    def statement(self) -> Statement:
        """Read what the kept checkpoint says."""
        try:
            return read_statement(split_note(str(self.note))[0])
        except ValueError as error:
            raise Unreadable("target.unknown", self.path.name) from error

    def sizes(self) -> list[int]:
        """Name the sizes at which the root of the log is wanted."""
        return [] if self.note is None else [self.statement().size]

    def compare(self, findings: Findings, log: logs.Log, trust: Trust) -> None:
        """Compare the log with it."""
        if self.source is not None:
            other = logs.check_log(findings, self.source, trust, label=OTHER)
            logs.compare_logs(findings, log, other)
            return
        name, verifier = OTHER + self.path.name, log.state and log.state.verifier
        if not isinstance(verifier, Verifier):
            return
        found = states.signed_state(findings, str(self.note), name, verifier, None, trust)
        if found is not None:
            logs.compare_checkpoint(findings, log, found.statement, name)


def _check_proof(findings: Findings, path: Path, asked: Asked) -> None:
    text = text_of(path)
    if not reports.is_proof(text):
        raise Unreadable("target.unknown", path.name)
    findings.kind = "proof-of-report"
    if asked.trust.key is None:
        raise Unreadable("usage.key_needed", path.name)
    verifier = read_verifier(asked.trust.key)
    proof = reports.check_proof(findings, text, path.name, verifier)
    if proof is None:
        return
    if asked.against is not None:
        other = Path(asked.against)
        if other.is_dir() or _begin_of(other).startswith(b"PK"):
            source = open_source(other)
            handles = [bytes.fromhex(proof.handle)]
            log = logs.check_log(findings, source, asked.trust, label=OTHER, handles=handles)
            reports.compare_log(findings, proof, path.name, log)
        else:
            sealed = other.read_bytes()[:LARGEST_FILE]
            reports.compare_report(findings, proof, sealed, OTHER + other.name)
    elif reports.is_due(proof, asked.trust):
        findings.open("proof-of-report.due", path.name)


def text_of(path: Path) -> str:
    """Read a text that the command line names, or refuse."""
    with path.open("rb") as file:
        data = file.read(LARGEST_TEXT + 1)
    try:
        text = decoded(data)
    except UnicodeDecodeError as error:
        raise Unreadable("target.no_text", path.name) from error
    if len(data) > LARGEST_TEXT:
        raise Unreadable("zip.too_large", path.name)
    return text
