"""`make run`: fill the demo if it is not there, say how to visit it, and serve it.

`python -m demo codes` prints the officers' present sign-in codes.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import shutil
import socket
import sys
import time
from pathlib import Path

from demo.filling import DEMO, ROOT, Demo, Manage, fill, load

FOLDER = Path(os.environ.get("DEMO_DIR", ROOT / "var" / "demo"))
PORT = 8000
STEP = 30


def main() -> None:
    """Serve the demo, or print codes."""
    if sys.argv[1:] == ["codes"]:
        print_codes()
        return
    must_be_free(PORT)
    environment = settled()
    demo = load(FOLDER) or first_start(environment)
    freshen_pages(environment)
    welcome(demo)
    os.chdir(ROOT)
    # The server takes over this process: stopping it stops everything.
    os.execve(  # noqa: S606
        sys.executable,
        [sys.executable, "manage.py", "serve", "--port", str(PORT)],
        environment,
    )


def must_be_free(port: int) -> None:
    """Say in one sentence that something else is served there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is in use. Stop what is served there, then try again.")


def settled() -> dict[str, str]:
    """The environment of the demo's service: its own folder and its own secret."""
    try:
        FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = FOLDER / "secret"
        if not secret.exists():
            secret.touch(mode=0o600)
            secret.write_text(secrets.token_hex(32))
    except OSError as error:
        sys.exit(f"Nothing can be written in {FOLDER} ({error.strerror}). Copy Hoeder elsewhere.")
    return {**os.environ, "DATA_DIR": str(FOLDER), "SECRET_KEY_FILE": str(secret)}


def first_start(environment: dict[str, str]) -> Demo:
    """Fill the demo; begin anew after one that did not come to its end."""
    print("The first start fills the demo: officers make keys, reporters report (a minute or two).")
    secret = (FOLDER / "secret").read_text()
    shutil.rmtree(FOLDER)
    settled()
    (FOLDER / "secret").write_text(secret)
    return fill(FOLDER, environment, json.loads((DEMO / "reports.json").read_text()))


def freshen_pages(environment: dict[str, str]) -> None:
    """Render the pages anew when the client or a text was changed since."""
    rendered = (FOLDER / "pages" / "pages.json").stat().st_mtime
    sources = [ROOT / "build" / "client", *ROOT.glob("locale/*/LC_MESSAGES/*.mo")]
    sources += [*ROOT.glob("texts/**/*.md"), *ROOT.glob("hoeder/web/templates/**/*.html")]
    if any(source.stat().st_mtime > rendered for source in sources):
        Manage(environment)("build_pages")


def welcome(demo: Demo) -> None:
    """Say where to go, and with what."""
    receipts = "\n".join(f"    {one['reporter']:<10} {one['words']}" for one in demo.receipts)
    people = "\n".join(
        f"    {one['name']:<10} {one['email']:<30} {one['password']:<30} {one['passphrase']}"
        for one in demo.people
    )
    print(
        f"""
  Report or come back:  http://127.0.0.1:{PORT}/
  Officers sign in:     http://127.0.0.1:{PORT}/desk/

    {"who":<10} {"e-mail address":<30} {"password":<30} passphrase of the keys
{people}

  Second factor: `make codes` prints everybody's six digits of this half minute.

  Receipts of reports that are there already:
{receipts}

  Ada handles, Mira chairs the commission, Pim administers, Van Dalen is reported about.
  Omar protects, Ilse advises; Ruth, Wim, Sanne, Tarik and Eva keep the shares of names.
  This is a demo: its passwords stand above. Delete {FOLDER.name} to begin anew.
""",
        flush=True,
    )


def print_codes() -> None:
    """Print the six digits of each officer, and how long they count."""
    demo = load(FOLDER)
    if demo is None:
        sys.exit("There is no demo yet: make run")
    left = STEP - int(time.time()) % STEP
    for one in demo.people:
        print(f"{one['name']:<10} {code(one['totp'])}")
    print(f"These count for {left} seconds, and a little longer.")


def code(secret: str, ahead: float = 0) -> str:
    """The six digits of now, or of so many seconds from now (RFC 6238, as telephones do)."""
    counter = (int(time.time() + ahead) // STEP).to_bytes(8, "big")
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


if __name__ == "__main__":
    main()
