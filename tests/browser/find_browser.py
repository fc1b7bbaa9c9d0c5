"""Find a Chromium for the browser tests; run with -m, also install one where there is none.

Tests take it from here::

    from tests.browser.find_browser import browser_path

    playwright.chromium.launch(executable_path=browser_path())
"""

import functools
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from export.chromium import PLACES

# In order of preference: those that pictures are drawn with, then others a test may use.
NAMES = (*PLACES, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/snap/bin/chromium")

MISSING = (
    "No Chromium for the browser tests. Install Chromium or Google Chrome (Debian: apt-get install "
    "chromium; macOS: brew install --cask chromium), or name an installed one: CHROMIUM=/path/to/it"
)

# Asked in a process of its own: Playwright allows one instance to a thread, and tests have theirs.
PLAYWRIGHT_PATH = """\
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def run(command: list[str], *, seconds: float, show: bool = False) -> str | None:
    """What a command printed, or None where it failed or took too long.

    With `show`, what it prints goes to stderr instead: stdout is for the path alone.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr if show else subprocess.PIPE,
            stderr=None if show else subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # so that its children end with it
        )
    except OSError:
        return None
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None
    return None if process.returncode else (output or "")


def starts(path: str) -> bool:
    """Whether this is a browser that runs: some are stubs, some lack a library."""
    return run([path, "--version"], seconds=60) is not None


def installed() -> str | None:
    """A browser that is on this machine."""
    for name in NAMES:
        path = shutil.which(name)
        if path and starts(path):
            return path
    return None


def playwrights() -> str | None:
    """Playwright's own browser, where it has been downloaded."""
    path = (run([sys.executable, "-c", PLAYWRIGHT_PATH], seconds=60) or "").strip()
    return path if path and Path(path).exists() and starts(path) else None


@functools.cache
def browser_path() -> str:
    """Path of a Chromium: $CHROMIUM, else an installed one, else Playwright's own.

    Raises
    ------
    RuntimeError
        Where there is none; the message says what to do.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        path = shutil.which(named)
        if path and starts(path):
            return path
        raise RuntimeError(f"CHROMIUM={named} is not a browser that starts")
    found = installed() or playwrights()
    if found is None:
        raise RuntimeError(MISSING)
    return found


def install_playwrights() -> None:
    """Let Playwright download its browser."""
    print("No browser found: downloading Playwright's ...", file=sys.stderr)
    run([sys.executable, "-m", "playwright", "install", "chromium"], seconds=600, show=True)


def install_with_apt() -> None:
    """Install Debian's Chromium, where that takes no password."""
    if not shutil.which("apt-get"):
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    print("Installing Chromium with apt-get ...", file=sys.stderr)
    run([*apt, "update"], seconds=300, show=True)
    run([*apt, "install", "-y", "--no-install-recommends", "chromium"], seconds=900, show=True)


def main() -> int:
    """Print the path of a browser, installing one first where need be."""
    installers = [install_playwrights, install_with_apt]
    if os.environ.get("CHROMIUM"):
        installers = []  # what was named is wrong, and installing another would not mend that
    while True:
        try:
            print(browser_path())
            return 0
        except RuntimeError as problem:
            if not installers:
                print(problem, file=sys.stderr)
                return 1
        installers.pop(0)()


if __name__ == "__main__":
    sys.exit(main())
