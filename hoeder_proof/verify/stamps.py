"""RFC 3161 time stamps over checkpoints: that a state of the log existed at a time.

The signature is checked at the time that the stamp says. Who the authority is must be known from
elsewhere: without its certificate (`--authority`) the one inside the stamp is named to be compared.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

import rfc3161_client
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from hoeder.ledger.note import Statement, Verifier, open_checkpoint
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.sources import MIB, Damaged, Source, read
from hoeder_proof.verify.states import Trust, text_in
from hoeder_proof.verify.texts import shown_time

_NAME = re.compile(r"(0|[1-9][0-9]{0,18})\.tsr", re.ASCII)
_LARGEST = MIB


@dataclass(frozen=True)
class Stamp:
    """A stamp that was read: who gave it, over what, when."""

    at: datetime
    authority: str
    fingerprint: str


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
    for name in source.names:
        match = _NAME.fullmatch(name.removeprefix(folder)) if name.startswith(folder) else None
        if match is None:
            continue
        beside = f"{folder}{match[1]}.checkpoint"
        note = text_in(findings, source, beside, label)
        if note is None:
            findings.fails("stamp.alone", label + name, checkpoint=beside)
            continue
        try:
            statement = open_checkpoint(note, verifier)
        except ValueError:
            findings.fails("checkpoint.unsigned", label + beside, key=verifier.text())
            continue
        if statement.size != int(match[1]):
            findings.fails("stamp.size", label + beside, size=statement.size)
            continue
        if _check_one(findings, read(source, name, _LARGEST), note.encode(), label + name, trust):
            stamped[statement.size] = statement
    return stamped


def _check_one(findings: Findings, answer: bytes, note: bytes, file: str, trust: Trust) -> bool:
    try:
        stamp, trusted = _verified(answer, note, trust.authority)
    except (ValueError, TypeError, OverflowError, Damaged, rfc3161_client.VerificationError):
        findings.fails("stamp.wrong", file)
        return False
    if stamp is None:
        findings.open("stamp.unknown_authority", file)
        return True
    seconds = int(stamp.at.timestamp())
    if seconds > trust.now + 3600:
        findings.fails("stamp.future", file, time=shown_time(seconds))
        return False
    findings.holds("stamp.time", file, time=shown_time(seconds), authority=stamp.authority)
    if not trusted:
        findings.open(
            "stamp.authority", file, authority=stamp.authority, fingerprint=stamp.fingerprint
        )
    return True


def _verified(answer: bytes, note: bytes, authority: bytes | None) -> tuple[Stamp | None, bool]:
    """Verify an answer over a note; None where no certificate of the authority is known."""
    response = rfc3161_client.decode_timestamp_response(answer)
    imprint = response.tst_info.message_imprint
    inside = [x509.load_der_x509_certificate(one) for one in response.signed_data.certificates]
    roots = (
        x509.load_pem_x509_certificates(authority)
        if authority is not None
        else [one for one in inside if one.issuer == one.subject]
    )
    if not roots:
        if imprint.message not in {hashlib.new(name, note).digest() for name in _HASHES}:
            raise ValueError("it is over something else")
        return None, False
    builder = rfc3161_client.VerifierBuilder(roots=roots, intermediates=inside)
    builder.build().verify_message(response, note)
    top = roots[0]
    name = _name_of(top)
    return (
        Stamp(response.tst_info.gen_time, name, top.fingerprint(SHA256()).hex()),
        authority is not None,
    )


_HASHES = ("sha256", "sha384", "sha512")


def _name_of(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()
