"""Keys that can be destroyed, and masked heads (docs/spec/erasure.md), read independently."""

import hashlib

PARTS = ("identity", "content", "protection", "advice", "file")
HEAD = 1643


def path_of(case: str, part: str) -> str:
    """Give the 83 bits from the root to the key of a part of a case."""
    digest = hashlib.sha256(b"hoeder-erasure-v1\n" + bytes.fromhex(case)).digest()
    spread = "".join(f"{byte:08b}" for byte in digest[:10])
    return spread + f"{PARTS.index(part):03b}"


def below(node: bytes, bits: str) -> bytes:
    """Go down from a node."""
    for bit in bits:
        node = hashlib.sha256(node + bytes([int(bit)])).digest()
    return node


def key(nodes: dict[str, bytes], path: str) -> bytes | None:
    """Compute a key from the nodes that are left, each under its bits."""
    above = [bits for bits in nodes if path.startswith(bits)]
    return below(nodes[above[0]], path[len(above[0]) :]) if above else None


def take_out(nodes: dict[str, bytes], path: str) -> dict[str, bytes]:
    """Destroy a key: keep the nodes beside its way."""
    above = next((bits for bits in nodes if path.startswith(bits)), None)
    if above is None:
        return nodes
    left = {bits: node for bits, node in nodes.items() if bits != above}
    for length in range(len(above), len(path)):
        beside = path[:length] + "10"[int(path[length])]
        left[beside] = below(nodes[above], beside[len(above) :])
    return left


def read(text: str) -> dict[str, bytes]:
    """Read the file of keys: the nodes that are left, each under its bits."""
    nodes = {}
    for line in text.splitlines()[1:]:
        start, depth, node = line.split()
        nodes[f"{int(start, 16):083b}"[: int(depth)]] = bytes.fromhex(node)
    return nodes


def open_stored(stored: bytes, text: str) -> bytes:
    """Give what a database has stored as it came in, with the file of keys beside it."""
    path = f"{int.from_bytes(stored[9:20], 'big'):083b}"
    found = key(read(text), path)
    assert found is not None
    return unmask(stored, bytes.fromhex(text.split()[1]), path, found)


def write(name: str, nodes: dict[str, bytes]) -> str:
    """Write the file of keys."""
    lines = sorted(
        f"{int(bits.ljust(83, '0'), 2):021x} {len(bits):02} {node.hex()}"
        for bits, node in nodes.items()
    )
    return "\n".join([f"hoeder-erasure-v1 {name} {len(lines)}", *lines]) + "\n"


def unmask(stored: bytes, name: bytes, path: str, of_path: bytes) -> bytes:
    """Give a sealed file as it was before its head was masked."""
    before = b"\x01" + name + int(path, 2).to_bytes(11, "big")
    assert stored.startswith(before)
    nonce, rest = stored[len(before) : len(before) + 16], stored[len(before) + 16 :]
    mask = hashlib.shake_256(b"hoeder-mask-v1\n" + of_path + nonce).digest(HEAD)
    head = bytes(one ^ other for one, other in zip(rest[:HEAD], mask, strict=False))
    return head + rest[HEAD:]
