"""Peak memory of this process, for programs that tests run in processes of their own."""

import resource
import sys
from pathlib import Path

__all__ = ["peak_memory"]


def peak_memory() -> int:
    """Return the most bytes that this process has held at once.

    Linux carries the account of the process that began this one over into `ru_maxrss`: a program
    begun from a large test process would seem to be large itself. `VmHWM` is its own.
    """
    status = Path("/proc/self/status")
    if status.exists():
        said = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(said.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
