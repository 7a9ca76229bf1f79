"""Paper shares of the root key: SLIP-39 word lists, of which a threshold restores it.

SLIP-39: https://github.com/satoshilabs/slips/blob/master/slip-0039.md
"""

from collections.abc import Sequence

import shamir_mnemonic
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from shamir_mnemonic.utils import MnemonicError

from hoeder_root.key import RootRefused


def split(key: Ed25519PrivateKey, threshold: int, count: int) -> list[str]:
    """Split the seed into `count` shares of 33 words, of which `threshold` restore it.

    Every combination is not tried, but the first `threshold` shares are: a share that does not
    restore is never printed.
    """
    if not 2 <= threshold <= count <= 16:
        raise RootRefused("Choose 2 to 16 shares, and a threshold from 2 up to their number.")
    seed = key.private_bytes_raw()
    [shares] = shamir_mnemonic.generate_mnemonics(1, [(threshold, count)], seed)
    for start in range(count):
        some = [shares[(start + step) % count] for step in range(threshold)]
        if join(some).private_bytes_raw() != seed:
            raise RootRefused("The shares do not restore the key; nothing was printed.")
    return [str(share) for share in shares]


def join(shares: Sequence[str]) -> Ed25519PrivateKey:
    """Restore the key from enough shares. Raises RootRefused with what is wrong with them."""
    try:
        seed = shamir_mnemonic.combine_mnemonics(list(shares))
    except MnemonicError as error:
        raise RootRefused(f"These shares do not restore a key: {error}") from error
    if len(seed) != 32:
        raise RootRefused("These shares are of something else than a root key.")
    return Ed25519PrivateKey.from_private_bytes(seed)
