"""The directory that processes share: the same for all of them, and nobody else's."""

import os
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from server import store_directory

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has no such rights")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Directories that are looked for here alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.delenv(store_directory.VARIABLE, raising=False)
    return tmp_path


def own(process: int) -> str:
    return f"loss-landscapes-{os.getuid()}-of-{process}"


def gone() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_siblings_find_the_same(elsewhere: Path) -> None:
    path = store_directory.directory()
    assert path == elsewhere / own(os.getppid())
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    (path / "kept").touch()
    assert store_directory.directory() == path
    assert (path / "kept").exists()


def test_the_environment_names_another(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store_directory.VARIABLE, str(elsewhere / "named"))
    assert store_directory.directory() == elsewhere / "named"
    assert stat.S_IMODE((elsewhere / "named").stat().st_mode) == 0o700


def test_a_fresh_one_is_named_and_removed() -> None:
    with store_directory.fresh() as path:
        assert store_directory.directory() == path
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
        (path / "file").touch()
    assert not path.exists()
    assert store_directory.VARIABLE not in os.environ


def test_what_others_can_enter_is_refused(elsewhere: Path) -> None:
    path = elsewhere / own(os.getppid())
    path.mkdir()
    path.chmod(0o755)
    with pytest.raises(RuntimeError, match="not a private directory"):
        store_directory.directory()


def test_a_link_and_a_file_are_refused(elsewhere: Path) -> None:
    path = elsewhere / own(os.getppid())
    (elsewhere / "mine").mkdir(mode=0o700)
    path.symlink_to(elsewhere / "mine")
    with pytest.raises(RuntimeError, match="not a private directory"):
        store_directory.directory()
    path.unlink()
    path.touch()
    with pytest.raises(RuntimeError, match="not a private directory"):
        store_directory.directory()


def test_what_a_process_left_that_is_gone_is_removed(elsewhere: Path) -> None:
    number = gone()
    left = [elsewhere / own(number), elsewhere / f"{own(number)}-abc"]
    stay = [
        elsewhere / own(os.getpid()),  # it is alive
        elsewhere / f"loss-landscapes-{os.getuid() + 1}-of-{number}",
        elsewhere / f"{own(number)}-new",  # perhaps another container's
        elsewhere / "other",
    ]
    for path in [*left, *stay]:
        path.mkdir(mode=0o700)
        (path / "file").touch()
        for one in (path / "file", path) if "new" not in path.name else ():
            os.utime(one, (time.time() - 7200,) * 2)
    store_directory.directory()
    assert not any(path.exists() for path in left)
    assert all((path / "file").exists() for path in stay)
