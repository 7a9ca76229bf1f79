"""The proof of report: that a report was made on a day, and whether the word in it was kept."""

import hashlib
from datetime import UTC, datetime

from hoeder.ledger.note import Verifier
from hoeder.ledger.reported import HEAD, ProofOfReport, open_proof
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.logs import Log
from hoeder_proof.verify.states import Trust
from hoeder_proof.verify.texts import shown_time


def is_proof(text: str) -> bool:
    """Tell whether this is a proof of report."""
    return text.startswith(f"{HEAD}\n")


def check_proof(
    findings: Findings, text: str, file: str, verifier: Verifier
) -> ProofOfReport | None:
    """Check by itself a proof of report: the log's signature, and what it says."""
    try:
        proof = open_proof(text, verifier)
    except ValueError as error:
        findings.fails("proof-of-report.unsigned", file, reason=error, key=verifier.text())
        return None
    findings.holds(
        "proof-of-report.signed",
        file,
        day=proof.day,
        hash=proof.hash,
        origin=proof.origin,
        until=shown_time(int(proof.logged_by.timestamp())),
    )
    return proof


def compare_report(findings: Findings, proof: ProofOfReport, sealed: bytes, file: str) -> None:
    """Compare a proof with the sealed report that it is about."""
    if hashlib.sha256(sealed).hexdigest() == proof.hash:
        findings.holds("proof-of-report.same", file)
    else:
        findings.fails("proof-of-report.other", file, hash=proof.hash)


def is_due(proof: ProofOfReport, trust: Trust) -> bool:
    """Tell whether the day has passed by which the report had to be logged."""
    return trust.now >= int(proof.logged_by.timestamp())


def compare_log(findings: Findings, proof: ProofOfReport, file: str, log: Log) -> None:
    """Tell from a whole log whether the word in a proof was kept.

    Only the log itself or a witness of it can say that it had come so far: leaves carry the day on
    which they were published, and a witness signs what was the newest state at a time. A time stamp
    alone may be over an older state.
    """
    found = log.walk.found.get(bytes.fromhex(proof.handle))
    if found is not None:
        place, day = found
        if day is not None and day >= proof.logged_by.date():
            findings.fails("proof-of-report.late", file, leaf=place, day=day)
        else:
            findings.holds("proof-of-report.kept", file, leaf=place, day=day or "-")
        return
    reached = _reached(log)
    until = shown_time(int(proof.logged_by.timestamp()))
    if reached is not None and reached >= proof.logged_by:
        findings.fails(
            "proof-of-report.broken",
            file,
            until=until,
            reached=shown_time(int(reached.timestamp())),
        )
    else:
        findings.open("proof-of-report.not_yet", file, until=until)


def _reached(log: Log) -> datetime | None:
    """Return the latest moment up to which this log is known to go."""
    if log.state is None:
        return None
    moments = [
        datetime.fromtimestamp(min(one, 253402300799), UTC) for one in log.state.seen.values()
    ]
    if log.walk.last_day is not None:
        day = log.walk.last_day
        moments.append(datetime(day.year, day.month, day.day, tzinfo=UTC))
    return max(moments, default=None)
