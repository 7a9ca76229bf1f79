"""Fill a Hoeder with the cast, the way people do it: commands, then the public interface.

Nothing here writes to the database. The organisation is set up with `manage.py`, keys and reports
are made by the client's own code under Node, and the directory is signed by the root key tool.
"""

import contextlib
import json
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "demo"
#: What a start and an end may take on a machine that has other work.
START_SECONDS = 120
STOP_SECONDS = 90

BODIES = ["commissie", "autoriteit", "kustdienst", "havendienst"]
#: Mira stands above and confirms everybody but herself.
CONFIRMS = [
    {
        "by": "Mira",
        "of": [
            *("Sanne", "Tarik", "Eva", "Functionaris gegevensbescherming", "Externe autoriteit"),
            *("Ada", "Ruth", "Wim", "Omar", "Van Dalen", "Ilse", "Smit", "Lotte", "Jonas", "Eve"),
        ],
    },
    {"by": "Sanne", "of": ["Mira"]},
]
#: The services' files say who keeps their shares. The commission's custodians are of bodies that
#: are loaded after it.
COMMISSION_CUSTODIANS = [
    *("ruth@kustdienst.example", "wim@kustdienst.example"),
    *("sanne@commissie.example", "tarik@commissie.example", "eva@commissie.example"),
]
AUTHORITY = "autoriteit@autoriteit.example"
#: Ruth keeps shares of every body.
DRILLS = ["Ruth"]


@dataclass(frozen=True)
class Demo:
    """What somebody needs to visit the demo."""

    deployment: str
    organisation: str
    root: str
    people: list[dict[str, str]]
    receipts: list[dict[str, str]]

    def person(self, name: str) -> dict[str, str]:
        """One of the officers: email, password, passphrase, totp."""
        return next(one for one in self.people if one["name"] == name)


def fill(data_dir: Path, environment: Mapping[str, str], reports: Sequence[object]) -> Demo:
    """Fill `data_dir` and return what was made. Serves on a port of its own meanwhile.

    `environment` is that of the service; `reports` are rows as in reports.json.
    """
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    environment = {**environment, "SITE_URL": origin}
    manage = Manage(environment)
    key = data_dir / "root.key"
    manage("migrate", "-v0")
    root = run([sys.executable, "-m", "hoeder_root", "new", "--key", key, "--no-passphrase"])
    names = ["--nl", "Ministerie", "--en", "Ministry"]
    organisation = manage("create_organisation", "ministerie", *names, "--root", root).strip()
    people = [person for body in BODIES for person in invited(manage, body)]
    set_custody_of_the_commission(manage)
    plan: dict[str, Any] = {
        "origin": origin,
        "organisation": organisation,
        "root": root,
        "people": people,
        "confirms": CONFIRMS,
        "drills": DRILLS,
        "reports": reports,
    }
    with serving(port, environment):
        # Keys are confirmed and drills passed before: the first directory carries both.
        plan["people"] = play("keys", plan, data_dir)
        publish(manage, key, data_dir)
        # Renders the pages, and with them makes the deployment's id.
        manage("build_pages")
        plan["deployment"] = (data_dir / "deployment").read_text().strip()
        receipts = play("reports", plan, data_dir)
    made = Demo(plan["deployment"], organisation, root, plan["people"], receipts)
    (data_dir / "demo.json").write_text(json.dumps(asdict(made)))
    return made


def load(data_dir: Path) -> Demo | None:
    """What an earlier `fill` made, if it came to its end."""
    path = data_dir / "demo.json"
    return Demo(**json.loads(path.read_text())) if path.exists() else None


class Manage:
    """Runs management commands on this service's data."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    def __call__(self, *arguments: str) -> str:
        """Run one and return what it prints."""
        return run([sys.executable, "manage.py", *arguments], self.environment)


def invited(manage: Manage, body: str) -> Iterator[dict[str, str]]:
    """Load a body; give each officer a password and a passphrase to begin with."""
    described = tomllib.loads((DEMO / f"{body}.toml").read_text())
    names = {officer["email"]: officer["name"] for officer in described["officers"]}
    printed = manage("load_body", str(DEMO / f"{body}.toml"), "--organisation", "ministerie")
    for line in printed.splitlines():
        email, invitation = line.split("\t")
        name = names[email]
        short = name.lower().replace(" ", "-")
        yield {
            "name": name,
            "email": email,
            "invitation": invitation,
            "password": f"{short} bewaakt de kust",
            "passphrase": f"{short} leest wat verzegeld is",
        }


def set_custody_of_the_commission(manage: Manage) -> None:
    """Appoint its custodians, and name them with the authority."""
    commission = ("--body", "integriteitscommissie")
    for email in COMMISSION_CUSTODIANS:
        if not email.endswith("@commissie.example"):
            manage("appoint", email, "custodian", *commission)
    manage("set_custody", "integriteitscommissie", *COMMISSION_CUSTODIANS, "--authority", AUTHORITY)


def publish(
    manage: Callable[..., str], key: Path, folder: Path, *, organisation: str = "ministerie"
) -> None:
    """Draft, sign with the root key, publish."""
    draft, signed = folder / "draft.json", folder / "signed.json"
    draft.write_text(manage("draft_directory", organisation))
    tool = [sys.executable, "-m", "hoeder_root", "sign", draft, "--yes"]
    signed.write_text(run([*tool, "--key", key, "--no-passphrase"]))
    manage("publish_directory", str(signed))


def play(step: str, plan: Mapping[str, Any], folder: Path) -> Any:
    """Let the client's own code do a step, under Node, against the served interface."""
    plan_file, result = folder / "plan.json", folder / "result.json"
    plan_file.write_text(json.dumps(plan))
    run(["node", bundle(DEMO / "fill.ts"), step, plan_file, result])
    played = json.loads(result.read_text())
    plan_file.unlink()
    result.unlink()
    return played


def bundle(script: Path, *options: str) -> Path:
    """Bundle a TypeScript program with the client's code for Node."""
    out = ROOT / "build" / "node" / f"{script.stem}.mjs"
    words = ROOT / "client" / "words"
    run(
        [
            *("npx", "esbuild", script, "--bundle", "--platform=node", "--format=esm"),
            *("--log-level=warning", f"--outfile={out}", "--external:node:*", *options),
        ]
    )
    (out.parent / "words-nl.txt").write_text((words / "nl.txt").read_text())
    return out


def run(command: Sequence[object], environment: Mapping[str, str] | None = None) -> str:
    """Run a program and return what it prints; say what it said when it fails."""
    done = subprocess.run(  # noqa: S603
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} {command[1]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


@contextlib.contextmanager
def serving(port: int, environment: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Serve on a port until the block ends."""
    process = serve(port, environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=STOP_SECONDS)


def serve(
    port: int, environment: Mapping[str, str], program: Sequence[str] = ("manage.py",)
) -> "subprocess.Popen[bytes]":
    """Start a service, and return when it answers."""
    log = Path(environment["DATA_DIR"]) / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *program, "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
        )
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise RuntimeError(f"the service ended:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):  # noqa: S310
                return process
        except OSError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"the service did not answer within {START_SECONDS} s")


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
