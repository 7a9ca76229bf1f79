"""Find a Chromium for the browser journeys, or install one; print its path.

Tried in this order: the one that `CHROMIUM` names, one that is installed, Playwright's own
download, Debian's package (as root). When none works this fails and says how to help: the journeys
are never skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def main() -> None:
    """Print the path of a Chromium that starts."""
    for find in (named, installed, from_playwright, from_debian):
        path = find()
        if path and starts(path):
            print(path)
            return
    sys.exit(
        "No Chromium could be found or installed. Install one (Debian: apt-get install chromium) "
        "or set CHROMIUM to its path, then try again."
    )


def named() -> str | None:
    """The one that the environment names."""
    return os.environ.get("CHROMIUM")


def installed() -> str | None:
    """One that is on the PATH."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def from_playwright() -> str | None:
    """Playwright's own, downloaded if it is not there yet."""
    from playwright.sync_api import sync_playwright

    quietly([sys.executable, "-m", "playwright", "install", "chromium"])
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def from_debian() -> str | None:
    """Debian's package, where we are root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quietly(["apt-get", "update", "-q"])
    quietly(["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"])
    return shutil.which("chromium")


def quietly(command: list[str]) -> None:
    """Run an installer, keeping standard output for the path alone. Its success shows later."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, stdout=sys.stderr, timeout=900, env=environment)  # noqa: S603


def starts(path: str) -> bool:
    """Whether this browser runs at all."""
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60)  # noqa: S603
        return asked.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    main()
