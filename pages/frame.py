"""A page in a frame of another: the figures alone, for a course's own pages."""

from collections.abc import Mapping
from typing import Any

__all__ = ["framed"]


def framed(query: Mapping[str, object]) -> dict[str, Any]:
    """Return the attribute by which style.css puts all but the figures away, where a link asks."""
    return {"data-embed": "true"} if query.get("embed") in ("1", "true", True) else {}
