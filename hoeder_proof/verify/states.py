"""A signed state of the log: the log's signature, the witnesses', and what time they prove."""

from dataclasses import dataclass, field

from hoeder.ledger.note import Statement, Verifier, open_checkpoint, read_verifier
from hoeder.ledger.policy import Policy, read_policy
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.sources import LARGEST_TEXT, Damaged, Source, read
from hoeder_proof.verify.texts import decoded, shown_time


@dataclass(frozen=True)
class Trust:
    """What the verifier was given beforehand, apart from the files that are looked at."""

    #: The log's verifier key, as on paper.
    key: str | None
    #: The organisation's root key, 64 hex digits.
    root: str | None
    #: A policy that the verifier trusts in the place of the one in the files.
    policy: str | None
    #: Seconds since 1970: what lies after it has not happened yet.
    now: int
    #: A certificate (PEM) of the time-stamp authority.
    authority: bytes | None = None


@dataclass(frozen=True)
class State:
    """A checkpoint whose signature holds, and when witnesses saw it."""

    statement: Statement
    verifier: Verifier
    #: Seconds since 1970 at which each witness of the policy says to have seen it.
    seen: dict[str, int] = field(default_factory=dict)


def log_key(findings: Findings, trust: Trust, text: str | None, file: str) -> Verifier | None:
    """Read the log's key: the one that was given, else the one of the files."""
    if text is not None:
        try:
            own = key_in(text)
        except ValueError:
            findings.fails("key.unreadable", file)
            text = None
    if trust.key is None:
        return own if text is not None else None
    given = read_verifier(trust.key)
    if text is not None and own != given:
        findings.fails("key.differs", file, given=given.text())
    return given


def key_in(text: str) -> Verifier:
    """Read a file that holds a verifier key and a line feed, nothing else; else ValueError."""
    own = read_verifier(text.removesuffix("\n"))
    if text != f"{own.text()}\n":
        raise ValueError("more or less than a verifier key and a line feed")
    return own


def policy_of(findings: Findings, trust: Trust, text: str | None, file: str) -> Policy | None:
    """Read who must have cosigned: the policy that was given, else that of the files."""
    if trust.policy is not None:
        return read_policy(trust.policy)
    if text is None or not text.strip():
        return None
    try:
        return read_policy(text)
    except ValueError as error:
        findings.fails("policy.unreadable", file, reason=error)
        return None


def signed_state(
    findings: Findings,
    note: str,
    file: str,
    verifier: Verifier,
    policy: Policy | None,
    trust: Trust,
) -> State | None:
    """Check a checkpoint: the log's signature and those of the witnesses."""
    try:
        statement = open_checkpoint(note, verifier)
    except ValueError:
        findings.fails("checkpoint.unsigned", file, key=verifier.text())
        return None
    findings.holds("checkpoint.signed", file, origin=statement.origin, size=statement.size)
    if policy is None or not policy.witnesses:
        findings.open("checkpoint.no_witnesses", file)
        return State(statement, verifier)
    return State(statement, verifier, _seen(findings, note, file, policy, trust))


def _seen(findings: Findings, note: str, file: str, policy: Policy, trust: Trust) -> dict[str, int]:
    try:
        counted = policy.cosigned(note, now=trust.now)
    except ValueError as error:
        findings.fails("checkpoint.cosignature", file, reason=error)
        return {}
    seen = {name: one.time for name, one in counted.items()}
    said = ", ".join(f"{name} ({shown_time(seen[name])})" for name in sorted(seen))
    if policy.is_met(seen):
        findings.holds("checkpoint.quorum", file, witnesses=said or "-")
    else:
        findings.fails("checkpoint.no_quorum", file, witnesses=said or "-", quorum=policy.quorum)
    return seen


def text_in(findings: Findings, source: Source, name: str, label: str = "") -> str | None:
    """Read a text of a source; None where there is none, and a finding where it is no text."""
    if name not in source.names:
        return None
    try:
        return decoded(read(source, name, LARGEST_TEXT))
    except UnicodeDecodeError:
        findings.fails("text.encoding", label + name)
    except Damaged:
        findings.fails("file.damaged", label + name)
    return None
