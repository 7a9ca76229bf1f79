"""`python -m hoeder_root`: make, show, split, restore and use the root key."""

import argparse
import getpass
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from hoeder_root import key, shares, summary


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says, or say in one sentence why not."""
    arguments = parser().parse_args(argv)
    try:
        arguments.act(arguments)
    except key.RootRefused as refusal:
        sys.exit(str(refusal))
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    whole = argparse.ArgumentParser(prog="hoeder_root", description=__doc__)
    steps = whole.add_subparsers(required=True, metavar="STEP")

    step = steps.add_parser("new", help="make a root key and print its public half")
    step.set_defaults(act=make)

    step = steps.add_parser("show", help="print the public half")
    step.set_defaults(act=show)

    step = steps.add_parser("sign", help="sign a draft of the directory")
    step.add_argument("draft", type=Path, help="what `manage.py draft_directory` printed")
    step.add_argument(
        "--previous", type=Path, help="the last signed directory: show only what changed since"
    )
    step.add_argument("--yes", action="store_true", help="do not ask; for scripts")
    step.set_defaults(act=sign)

    step = steps.add_parser("shares", help="print paper shares of the key")
    step.add_argument("--threshold", type=int, default=3)
    step.add_argument("--count", type=int, default=5)
    step.set_defaults(act=print_shares)

    step = steps.add_parser("restore", help="write the key file anew from paper shares")
    step.set_defaults(act=restore)

    for step in steps.choices.values():
        step.add_argument("--key", type=Path, default=Path("root.key"), help="the key file")
        step.add_argument("--no-passphrase", action="store_true", help="the file has none")
    return whole


def make(arguments: argparse.Namespace) -> None:
    """Make a key file, protected with a passphrase unless told otherwise."""
    made = key.new()
    key.write(arguments.key, made, passphrase(arguments, twice=True))
    print(key.public(made))


def show(arguments: argparse.Namespace) -> None:
    """Print the public half."""
    print(key.public(key.read(arguments.key, passphrase(arguments))))


def sign(arguments: argparse.Namespace) -> None:
    """Show what the draft says, ask, and print document and signature as JSON."""
    root = key.read(arguments.key, passphrase(arguments))
    document = text_of(arguments.draft).strip()
    draft = summary.parse(document, key.public(root))
    shown = summary.lines(draft)
    if arguments.previous:
        before = summary.parse_signed(text_of(arguments.previous), key.public(root))
        shown = summary.changes(draft, before)
    print(*shown, sep="\n", file=sys.stderr)
    if not arguments.yes and ask("Sign this? Type yes: ") != "yes":
        raise key.RootRefused("Nothing was signed.")
    print(json.dumps({"document": document, "signature": key.sign(root, document)}))


def print_shares(arguments: argparse.Namespace) -> None:
    """Print the shares, one a paragraph. They are not stored anywhere."""
    root = key.read(arguments.key, passphrase(arguments))
    for number, share in enumerate(shares.split(root, arguments.threshold, arguments.count), 1):
        print(f"{number} of {arguments.count} (any {arguments.threshold} restore it)\n{share}\n")


def restore(arguments: argparse.Namespace) -> None:
    """Read shares, one a line, until an empty line; write the key file."""
    print("One share a line; end with an empty line.", file=sys.stderr)
    lines = [line.strip() for line in iter(sys.stdin.readline, "")]
    typed = lines[: lines.index("")] if "" in lines else lines
    restored = shares.join(typed)
    key.write(arguments.key, restored, passphrase(arguments, twice=True))
    print(key.public(restored))


def passphrase(arguments: argparse.Namespace, *, twice: bool = False) -> str:
    """Ask for the passphrase of the key file, without showing it."""
    if arguments.no_passphrase:
        return ""
    typed = getpass.getpass("Passphrase of the key file: ")
    if twice and typed != getpass.getpass("The same again: "):
        raise key.RootRefused("The two passphrases differ; nothing was written.")
    return typed


def text_of(path: Path) -> str:
    """Read a file, or refuse in one sentence."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise key.RootRefused(f"The file {path} cannot be read.") from error


def ask(question: str) -> str:
    """Ask on the terminal."""
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


if __name__ == "__main__":
    sys.exit(main())
