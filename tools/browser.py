"""Find a Chromium for the browser journeys, or install one; print its path.

Best is Chromium's headless shell: the same engine without the windows around it, for less than
half the processor time. Tried in this order: the browser that `CHROMIUM` names, a shell that is
installed, Debian's package of it (as root), a whole Chromium that is installed, Playwright's own
download of the shell. When none works this fails and says how to help: the journeys are never
skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELLS = ["chromium-headless-shell", "chrome-headless-shell", "headless_shell"]
WHOLE = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def main() -> None:
    """Print the path of a Chromium that starts."""
    for find in (named, installed_shell, from_debian, installed, from_playwright):
        path = find()
        if path and starts(path):
            print(path)
            return
    sys.exit(
        "No Chromium could be found or installed. Install one (Debian: apt-get install "
        "chromium-headless-shell) or set CHROMIUM to its path, then try again."
    )


def named() -> str | None:
    """The one that the environment names."""
    return os.environ.get("CHROMIUM")


def installed_shell() -> str | None:
    """A headless shell that is on the PATH."""
    return next(filter(None, map(shutil.which, SHELLS)), None)


def from_debian() -> str | None:
    """Debian's package of the headless shell, where we are root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quietly(["apt-get", "update", "-q"])
    quietly(["apt-get", "install", "-y", "-q", "--no-install-recommends", SHELLS[0]])
    return installed_shell()


def installed() -> str | None:
    """A whole Chromium that is on the PATH."""
    return next(filter(None, map(shutil.which, WHOLE)), None)


def from_playwright() -> str | None:
    """Playwright's own headless shell, downloaded if it is not there yet."""
    from playwright.sync_api import sync_playwright

    quietly([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"])
    with sync_playwright() as playwright:
        whole = Path(playwright.chromium.executable_path)
    downloads = whole.parents[2]
    found = (one for name in SHELLS for one in downloads.glob(f"*headless_shell-*/*/{name}"))
    return next(map(str, found), None)


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
