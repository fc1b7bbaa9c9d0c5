"""What a person reads in components."""

from typing import Any

__all__ = ["cells", "text_of"]


def text_of(component: Any) -> str:
    """All that a person reads in a component."""
    if isinstance(component, list | tuple):
        return " ".join(filter(None, map(text_of, component)))
    if isinstance(component, str | int | float):
        return str(component)
    return text_of(getattr(component, "children", None) or [])


def cells(table: Any) -> list[list[str]]:
    """Texts of a table's body."""
    return [[text_of(cell) for cell in row.children] for row in table.children[1].children]
