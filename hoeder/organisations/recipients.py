"""Check the text of a post-quantum age recipient, `age1pq1…` (docs/spec/envelope.md).

The server only looks at the outside: the right length and a right checksum (Bech32, BIP 173,
without its limit on length). Whether a key is good is for the browsers to find out.
"""

PREFIX = "age1pq"
CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
#: An ML-KEM-768 key of 1184 bytes and an X25519 key of 32: 1216 bytes in groups of five bits.
DATA_LENGTH = (1216 * 8 + 4) // 5
LENGTH = len(PREFIX) + 1 + DATA_LENGTH + 6

_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def is_recipient(text: str) -> bool:
    """Tell whether `text` is a well-formed mlkem768x25519 recipient, in small letters."""
    if len(text) != LENGTH or not text.startswith(PREFIX + "1"):
        return False
    data = [CHARSET.find(letter) for letter in text[len(PREFIX) + 1 :]]
    if min(data) < 0 or _checksum(_expanded() + data) != 1:
        return False
    # 9728 bits do not fill 1946 groups of five: the two bits that remain must be zero.
    return data[DATA_LENGTH - 1] & 0b11 == 0


def _expanded() -> list[int]:
    return [ord(c) >> 5 for c in PREFIX] + [0] + [ord(c) & 31 for c in PREFIX]


def _checksum(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            if top >> place & 1:
                check ^= generator
    return check
