"""The examples of the C2SP specifications read as those say, and what is unknown is left alone."""

import base64

import pytest
from cryptography.exceptions import UnsupportedAlgorithm

from hoeder import signatures
from hoeder.ledger import cosignatures, note

#: https://c2sp.org/signed-note, "Example".
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = """This is an example message.

\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""  # noqa: E501
#: https://c2sp.org/tlog-cosignature; the keys of its log and witness are not published with it.
SOFA = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""  # noqa: E501


def test_the_example_of_signed_note_holds() -> None:
    text, signed = note.split_note(FOO_NOTE)
    assert text == "This is an example message.\n"
    assert note.is_signed(text, signed, note.read_verifier(FOO))
    assert not note.is_signed("This is an example massage.\n", signed, note.read_verifier(FOO))


def test_the_example_of_tlog_cosignature_is_read_and_written_as_it_stands() -> None:
    text, signed = note.split_note(SOFA)
    assert note.read_statement(text).size == 20852163
    assert [one.name for one in signed] == ["example.com/behind-the-sofa", "witness.example.com/w1"]
    (found,) = cosignatures.cosignatures(SOFA)
    assert (found.name, found.key_id.hex(), found.time) == (
        "witness.example.com/w1",
        "8d66cf3f",
        1679315147,
    )
    assert found.line() in SOFA


def test_the_message_is_that_of_the_specification() -> None:
    text, _ = note.split_note(SOFA)
    ours = cosignatures.Cosigner("w.example", cosignatures.ED25519, bytes(32))
    assert ours.message(text, 1679315147).decode() == (
        "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )
    other = cosignatures.Cosigner("w.example", cosignatures.ML_DSA_44, bytes(1312))
    assert other.message(text, 1679315147) == (
        b"subtree/v1\n\x00"
        b"\x09w.example"
        b"\x00\x00\x00\x00\x64\x18\x50\xcb"
        b"\x1bexample.com/behind-the-sofa"
        b"\x00\x00\x00\x00\x00\x00\x00\x00"
        b"\x00\x00\x00\x00\x01\x3e\x2d\xc3"
        + base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    )


def test_a_computer_without_ml_dsa_says_so_and_judges_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Without:
        @staticmethod
        def from_public_bytes(key: bytes) -> None:
            raise UnsupportedAlgorithm("no ML-DSA here")

    monkeypatch.setattr(signatures, "MLDSA44PublicKey", Without)
    with pytest.raises(signatures.CannotCheck, match="cannot check ML-DSA-44"):
        signatures.verifies_ml_dsa_44(key=bytes(1312), signature=bytes(2420), message=b"")


def test_a_key_or_signature_of_the_wrong_length_does_not_hold() -> None:
    assert not signatures.verifies_ml_dsa_44(key=b"", signature=b"", message=b"")
    assert not signatures.verifies_ml_dsa_44(key=bytes(1312), signature=bytes(64), message=b"")
