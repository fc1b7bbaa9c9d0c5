"""Names for assistive technology, which Dash's components take as further attributes."""

from typing import Any

__all__ = ["named"]


def named(label: str) -> dict[str, Any]:
    """Return the attribute that names a component."""
    return {"aria-label": label}
