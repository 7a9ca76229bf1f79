import secrets

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hoeder.errors import NotValid
from hoeder.rooms import envelope
from tests.rooms.sealing import a_header, a_recipient, sealed, unpadded

ITEM = sealed()
HEADER = ITEM[: envelope.HEADER_SIZE]
REST = ITEM[envelope.HEADER_SIZE :]
X25519 = b"-> X25519 " + unpadded(32) + b"\n" + unpadded(32) + b"\n"


def with_stanzas(*stanzas: bytes) -> bytes:
    return b"age-encryption.org/v1\n" + b"".join(stanzas) + b"--- " + unpadded(32) + b"\n" + REST


def hybrid() -> bytes:
    return b"-> mlkem768x25519 " + unpadded(1120) + b"\n" + unpadded(32) + b"\n"


@pytest.mark.parametrize("plaintext", envelope.SIZE_CLASSES)
def test_an_item_of_every_size_class_is_taken(plaintext: int) -> None:
    envelope.check_item(sealed(plaintext))


@pytest.mark.parametrize("plaintext", envelope.SIZE_CLASSES)
def test_a_grant_is_of_the_two_smallest_classes(plaintext: int) -> None:
    if plaintext in envelope.GRANT_CLASSES:
        envelope.check_grant(sealed(plaintext))
    else:
        with pytest.raises(NotValid):
            envelope.check_grant(sealed(plaintext))


def test_the_length_of_a_sealed_item_is_that_of_the_format() -> None:
    # 22 + 18 + 1494 + 1 + 43 + 1 + 4 + 43 + 1 for the header, 16 for the nonce, a tag per 64 KiB.
    assert envelope.HEADER_SIZE == 1627
    assert envelope.sealed_size(4096) == 1627 + 16 + 4096 + 16
    assert envelope.sealed_size(65536) == 1627 + 16 + 65536 + 16
    assert envelope.sealed_size(65537) == 1627 + 16 + 65537 + 32
    assert envelope.sealed_size(0) == 1627 + 16 + 16


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (with_stanzas(), "nobody"),
        (with_stanzas(X25519), "not post-quantum"),
        (with_stanzas(hybrid(), X25519), "not post-quantum"),
        (with_stanzas(X25519, hybrid()), "not post-quantum"),
        (with_stanzas(hybrid(), hybrid()), "more than one"),
        (with_stanzas(b"-> scrypt c2FsdA 18\n" + unpadded(32) + b"\n"), "not post-quantum"),
        (with_stanzas(hybrid(), b"-> grease\n\n"), "not post-quantum"),
        (
            with_stanzas(b"-> mlkem768x25519 " + unpadded(1088) + b"\n" + unpadded(32) + b"\n"),
            "mal",
        ),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "not a binary age file"),
        (b"", "not a binary age file"),
        (ITEM[:1000], "malformed or cut off"),
        (HEADER, "cut off"),
        (ITEM[:-1], "cut off"),
        (ITEM + b"\0", "no size class"),
        (ITEM + bytes(5_000_000), "larger"),
        (HEADER.replace(b"/v1\n", b"/v2\n") + REST, "not a binary age file"),
        (HEADER.replace(b"\n", b"\r\n") + REST, "not a binary age file"),
    ],
)
def test_what_is_not_sealed_to_one_post_quantum_key_is_refused_in_words(
    bad: bytes, words: str
) -> None:
    with pytest.raises(NotValid, match=words):
        envelope.check_item(bad)


def test_stray_bits_in_base64_are_refused() -> None:
    stanza = b"-> mlkem768x25519 " + unpadded(1120)[:-1] + b"B\n" + unpadded(32) + b"\n"
    with pytest.raises(NotValid):
        envelope.check_item(with_stanzas(stanza))


@given(st.binary(max_size=4000))
@example(b"age-encryption.org/v1\n")
@example(b"age-encryption.org/v1\n-> \n--- \n")
@settings(max_examples=200)
def test_arbitrary_bytes_are_refused_and_nothing_else_happens(data: bytes) -> None:
    for start in (data, b"age-encryption.org/v1\n" + data, HEADER[:1600] + data):
        with pytest.raises(NotValid):
            envelope.check_item(start)


@given(st.integers(0, envelope.HEADER_SIZE - 1), st.integers(1, 255))
@settings(max_examples=200)
def test_a_flipped_header_is_refused_or_still_one_stanza(place: int, bits: int) -> None:
    changed = bytearray(ITEM)
    changed[place] ^= bits
    try:
        envelope.check_item(bytes(changed))
    except NotValid:
        return
    # Base64 that turned into other base64: outside, nothing distinguishes it.
    assert chr(changed[place]).isalnum() or changed[place] in b"+/"


def test_the_first_piece_of_a_file_needs_only_a_header() -> None:
    envelope.check_header(a_header() + secrets.token_bytes(100))


def test_a_recipient_is_a_post_quantum_key() -> None:
    good = a_recipient()
    envelope.check_recipient(good)
    for bad in (good[:-1], good + "q", good.upper(), "age1" + good[7:], "", good + "\n"):
        with pytest.raises(NotValid):
            envelope.check_recipient(bad)
