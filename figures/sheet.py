"""Sheet: what a slide is laid out on, and how text fits on it.

A sheet has always the same area, 960 x 540 where it is 16:9, and is magnified to the size that is
asked for: type, lines and marks grow with it.
"""

import textwrap
from typing import NamedTuple

__all__ = ["LETTER", "NOTE", "SMALLEST", "Box", "Sheet", "wrapped"]

# The type of what stands beside a plot, and the smallest: 20 pixels on 1920 x 1080.
NOTE, SMALLEST = 11.0, 10.0
# The width of a letter, as a share of the type's size: of the wider sans-serif types.
LETTER = 0.53
# Width of a digit or a sign likewise, in the widest of the fonts.
_SIGN = 0.64

_AREA = 960.0 * 540.0


class Sheet(NamedTuple):
    """The sheet that a picture is laid out on: its size, and how much it is magnified."""

    width: float
    height: float
    scale: float

    @classmethod
    def of(cls, width: int, height: int, scale: float | None = None) -> "Sheet":
        """Return the sheet of a picture of so many pixels, with a scale of its own if given.

        Raises
        ------
        ValueError
            Where a side is not from 200 to 8000 pixels, or one is over 4 times the other.
        """
        for name, side in (("width", width), ("height", height)):
            if not 200 <= side <= 8000:
                raise ValueError(f"{name} must be from 200 to 8000 pixels; found {side}")
        if max(width, height) > 4 * min(width, height):
            raise ValueError(
                f"width and height must be within 4:1 of each other; found {width} x {height}"
            )
        scale = scale or (width * height / _AREA) ** 0.5
        return cls(width / scale, height / scale, scale)


class Box(NamedTuple):
    """A part of the sheet, from its left upper corner."""

    left: float
    top: float
    right: float
    bottom: float


def wrapped(text: str, size: float, width: float, anywhere: bool = True) -> list[str]:
    """Return a text's lines, none wider than `width`."""
    lines = []
    for paragraph in text.splitlines():
        # Digits and signs are wider than letters: of a link nothing may run over the edge.
        letter = LETTER if " " in paragraph else _SIGN
        letters = max(8, int(width / (letter * size)))
        lines += textwrap.wrap(paragraph, letters, break_on_hyphens=not anywhere)
    return lines
