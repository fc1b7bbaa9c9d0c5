"""compiled(): a loop by numba, kept on disk. Importing this loads numba, most of a second."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba.extending import is_jitted

__all__ = ["compiled"]


def compiled(loop: Callable[..., Any], *licence: str) -> Any:  # noqa: ANN401 (numba is untyped)
    """Compile a loop when it is first called, and keep it on disk.

    Parameters
    ----------
    loop : callable
        A function of arrays and numbers.
    *licence : str
        What numba's fastmath may do besides a multiply-add in one rounding.
    """
    options: dict[str, Any] = {
        "nogil": True,
        # Multiply-add in one rounding; more licence could undo what keeps the tails exact.
        "fastmath": {"contract", *licence},
        # Division as NumPy has it: Python's test for a divisor of 0 would keep it from vectorising.
        "error_model": "numpy",
    }
    try:
        if hasattr(loop, "__globals__"):
            loop.__qualname__ += f"_{_digest(loop)}"
        return numba.njit(cache=True, **options)(loop)
    # Nothing to be read, or no directory to be written to: compiled afresh by every process.
    except (OSError, RuntimeError):
        return numba.njit(**options)(loop)


def _digest(loop: Any) -> str:  # noqa: ANN401 (numba is untyped)
    """Of what stands in the other files whose loops this one may call, directly or not.

    Whether what is kept of a loop is of today numba tells by the loop's own file alone. So the
    others' text goes into the name that it is kept by.
    """
    own = _file(loop)
    files, left = {__file__, own}, [loop]
    while left:
        for called in left.pop().__globals__.values():
            if is_jitted(called) and _file(called.py_func) not in files:
                files.add(_file(called.py_func))
                left.append(called.py_func)
    text = b"".join(Path(file).read_bytes() for file in sorted(files - {own}))
    return hashlib.sha256(text).hexdigest()[:12]


def _file(loop: Any) -> str:  # noqa: ANN401 (numba is untyped)
    return str(loop.__code__.co_filename)
