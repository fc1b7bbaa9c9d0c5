"""A page in a frame of another: the figures alone, for a course's own pages."""

from collections.abc import Mapping
from typing import Any

__all__ = ["framed"]


def framed(query: Mapping[str, object]) -> dict[str, Any]:
    """Return the attribute by which sheets put all but figures away, where a link asks for it."""
    return {"data-embed": "true"} if query.get("embed") in ("1", "true", True) else {}
