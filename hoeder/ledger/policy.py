"""Who must have cosigned: C2SP tlog-policy, read strictly and asked. Pure.

A policy names logs, witnesses and groups of them, and the quorum: without it a checkpoint counts
for nothing. The policy of this log is a member of the directory that the root key signs.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from .cosignatures import Cosignature, Cosigner, checked, read_cosigner
from .note import Verifier, read_verifier

#: The quorum that asks for no witness.
NONE = "none"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_COUNT = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True)
class KnownLog:
    """A log that the policy accepts."""

    verifier: Verifier
    url: str | None


@dataclass(frozen=True)
class Witness:
    """A witness under the name that the policy gives it."""

    name: str
    cosigner: Cosigner
    #: Where it takes checkpoints (the submission prefix of tlog-witness); None behind a firewall.
    url: str | None


@dataclass(frozen=True)
class Group:
    """So many of these."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """A policy that was read."""

    logs: tuple[KnownLog, ...]
    witnesses: tuple[Witness, ...]
    #: In the order in which they are defined: a group only names what stands before it.
    groups: tuple[Group, ...]
    quorum: str

    def is_met(self, names: Collection[str]) -> bool:
        """Tell whether these witnesses, by the policy's names for them, are enough."""
        met = {NONE} | {witness.name for witness in self.witnesses if witness.name in names}
        for group in self.groups:
            if sum(member in met for member in group.members) >= group.threshold:
                met.add(group.name)
        return self.quorum in met

    def cosigned(self, note: str, *, now: int) -> dict[str, Cosignature]:
        """Return the cosignatures under a checkpoint that count, by the policy's names.

        `now` is in seconds since 1970. Raise ValueError where one of a known witness fails.
        """
        counted = checked(note, [one.cosigner for one in self.witnesses], now=now)
        names = {one.cosigner: one.name for one in self.witnesses}
        return {names[cosigner]: one for cosigner, one in counted.items()}


def read_policy(text: str) -> Policy:
    """Read a policy, or raise ValueError with one sentence that names the line."""
    if _CONTROL.search(text):
        raise ValueError("The policy holds a control character; only tabs and line feeds may be.")
    if not text.endswith("\n"):
        raise ValueError("The last line of the policy does not end in a line feed.")
    reader = _Reader()
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        # Only spaces and tabs separate; `split()` alone would take Unicode spaces too.
        words = [word for word in re.split("[ \t]+", line) if word]
        if words and not words[0].startswith("#"):
            try:
                reader.take(words)
            except ValueError as error:
                raise ValueError(f"Line {number} of the policy: {error}.") from error
    return reader.whole()


class _Reader:
    """The policy so far."""

    def __init__(self) -> None:
        self.logs: list[KnownLog] = []
        self.witnesses: list[Witness] = []
        self.groups: list[Group] = []
        self.quorum: str | None = None
        self.names: set[str] = set()
        self.members: set[str] = set()

    def take(self, words: list[str]) -> None:
        """Read one line."""
        match words:
            case ["log", key, *rest] if len(rest) <= 1:
                self.take_log(read_verifier(key), rest)
            case ["witness", name, key, *rest] if len(rest) <= 1:
                self.take_witness(name, read_cosigner(key), rest)
            case ["group", name, count, *members] if members:
                self.take_group(name, count, members)
            case ["quorum", name]:
                if self.quorum is not None:
                    raise ValueError("there is a second quorum")
                self.must_be_known(name)
                self.quorum = name
            case _:
                raise ValueError("it is neither a log, a witness, a group nor a quorum")

    def take_log(self, verifier: Verifier, url: list[str]) -> None:
        """Add a log. The same key under another name is the same log."""
        if any(verifier.key == one.verifier.key for one in self.logs):
            raise ValueError("this log stands there already")
        self.logs.append(KnownLog(verifier, url[0] if url else None))

    def take_witness(self, name: str, cosigner: Cosigner, url: list[str]) -> None:
        """Add a witness. The same key under another name is the same witness."""
        if any(cosigner.key == one.cosigner.key for one in self.witnesses):
            raise ValueError("this witness stands there already")
        self.define(name)
        self.witnesses.append(Witness(name, cosigner, url[0] if url else None))

    def take_group(self, name: str, count: str, members: list[str]) -> None:
        """Add a group of what stands before it."""
        for member in members:
            self.must_be_known(member)
            if member == NONE or member in self.members:
                raise ValueError(f"{member} cannot be a member, or is one already")
            self.members.add(member)
        if count in {"any", "all"}:
            threshold = 1 if count == "any" else len(members)
        elif not _COUNT.fullmatch(count) or not 1 <= int(count) <= len(members):
            raise ValueError(f"{count} of {len(members)} cannot be asked")
        else:
            threshold = int(count)
        self.define(name)
        self.groups.append(Group(name, threshold, tuple(members)))

    def define(self, name: str) -> None:
        """Give a name away once."""
        if name == NONE or name in self.names:
            raise ValueError(f"the name {name} is taken")
        self.names.add(name)

    def must_be_known(self, name: str) -> None:
        """Refuse what does not stand on an earlier line."""
        if name != NONE and name not in self.names:
            raise ValueError(f"{name} is not defined above it")

    def whole(self) -> Policy:
        """Return the policy that was read."""
        if self.quorum is None:
            raise ValueError("The policy has no quorum.")
        return Policy(tuple(self.logs), tuple(self.witnesses), tuple(self.groups), self.quorum)
