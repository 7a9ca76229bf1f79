"""Files that are in memory only, for tests that verify many."""

import io

from tests.hoeder_proof.story import Files


class Memory:
    """Files by name."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.names = tuple(sorted(files))

    def size(self, name: str) -> int:
        return len(self._files[name])

    def open(self, name: str) -> io.BytesIO:
        return io.BytesIO(self._files[name])
