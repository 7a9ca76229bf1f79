"""`python -m hoeder PART …`: what outsiders and key holders run, without the server."""

import importlib
import os
import sys
from collections.abc import Sequence

#: Each part has `main(argv) -> int`; it is loaded only when it is asked for.
PARTS = {
    "verify": "hoeder_proof.verify.program",
    "witness": "hoeder_proof.witness.program",
    "root": "hoeder_root.__main__",
}


def main(argv: Sequence[str]) -> int:
    """Run the part that is named first, with what follows."""
    if argv and argv[0] in PARTS:
        part = importlib.import_module(PARTS[argv[0]])
        status: int = part.main(argv[1:])
        return status
    print(f"python -m hoeder {' | '.join(PARTS)} … (--help says more)", file=sys.stderr)
    return 0 if not argv or argv[0] in {"--help", "-h"} else 2


def run() -> int:
    """Run what the command line names. Whoever read enough of what it says (`… | head`) may go."""
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


if __name__ == "__main__":
    sys.exit(run())
