"""Install what the project needs into the project's own folder: `.venv` and `node_modules`.

Runs with nothing but the standard library of Python 3.11, and says in one sentence what is wrong
when a machine cannot do it. Node comes from the Python packages, so that no machine needs its own.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV_VERSION = "0.13.9"
#: Apart from the project's own packages: a program that the tests run beside ours.
FOREIGN = ROOT / ".venv" / "foreign"


def main() -> None:
    """Install by the two lock files; fail with one sentence."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file must say so on an older Python
        version = ".".join(map(str, sys.version_info[:2]))
        sys.exit(
            f"Hoeder needs Python 3.11 or newer, and this is {version}. "
            "Install a newer one and say which: make PYTHON=python3.11"
        )
    if not os.access(ROOT, os.W_OK):
        sys.exit(f"Hoeder cannot write to {ROOT}. Copy it to a folder of your own and try again.")
    uv = install_uv()
    os.environ.pop("VIRTUAL_ENV", None)
    run(
        [str(uv), "sync", "--frozen", "--quiet", "--compile-bytecode", "--python", sys.executable],
        "Python packages",
    )
    foreign = ["--target", str(FOREIGN), "--requirements", str(ROOT / "tests/ledger/foreign.txt")]
    python = ["--python", str(ROOT / ".venv" / "bin" / "python"), "--python-version", "3.12"]
    plain = ["--quiet", "--no-deps", "--require-hashes"]
    run([str(uv), "pip", "install", *plain, *python, *foreign], "a witness that is not ours")
    os.environ["PATH"] = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    npm = ["npm", "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"]
    run(npm, "JavaScript packages")


def install_uv() -> Path:
    """Return a uv of the version we name, installed apart from the project's own packages."""
    home = ROOT / ".uv"
    uv = home / "bin" / "uv"
    marker = home / f"uv-{UV_VERSION}"
    if not marker.exists():
        venv.create(home, clear=True, with_pip=True)
        run([str(home / "bin" / "pip"), "install", "--quiet", f"uv=={UV_VERSION}"], "uv")
        marker.touch()
    return uv


def run(command: list[str], what: str) -> None:
    """Run one installer; its own output says why when it fails."""
    print(f"=> Installing {what}", flush=True)
    if subprocess.run(command, cwd=ROOT, check=False).returncode:  # noqa: S603
        sys.exit(f"Installing {what} failed. The lines above say why; is the network reachable?")


if __name__ == "__main__":
    main()
