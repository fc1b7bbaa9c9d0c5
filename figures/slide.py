"""slide(): several drawings as one picture for a slide, with title, headings, notes and a link.

Its drawings have no words of their own but their axes'; what is said stands around them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from figures.drawing import Drawing
from figures.places import Places
from figures.sheet import NOTE, SMALLEST, Box, Sheet, wrapped
from figures.theme import LIGHT, Theme

__all__ = ["BACKGROUNDS", "Column", "draw_slide"]

# Whether a picture's ground is drawn; without it a slide shows its own.
BACKGROUNDS = ("light", "dark", "transparent", "transparent-dark")

_MARGIN, _GAP = 20.0, 22.0
# Type: its size, and the height of a line of it.
_TITLE, _HEADING = 21.0, 15.0
_LINE = 1.36
# A surface's height beside a field's in one column: seen aslant, it needs more.
_SURFACE_SHARE = 1.3


@dataclass(frozen=True, eq=False)
class Column:
    """Drawings that stand one below the other.

    Attributes
    ----------
    drawings : tuple of Drawing
        From above to below.
    heading : str
        What stands above them; empty for nothing.
    colour : str
        The heading's colour.
    note : str
        What stands below them; empty for nothing.
    share : float
        The column's width, relative to the others'.
    beside : bool
        Whether its drawings stand side by side instead.
    """

    drawings: tuple[Drawing, ...]
    heading: str = ""
    colour: str = ""
    note: str = ""
    share: float = 1.0
    beside: bool = False


def draw_slide(
    columns: Sequence[Column],
    *,
    title: str = "",
    caption: str = "",
    link: str = "",
    width: int = 1920,
    height: int = 1080,
    scale: float | None = None,
    theme: Theme = LIGHT,
    transparent: bool = False,
) -> Drawing:
    """Return one drawing of all columns, side by side under one title.

    Its layout's width and height are the sheet's; `layout.meta` holds `scale`, by which the sheet
    is to be magnified, and the `width` and `height` that result, in pixels.

    Parameters
    ----------
    columns : sequence of Column
        What is shown, at least one drawing.
    title, caption, link : str
        Above and below the columns; nothing where empty. `caption` may have several lines.
    width, height : int
        Pixels of the picture, each from 200 to 8000, within 4:1 of each other.
    scale : float, optional
        Pixels of a sheet's unit: for a picture that is to be a part of a slide, that slide's.
    theme : Theme
        `LIGHT` or `DARK`: the colours of text, of what is drawn and of the ground.
    transparent : bool
        Whether the ground is left out.

    Raises
    ------
    ValueError
        Where there is nothing to draw, or the size is not what it may be.
    """
    if not any(column.drawings for column in columns):
        raise ValueError("columns must hold at least one drawing; found none")
    sheet = Sheet.of(width, height, scale)
    words = _Words(sheet, theme)
    whole = words.around(title, caption, link)
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    places = Places()
    total = sum(column.share for column in columns)
    room = whole.right - whole.left - _GAP * (len(columns) - 1)
    boxes, left = [], whole.left
    for column in columns:
        right = left + room * column.share / total
        boxes.append(Box(left, whole.top, right, whole.bottom))
        left = right + _GAP
    # Plots of a row have one height, however much text stands around them.
    inner = words.around_columns(columns, boxes)
    for column, box in zip(columns, inner, strict=True):
        for drawing, part in zip(column.drawings, _parts(column, box), strict=True):
            more, own = places.put(drawing, part, sheet)
            traces += more
            axes |= own
    ground = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}
    layout = theme.base() | (ground if transparent else {})
    layout |= axes | {
        "autosize": False,
        "width": sheet.width,
        "height": sheet.height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "annotations": words.said,
        "shapes": places.tints,
        "hovermode": "closest",
        "meta": {
            "scale": sheet.scale,
            "width": width,
            "height": height,
            "title": title,
            "caption": caption,
            "link": link,
        },
    }
    return Drawing(traces, layout)


def _parts(column: Column, box: Box) -> list[Box]:
    """Return where a column's drawings stand."""
    count = len(column.drawings)
    if column.beside:
        step = (box.right - box.left + _GAP) / count
        lefts = [box.left + i * step for i in range(count)]
        return [Box(left, box.top, left + step - _GAP, box.bottom) for left in lefts]
    shares = [_SURFACE_SHARE if "scene" in drawing.layout else 1.0 for drawing in column.drawings]
    parts, top = [], box.top
    for share in shares:
        bottom = top + (box.bottom - box.top) * share / sum(shares)
        parts.append(Box(box.left, top, box.right, bottom))
        top = bottom
    return parts


class _Words:
    """The text of a slide, as annotations on its sheet."""

    def __init__(self, sheet: Sheet, theme: Theme) -> None:
        self.sheet, self.theme = sheet, theme
        self.said: list[dict[str, Any]] = []

    def around(self, title: str, caption: str, link: str) -> Box:
        """Write title, caption and link, and return the box that is left between them."""
        left, right = _MARGIN, self.sheet.width - _MARGIN
        top, bottom = 0.7 * _MARGIN, self.sheet.height - 0.6 * _MARGIN
        top += self._write(title, _TITLE, left, top, right, self.theme.ink)
        # From below: the link is the last line, the caption stands above it.
        quiet = self.theme.secondary
        for text, size in ((link, SMALLEST), (caption, NOTE)):
            bottom -= self.height_of(text, size, right - left)
            self._write(text, size, left, bottom, right, quiet, anywhere=text is link)
        return Box(left, top + 4.0, right, bottom - 2.0)

    def around_columns(self, columns: Sequence[Column], boxes: Sequence[Box]) -> list[Box]:
        """Write headings and notes, and return what is left to the drawings of each column."""
        above = max(self.height_of(c.heading, _HEADING, 1e9) for c in columns)
        below = max(
            self.height_of(column.note, NOTE, box.right - box.left)
            for column, box in zip(columns, boxes, strict=True)
        )
        inner = []
        for column, box in zip(columns, boxes, strict=True):
            bottom = box.bottom - below
            colour = column.colour or self.theme.ink
            heading = f"<b>{escape(column.heading, quote=False)}</b>" if column.heading else ""
            self._say(heading, _HEADING, box.left, box.top, colour)
            self._write(column.note, NOTE, box.left, bottom, box.right, self.theme.ink)
            inner.append(Box(box.left, box.top + above, box.right, bottom - 2.0 * (below > 0.0)))
        return inner

    def height_of(self, text: str, size: float, width: float) -> float:
        """Return the height of a text that is wrapped to a width; 0 of none."""
        return len(wrapped(text, size, width)) * _LINE * size

    def _write(
        self,
        text: str,
        size: float,
        left: float,
        top: float,
        right: float,
        colour: str,
        anywhere: bool = False,
    ) -> float:
        lines = wrapped(text, size, right - left, anywhere)
        self._say("<br>".join(escape(line, quote=False) for line in lines), size, left, top, colour)
        return len(lines) * _LINE * size

    def _say(self, text: str, size: float, left: float, top: float, colour: str) -> None:
        if not text:
            return
        self.said.append(
            {
                "text": text,
                "x": left / self.sheet.width,
                "y": 1.0 - top / self.sheet.height,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "top",
                "align": "left",
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": size, "color": colour},
            }
        )
