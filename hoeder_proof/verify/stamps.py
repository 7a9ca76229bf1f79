"""RFC 3161 time stamps over checkpoints: that a state of the log existed at a time.

Who the authority is must be known from elsewhere: without its certificate (`--authority`) a stamp
says something that nobody vouches for.
"""

import hashlib
import re

import rfc3161_client
from cryptography import x509

from hoeder.ledger import stamping
from hoeder.ledger.cosignatures import CLOCK_ALLOWANCE
from hoeder.ledger.note import Statement, Verifier, open_checkpoint
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.sources import MIB, Damaged, Source, read
from hoeder_proof.verify.states import Trust, text_in
from hoeder_proof.verify.texts import shown_time

_NAME = re.compile(r"(0|[1-9][0-9]{0,18})\.(?:tsr|checkpoint)", re.ASCII)
_LARGEST = MIB
#: What the hash in a stamp may be made with.
_HASHES = ("sha256", "sha384", "sha512")


def check_stamps(
    findings: Findings,
    source: Source,
    folder: str,
    verifier: Verifier,
    trust: Trust,
    label: str = "",
) -> dict[int, Statement]:
    """Check each stamp of a folder; return the checkpoints that were stamped, by their size.

    That they belong to the history of the log is the caller's to show.
    """
    stamped: dict[int, Statement] = {}
    sizes = {match[1] for name in source.names if (match := _match(name, folder))}
    for size in sorted(sizes, key=int):
        stamp, state = f"{folder}{size}.tsr", f"{folder}{size}.checkpoint"
        note = text_in(findings, source, state, label)
        for name in {stamp, state} - set(source.names):
            findings.fails("stamp.alone", label + name)
        if note is None or stamp not in source.names:
            continue
        try:
            statement = open_checkpoint(note, verifier)
            answer = read(source, stamp, _LARGEST)
        except ValueError:
            findings.fails("checkpoint.unsigned", label + state, key=verifier.text())
        except Damaged:
            findings.fails("file.damaged", label + stamp)
        else:
            if statement.size != int(size):
                findings.fails("stamp.size", label + state, size=statement.size)
            elif _check_one(findings, answer, note, label + stamp, trust):
                stamped[statement.size] = statement
    return stamped


def _match(name: str, folder: str) -> re.Match[str] | None:
    return _NAME.fullmatch(name.removeprefix(folder)) if name.startswith(folder) else None


def _check_one(findings: Findings, answer: bytes, note: str, file: str, trust: Trust) -> bool:
    """Check one stamp; return whether the checkpoint beside it may be held against the log."""
    if trust.authority is None:
        return _without_authority(findings, answer, note, file)
    try:
        stamp = stamping.open_stamp(answer, note, x509.load_pem_x509_certificates(trust.authority))
    except stamping.StampRefused:
        findings.fails("stamp.wrong", file)
        return False
    seconds = int(stamp.at.timestamp())
    if seconds > trust.now + CLOCK_ALLOWANCE:
        findings.fails("stamp.future", file, time=shown_time(seconds))
        return False
    findings.holds("stamp.time", file, time=shown_time(seconds), authority=stamp.authority)
    return True


def _without_authority(findings: Findings, answer: bytes, note: str, file: str) -> bool:
    """Say what a stamp says of itself: who made it cannot be told without a certificate."""
    try:
        said = rfc3161_client.decode_timestamp_response(answer).tst_info
        known = {hashlib.new(name, note.encode()).digest() for name in _HASHES}
        if said.message_imprint.message not in known:
            raise ValueError("it is over something else")
        time = shown_time(int(said.gen_time.timestamp()))
    except (ValueError, TypeError, OverflowError):
        findings.fails("stamp.wrong", file)
        return False
    findings.open("stamp.unknown_authority", file, time=time)
    return True
