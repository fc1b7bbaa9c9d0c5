"""Store directory: where the processes that answer under one address leave what they share."""

import contextlib
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["VARIABLE", "directory", "fresh"]

VARIABLE = "LOSS_LANDSCAPES_STORE"
"""The environment variable that names the directory to those who were started with it."""

_PREFIX = "loss-landscapes"
_STALE = 3600.0  # seconds since a directory whose process is gone was last written to


def directory() -> Path:
    """Return the directory; it exists, and nobody else can read it.

    Without the environment variable, siblings such as gunicorn's workers find it by their parent.

    Raises
    ------
    RuntimeError
        Where the directory of that name is not this user's own.
    """
    named = os.environ.get(VARIABLE)
    path = Path(named) if named else Path(tempfile.gettempdir(), f"{_own()}{os.getppid()}")
    if not named:
        _remove_stale()
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    if not _is_private(path):
        raise RuntimeError(f"{path} is not a private directory of this user; remove it")
    return path


@contextlib.contextmanager
def fresh() -> Iterator[Path]:
    """Make a new directory, name it in the environment, and remove it at the end."""
    _remove_stale()
    path = Path(tempfile.mkdtemp(prefix=f"{_own()}{os.getpid()}-"))
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(path)
    try:
        yield path
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
        shutil.rmtree(path, ignore_errors=True)


def _own() -> str:
    """Return how the names of this user's directories begin; a process's number follows."""
    user = 0 if sys.platform == "win32" else os.getuid()
    return f"{_PREFIX}-{user}-of-"


def _is_private(path: Path) -> bool:
    """Whether a path is a directory, no link, that this user owns and nobody else may enter."""
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    if sys.platform == "win32":  # where the temporary directory is the user's own
        return True
    return found.st_uid == os.getuid() and not found.st_mode & 0o077


def _remove_stale() -> None:
    """Remove this user's directories whose process is gone."""
    if sys.platform == "win32":  # where asking whether a process lives would end it
        return
    for path in Path(tempfile.gettempdir()).glob(f"{_own()}*"):
        number = path.name.removeprefix(_own()).partition("-")[0]
        with contextlib.suppress(OSError):
            if not (number.isascii() and number.isdigit() and _is_private(path)):
                continue
            # In another container the same number may be alive: what is written to stays.
            latest = max(one.stat().st_mtime for one in (path, *path.iterdir()))
            if not _is_alive(int(number)) and time.time() - latest > _STALE:
                shutil.rmtree(path, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    return True
