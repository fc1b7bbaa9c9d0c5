"""Compiled loops: where they are kept, by what name, and that none is loaded before its time."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from landscapes.sweeps.compiled import compiled

ROOT = Path(__file__).parents[3]


def test_kernels_work_where_nothing_can_be_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in an image whose directories are all read-only: compiled afresh, in every process."""
    afresh = []

    def njit(cache: bool = False, **options: Any) -> Callable[[Any], Any]:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        afresh.append(options)
        return lambda loop: loop

    monkeypatch.setattr("numba.njit", njit)
    assert compiled(len) is len
    assert afresh[0]["nogil"]


def test_a_kept_loop_is_named_by_the_files_of_the_loops_it_calls(
    tmp_path: Path,
) -> None:
    """numba looks at a loop's own file alone: a change of another would go unseen."""
    start = "from landscapes.sweeps.compiled import compiled\n"
    inner, outer = tmp_path / "inner_loop.py", tmp_path / "outer_loop.py"
    middle = tmp_path / "middle_loop.py"
    middle.write_text(f"{start}from inner_loop import x\n@compiled\ndef y(a):\n    return x(a)\n")
    outer.write_text(f"{start}from middle_loop import y\n@compiled\ndef z(a):\n    return y(a)\n")
    code = "import outer_loop; print(outer_loop.z(1.0), outer_loop.z.py_func.__qualname__)"
    found = []
    for number in (1.0, 2.0, 2.0):
        inner.write_text(f"{start}@compiled\ndef x(a):\n    return {number}\n")
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"},
            check=True,
            capture_output=True,
            text=True,
        )
        found.append(run.stdout.split())
    assert [value for value, _ in found] == ["1.0", "2.0", "2.0"]
    assert found[0][1] != found[1][1] == found[2][1]


def test_importing_the_library_does_not_load_numba() -> None:
    """Which takes as long as all the rest."""
    code = "import sys, landscapes; sys.exit('numba' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
