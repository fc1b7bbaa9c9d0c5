"""directory(): where the processes that serve one address share what outlasts a request."""

import os
import tempfile
from functools import cache
from pathlib import Path

__all__ = ["directory"]


@cache
def directory() -> Path:
    """Return the directory; one of this process's own where none is named."""
    named = os.environ.get("LOSS_LANDSCAPES_STORE")
    return Path(named) if named else Path(tempfile.mkdtemp(prefix="loss-landscapes-"))
