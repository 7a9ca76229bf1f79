"""Time stamps (RFC 3161): what is asked of an authority, and whether its answer holds. No database.

A stamp says that an authority outside saw a checkpoint at a time. It is the one module that may
import `rfc3161_client`, and `cryptography` for the authority's certificates: nothing here has a
secret, and nothing is signed or opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.x509 import (
    Certificate,
    NameOID,
    load_der_x509_certificate,
    load_pem_x509_certificates,
)
from rfc3161_client import (
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)


class StampRefused(Exception):  # noqa: N818 - as the refusals of hoeder/errors.py are named
    """What came is no time stamp of this note by a trusted authority: why, as a sentence."""


@dataclass(frozen=True)
class Query:
    """What is sent, and the number that must come back so that no older answer passes."""

    body: bytes
    nonce: int


@dataclass(frozen=True)
class Stamped:
    """What a stamp says: when, and by whom."""

    at: datetime
    authority: str


def query_for(note: str) -> Query:
    """Ask for a stamp over SHA-512 of a note, with a fresh number and the certificate."""
    request = TimestampRequestBuilder().data(note.encode()).build()
    if request.nonce is None:
        raise AssertionError("a query has a nonce")
    return Query(request.as_bytes(), request.nonce)


def read_roots(file: Path) -> list[Certificate]:
    """Read the certificates of the authorities that are trusted, or raise OSError or ValueError."""
    return load_pem_x509_certificates(file.read_bytes())


def open_stamp(
    response: bytes, note: str, roots: Sequence[Certificate], nonce: int | None = None
) -> Stamped:
    """Check that an authority below one of these roots stamped this note, or raise StampRefused.

    `nonce` is that of the query; None for a stamp that was kept, whose query is gone.
    """
    try:
        read = decode_timestamp_response(response)
        VerifierBuilder(roots=list(roots), nonce=nonce).build().verify_message(read, note.encode())
        return Stamped(read.tst_info.gen_time, _authority(read))
    except VerificationError as error:
        raise StampRefused(f"the time stamp does not hold: {error}") from error
    except Exception as error:
        # What a hostile answer can make the parsers raise is written nowhere; none of it is ours.
        raise StampRefused("the answer is no time stamp") from error


def _authority(read: TimeStampResponse) -> str:
    """Name who signed: the common name in the certificate, or all of its subject."""
    (signer,) = read.signed_data.signer_infos
    certificates = map(load_der_x509_certificate, read.signed_data.certificates)
    own = (signer.issuer, signer.serial_number)
    # One, and no other that only says to be it: which of two was verified could not be told.
    (found,) = [one for one in certificates if (one.issuer, one.serial_number) == own]
    names = found.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value if names else found.subject.rfc4514_string())[:200]
